package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.Caution;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.Enrollee;
import org.kagicast.rpc.keys.FetchOutcome;

/// Programs whose data folder is removed, or replaced by an older copy, while they run.
class ReplacedFolderTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName MALLORY = new NodeName("mallory");
    private static final NodeName EVE = new NodeName("eve");

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
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void remove(Path removed) throws IOException {
        try (Stream<Path> files = Files.walk(removed)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path data(String name) {
        return programs.data(name).path();
    }

    private static String problem(Program program) {
        return snapshot(program).problem().map(CodedMessage::text).orElse("");
    }

    /// What the folder is now, with nobody in it.
    private void keepOlder() throws IOException {
        master.close();
        copy(data("master"), folder.resolve("older"));
        master = programs.master();
    }

    private void replace(String name) throws IOException {
        Files.move(data(name), folder.resolve("away"));
        copy(folder.resolve("older"), data(name));
    }

    private KeyId keyOfThree() throws Exception {
        KeyId key = programs.create(master, "cs-1", NEWS).keyId();
        for (NodeName name : List.of(ALICE, MALLORY, EVE)) {
            authority(master).grant(name, NEWS);
        }
        return key;
    }

    private boolean storesAgain() {
        try {
            authority(master).grant(new NodeName("another"), NEWS);
            return true;
        } catch (OperatorException notYet) {
            return false;
        }
    }

    @Test
    @DisplayName("R31 R34 a key master whose folder is replaced by an older copy while it runs says so and stores nothing, "
            + "gives keys on, and leaves the copy as it is; it is not backed up as what the master has; the next start on it says "
            + "that revocations are missing")
    void replaced() throws Exception {
        KeyId key = keyOfThree();
        keepOlder();
        authority(master).revoke(MALLORY);
        replace("master");

        assertThatThrownBy(() -> authority(master).grant(new NodeName("bob"), NEWS)).as("no moment goes by")
                .isInstanceOf(OperatorException.class).hasMessageContaining("keys.db was replaced");
        programs.await("the status", () -> problem(master).contains("keys.db was replaced while this program runs"));
        assertThat(problem(master)).contains("nothing more is stored", "put the former folder back", "restore");
        assertThat(master.node().disk().orElseThrow().isInPlace()).isFalse();
        assertThat(master.node().disk().orElseThrow().isWritten()).isFalse();
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).isInstanceOf(ExecutionException.class);
        assertThat(programs.fetch(master, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(master, "mallory", key)).isInstanceOf(FetchOutcome.Refused.class);
        assertThat(
                authority(master).revoke(authority(master).identity(), Member.client(EVE), Caution.INSIST).unstored())
                .hasValueSatisfying(why -> assertThat(why.text()).contains("was replaced"));
        assertThat(programs.fetch(master, "eve", key)).isInstanceOf(FetchOutcome.Refused.class);
        assertThat(problem(master)).contains("eve is shut out", "was replaced").doesNotContain("ake room");
        Path backup = folder.resolve("backup.db");
        assertThatThrownBy(() -> programs.data("master").backUp(backup)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("was put there while the program runs");
        assertThat(backup).doesNotExist();
        programs.time.turn(java.time.Duration.ofSeconds(10));

        long cameTo = snapshot(master).revision();
        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).as("the copy's log")
                .isInstanceOf(Intact.class);
        master = programs.master();
        assertThat(problem(master)).contains("was put back to an older state", "revision " + cameTo,
                "Revoke and grant again");
        programs.awaitAudited("master", "table_rolled_back", "\"formerRevision\":" + cameTo);
        programs.data("master").backUp(backup);
        assertThat(backup).exists();
        master.close();
        master = programs.master();
        assertThat(problem(master)).as("told once").isEmpty();
    }

    @Test
    @DisplayName("R31 R34 a key master whose own folder is put back while it runs goes on by itself, and stores what it could not")
    void heals() throws Exception {
        KeyId key = keyOfThree();
        keepOlder();
        replace("master");
        programs.await("the status", () -> problem(master).contains("was replaced"));
        authority(master).revoke(MALLORY);
        assertThat(programs.fetch(master, "mallory", key)).isInstanceOf(FetchOutcome.Refused.class);
        assertThat(programs.fetch(master, "alice", key)).isInstanceOf(FetchOutcome.Key.class);

        Files.move(data("master"), folder.resolve("copy"));
        programs.await("the status", () -> problem(master).contains("was removed") || !problem(master).isEmpty());
        Files.move(folder.resolve("away"), data("master"));
        programs.await("no problem", () -> problem(master).isEmpty());

        assertThat(programs.create(master, "cs-1", NEWS)).isNotNull();
        assertThat(master.node().disk().orElseThrow().isInPlace()).isTrue();
        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).isInstanceOf(Intact.class);
        assertThat(programs.audit("master")).filteredOn(entry -> entry.contains("\"key_given\"")).hasSize(1);
        master = programs.master();
        assertThat(problem(master)).isEmpty();
        assertThat(authority(master).isRevoked(Member.client(MALLORY))).isTrue();
    }

    @Test
    @DisplayName("R31 a key master whose folder is removed while it runs says so, stores nothing and gives keys on")
    void removed() throws Exception {
        KeyId key = keyOfThree();
        remove(data("master"));

        programs.await("the status", () -> problem(master).contains("keys.db was removed while this program runs"));
        assertThat(storesAgain()).isFalse();
        assertThat(programs.fetch(master, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        assertThatThrownBy(() -> programs.data("master").backUp(folder.resolve("backup.db")))
                .isInstanceOf(OperatorException.class);
        assertThat(data("master")).doesNotExist();
    }

    @Test
    @DisplayName("R31 a key table whose journal or lock is removed while it is open stores nothing more")
    void journalRemoved() throws Exception {
        for (String ending : List.of("-wal", ".lock")) {
            Path file = data("master").resolve("keys.db" + ending);
            Files.move(file, folder.resolve("away"));
            programs.await("the status", () -> problem(master).contains("keys.db" + ending + " was removed"));
            assertThat(storesAgain()).isFalse();
            Files.move(folder.resolve("away"), file);
            programs.await("no problem", () -> problem(master).isEmpty() && storesAgain());
        }
    }

    @Test
    @DisplayName("R31 only the audit log removed: nothing is changed, since it could not be audited, and keys are given on")
    void logRemoved() throws Exception {
        KeyId key = keyOfThree();
        Path log = programs.data("master").audit();
        Files.move(log, folder.resolve("away"));

        programs.await("the status", () -> problem(master).contains("audit.jsonl was removed"));
        assertThat(storesAgain()).isFalse();
        assertThat(programs.fetch(master, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        Files.move(folder.resolve("away"), log);
        programs.await("no problem", () -> problem(master).isEmpty() && storesAgain());
        master.close();
        assertThat(AuditVerifier.verify(log)).isInstanceOf(Intact.class);
    }

    @Test
    @DisplayName("R31 a key slave whose folder is replaced while it runs says so, shuts out who is revoked until reinstated, and gets the keys "
            + "that it lacks from its master; the next start takes in what the copy lacks")
    void slaveReplaced() throws Exception {
        KeyId key = keyOfThree();
        Program slave = programs.slave("slave");
        programs.awaitRevision(slave, snapshot(master).revision());
        slave.close();
        copy(data("slave"), folder.resolve("older"));
        slave = programs.slave("slave");
        Program running = slave;
        programs.await("the master", () -> snapshot(running).problem().map(CodedMessage::text).isEmpty());
        replace("slave");

        programs.await("the status", () -> problem(running).contains("copy.db was replaced while this program runs"));
        assertThat(programs.fetch(slave, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        authority(master).revoke(MALLORY);
        KeyId later = programs.create(master, "cs-1", NEWS).keyId();
        programs.await("the revocation", () -> isShutOut(running, key));
        assertThat(programs.fetch(slave, "alice", later)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(problem(slave)).contains("was replaced", "whom it reinstates is let in");
        authority(master).reinstate(authority(master).identity(), Member.client(MALLORY));
        programs.await("the reinstatement", () -> isGiven(running, key));
        authority(master).revoke(MALLORY);
        programs.await("the revocation again", () -> isShutOut(running, key));

        slave.close();
        Program again = programs.slave("slave");
        programs.awaitRevision(again, snapshot(master).revision());
        assertThat(programs.fetch(again, "mallory", later)).isInstanceOf(FetchOutcome.Refused.class);
        assertThat(data("slave").resolve("copy.db.replaced")).doesNotExist();
    }

    private boolean isShutOut(Program slave, KeyId key) {
        try {
            return programs.fetch(slave, "mallory", key) instanceof FetchOutcome.Refused;
        } catch (Exception e) {
            return false;
        }
    }

    private boolean isGiven(Program slave, KeyId key) {
        try {
            return programs.fetch(slave, "mallory", key) instanceof FetchOutcome.Key;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    @DisplayName("R31 a content server whose folder is removed while it runs says so in its status")
    void contentServerRemoved() throws Exception {
        programs.domain().enrolHere(
                new Enrollee(Role.CONTENT_SERVER, new NodeName("studio"), List.of("127.0.0.1"), Set.of()),
                folder.resolve("studio"));
        Program studio = programs.closing(ContentServerProgram.start(new ContentServerSettings(
                new HostPort("127.0.0.1", 0), folder.resolve("studio"), programs.data("studio-data"),
                List.of(programs.masterAddress()),
                List.of(StreamSettings.of(NEWS, MulticastGroup.parse("239.7.31.5:5004"), "lo",
                        Sources.parse("pattern:")))),
                programs.around));
        remove(data("studio-data"));

        programs.await("the status", () -> studio.node().snapshot().join().problems().stream().anyMatch(
                problem -> problem.text().contains("audit.jsonl was removed")
                        && problem.text().contains("streams go on")));
        assertThat(studio.node().disk().orElseThrow().isInPlace()).isFalse();
    }
}
