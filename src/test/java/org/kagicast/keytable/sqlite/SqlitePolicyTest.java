package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.PolicyContract;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.RefusalReason;

/// The durable policy does all that the one in memory does, and remembers.
class SqlitePolicyTest extends PolicyContract {

    @TempDir
    private Path folder;
    private TableFixture files;
    private int tables;

    @Override
    protected KeyTable table(TableLimits limits) {
        files = new TableFixture(folder.resolve("table-" + tables++), time);
        return files.openCounting(limits);
    }

    @Test
    @DisplayName("A revocation outlives the process, and is not made again after it")
    void revocationIsRemembered() {
        table.revoke(Member.client(ALICE));
        table.close();

        try (KeyTable again = files.openCounting(TableLimits.DEFAULT)) {
            assertThat(again.policy().refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
            again.revoke(Member.client(ALICE));
            assertThat(again.revision()).isEqualTo(1);
        }
    }
}
