package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.TableMoment;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.sqlite.SqliteKeyTable;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

/// What becomes of a table that was put back when its audit fails in that very moment, or the machine goes down.
class TablePastTest {

    private static final Identity SELF = Identity.parse("spiffe://lab/key-master/km");

    @TempDir
    private Path folder;
    private final ManualTime time = new ManualTime();
    private final List<Boolean> wasPutBack = new ArrayList<>();
    private final AuditSink failing = event -> {
        if (event.action() == AuditAction.TABLE_ROLLED_BACK) {
            wasPutBack.add(table().wasPutBack());
            throw new OperatorException("The audit log cannot be written.");
        }
    };
    private Optional<KeyTable> opened = Optional.empty();

    @BeforeEach
    void open() {
        SecureRandom randomness = new SecureRandom();
        opened = Optional.of(SqliteKeyTable.open(folder.resolve("keys.db"),
                KekFile.create(folder.resolve("kek"), randomness), new RandomKeyIds(randomness), TableLimits.DEFAULT,
                randomness, time));
    }

    @AfterEach
    void close() {
        table().close();
    }

    private KeyTable table() {
        return opened.orElseThrow();
    }

    @Test
    @DisplayName("R31 a table that was put back knows that before it is audited, so that nothing in between makes it forget")
    void putBackIsStoredFirst() {
        try (KeyAudit audit = new KeyAudit(SELF, failing, time)) {
            TablePast past = new TablePast(SELF, table(), audit, time);
            TableMoment later = new TableMoment(table().tableId(), table().revision() + 5);

            assertThatThrownBy(() -> past.begin(Optional.of(later))).isInstanceOf(OperatorException.class);
        }

        assertThat(wasPutBack).containsExactly(true);
    }

    @Test
    @DisplayName("R31 the same where a slave's copy shows it")
    void foreignCopyIsStoredFirst() {
        try (KeyAudit audit = new KeyAudit(SELF, failing, time)) {
            TablePast past = new TablePast(SELF, table(), audit, time);

            past.foreign(new NodeName("slave-1"));

            assertThat(past.problem().map(CodedMessage::text)).hasValueSatisfying(
                    sentence -> assertThat(sentence).contains("put back to an older state", "slave-1"));
        }

        assertThat(wasPutBack).containsExactly(true);
    }
}
