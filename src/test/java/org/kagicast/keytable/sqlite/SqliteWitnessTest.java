package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.keytable.WitnessContract;
import org.kagicast.model.OperatorException;

class SqliteWitnessTest extends WitnessContract {

    @TempDir
    private Path folder;
    private int tables;

    @Override
    protected KeyTable table(TableLimits limits) {
        return new TableFixture(folder.resolve("table-" + tables++), time).openCounting(limits);
    }

    @Test
    @DisplayName("What was noted and then could not be stored is taken back, and the table goes on")
    void whatCouldNotBeStoredIsTakenBack() throws Exception {
        TableFixture files = new TableFixture(folder.resolve("failing"), time);
        List<String> notes = new ArrayList<>();
        Witness<Long> noting = new Witness<>() {
            @Override
            public CompletableFuture<?> sees(Long revision) {
                notes.add("done " + revision);
                return CompletableFuture.completedFuture(true);
            }

            @Override
            public void undone(Long revision) {
                notes.add("not done " + revision);
            }
        };

        try (KeyTable failing = files.openCounting(TableLimits.DEFAULT)) {
            files.execute("CREATE TABLE obstacle (id INTEGER, missing INTEGER REFERENCES obstacle(id) "
                    + "DEFERRABLE INITIALLY DEFERRED, UNIQUE (id))");
            files.execute("CREATE TRIGGER fails_at_commit AFTER INSERT ON policy_grant WHEN NEW.client = 'bob' "
                    + "BEGIN INSERT INTO obstacle VALUES (1, 2); END");
            assertThatThrownBy(() -> failing.policy().grant(new Grant(BOB, NEWS), noting))
                    .isInstanceOf(OperatorException.class);
            assertThat(failing.policy().grants()).isEmpty();
            failing.policy().grant(new Grant(ALICE, NEWS), noting);
        }

        assertThat(notes).containsExactly("done 1", "not done 1", "done 1");
    }

    @Test
    @DisplayName("A witness that could note a part only is told that nothing was stored, and once only")
    void partOfANoteIsTakenBack() {
        AtomicInteger undone = new AtomicInteger();
        Witness<Long> failing = new Witness<>() {
            @Override
            public CompletableFuture<?> sees(Long revision) {
                return CompletableFuture.failedFuture(new OperatorException("No room to note it."));
            }

            @Override
            public void undone(Long revision) {
                undone.incrementAndGet();
            }
        };

        assertThatThrownBy(() -> table.policy().grant(new Grant(BOB, NEWS), failing)).hasMessage("No room to note it.");

        assertThat(undone).hasValue(1);
    }
}
