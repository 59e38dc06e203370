package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.sqlite.KeyTableBackup.Existing;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;

/// A key master whose folder, or whose table alone, was put back to an older state.
class RollbackTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName MALLORY = new NodeName("mallory");

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder);
        master = programs.master();
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void assertRefused(FetchOutcome outcome, RefusalReason reason) {
        assertThat(outcome).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private void inStep(Program slave) {
        programs.await("the master's revision", () -> snapshot(slave).revision() == snapshot(master).revision()
                && snapshot(slave).problem().map(CodedMessage::text).isEmpty());
    }

    private void grant(int from, int count) {
        for (int number = from; number < from + count; number++) {
            authority(master).grant(new NodeName("reader-" + number), NEWS);
        }
    }

    @Test
    @DisplayName("R31 a slave of a master that was put back begins anew, though that has come to more revisions by then: "
            + "a client that was revoked there gets no key here, and both say what has happened")
    void slaveNoticesForeignHistory() throws Exception {
        Path data = programs.data("master").path();
        CreatedKey key = programs.create(master, "cs-1", NEWS);
        authority(master).grant(MALLORY, NEWS);
        master.close();
        copy(data, folder.resolve("older"));
        master = programs.master();
        grant(1, 3);
        authority(master).grant(ALICE, NEWS);
        Program slave = programs.slave("slave-1");
        inStep(slave);
        long before = snapshot(slave).revision();
        slave.close();
        master.close();

        copy(folder.resolve("older"), data);
        master = programs.master();
        authority(master).revoke(MALLORY);
        grant(10, 7);
        assertThat(snapshot(master).revision()).isGreaterThan(before);
        assertThat(snapshot(master).problem().map(CodedMessage::text)).as("its own log was put back with it").isEmpty();
        CreatedKey later = programs.create(master, "cs-1", NEWS);
        Program again = programs.slave("slave-1");
        inStep(again);
        master.close();

        assertThat(programs.fetch(again, "reader-10", later.keyId())).isInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(again, "mallory", later.keyId())).isNotInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(again, "mallory", key.keyId())).isNotInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(again, "alice", key.keyId())).as("granted in the other history only")
                .isNotInstanceOf(FetchOutcome.Key.class);
        programs.awaitAudited("slave-1", "table_replaced", "\"formerRevision\":" + before);
        programs.awaitAudited("master", "table_rolled_back", "key-slave/slave-1");
    }

    @Test
    @DisplayName("A slave that stands in its master's own past goes on from there, over restarts of both")
    void restartsGoOn() throws Exception {
        programs.create(master, "cs-1", NEWS);
        Program slave = programs.slave("slave-1");
        inStep(slave);
        slave.close();
        master.close();
        master = programs.master();
        grant(1, 3);
        master.close();
        master = programs.master();
        grant(4, 1);

        inStep(programs.slave("slave-1"));

        assertThat(programs.audit("slave-1")).noneMatch(entry -> entry.contains("table_replaced"));
        assertThat(programs.audit("master")).noneMatch(entry -> entry.contains("table_rolled_back"));
        assertThat(snapshot(master).problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 a key table that is put back without its audit log is found out as it is opened: a problem with the cure, "
            + "an entry in the log, and no more counted key IDs")
    void logKnowsBetter() throws Exception {
        Path table = programs.data("master").keyTable();
        master.close();
        Files.copy(table, folder.resolve("older.db"));
        master = programs.master();
        grant(1, 5);
        master.close();
        Files.copy(folder.resolve("older.db"), table, StandardCopyOption.REPLACE_EXISTING);

        master = programs.master();

        assertThat(snapshot(master).problem().map(CodedMessage::text)).hasValueSatisfying(problem -> assertThat(problem)
                .contains("was put back to an older state", "revision 5", "Revoke and grant again"));
        programs.awaitAudited("master", "table_rolled_back", "\"revision\":0", "\"formerRevision\":5");
        master.close();
        master = programs.master();
        assertThat(snapshot(master).problem().map(CodedMessage::text)).as("told once").isEmpty();
    }

    @Test
    @DisplayName("R31 that a table was restored from a backup, and of which revision, is audited at the first start, and once")
    void restoreIsAudited() throws Exception {
        grant(1, 2);
        Path backup = folder.resolve("backup.db");
        DataFolder data = programs.data("master");
        data.backUp(backup);
        grant(3, 4);
        String former = snapshot(master).tableId();
        master.close();
        data.restore(backup, new KekChoice.File(data.path().resolve("kek")), Existing.REPLACE, programs.randomness);

        master = programs.master();
        master.close();
        master = programs.master();

        programs.awaitAudited("master", "table_restored", "\"revision\":2", former, "\"formerRevision\":6",
                "key-master/km");
        List<String> restored = programs.audit("master").stream().filter(entry -> entry.contains("table_restored"))
                .toList();
        assertThat(restored).hasSize(1);
        assertThat(programs.audit("master")).filteredOn(entry -> entry.contains("table_opened")).hasSize(3);
    }
}
