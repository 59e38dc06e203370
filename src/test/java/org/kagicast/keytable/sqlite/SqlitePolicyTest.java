package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.PolicyContract;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RefusalReason;

/// The durable policy does all that the one in memory does, and remembers.
class SqlitePolicyTest extends PolicyContract {

    @TempDir
    private Path folder;
    private KekFile kek;
    private int tables;

    @Override
    protected KeyTable table(TableLimits limits) {
        return open(tables++, limits);
    }

    private KeyTable open(int number, TableLimits limits) {
        if (kek == null) {
            kek = KekFile.create(folder.resolve("kek"), randomness);
        }
        return SqliteKeyTable.open(folder.resolve("table-" + number + ".db"), kek, new SequentialKeyIds(), limits,
                randomness, time);
    }

    @Test
    @DisplayName("A revocation outlives the process, and is not made again after it")
    void revocationIsRemembered() {
        table.policy().revoke(ALICE);
        table.close();

        try (KeyTable again = open(0, TableLimits.DEFAULT)) {
            assertThat(again.policy().refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
            again.policy().revoke(ALICE);
            assertThat(again.revision()).isEqualTo(1);
        }
    }
}
