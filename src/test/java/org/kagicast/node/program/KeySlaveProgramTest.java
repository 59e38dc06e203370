package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;

/// The second embodiment as programs, each stopped and started again.
class KeySlaveProgramTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName BOB = new NodeName("bob");
    private static final NodeName CAROL = new NodeName("carol");

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

    private static void assertKey(FetchOutcome outcome, CreatedKey expected) {
        assertThat(outcome).isInstanceOfSatisfying(FetchOutcome.Key.class, key -> {
            assertThat(key.baseKey()).isEqualTo(expected.baseKey());
            assertThat(key.from().value()).isEqualTo("slave-1");
        });
    }

    private static void assertRefused(FetchOutcome outcome, RefusalReason reason) {
        assertThat(outcome).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /// A slave that has all the master has.
    private Program inStep() {
        Program slave = programs.slave("slave-1");
        programs.awaitRevision(slave, snapshot(master).revision());
        return slave;
    }

    @Test
    @DisplayName("R15 R17 a slave that is started while the master is down answers from the copy it kept: keys, grants and revocations")
    void restartWithoutMaster() throws Exception {
        CreatedKey key = programs.create(master, "cs-1", NEWS);
        authority(master).grant(ALICE, NEWS);
        authority(master).grant(BOB, NEWS);
        authority(master).revoke(BOB);
        authority(master).grant(CAROL, NEWS);
        authority(master).ungrant(CAROL, NEWS);
        String table = snapshot(master).tableId();
        inStep().close();
        master.close();
        programs.time.turn(Duration.ofHours(2));

        Program restarted = programs.slave("slave-1");

        assertThat(snapshot(restarted).tableId()).isEqualTo(table);
        assertKey(programs.fetch(restarted, "alice", key.keyId()), key);
        assertRefused(programs.fetch(restarted, "bob", key.keyId()), RefusalReason.REVOKED);
        assertThat(programs.fetch(restarted, "carol", key.keyId())).as("who may have been granted it meanwhile")
                .isInstanceOf(FetchOutcome.Unreachable.class);
        assertThat(snapshot(restarted).problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("The keys here are as of 7200."));
    }

    @Test
    @DisplayName("R15 a slave that comes back asks for what came after its own revision, not for what it has")
    void restartGoesOn() throws Exception {
        CreatedKey kept = programs.create(master, "cs-1", NEWS);
        CreatedKey erased = programs.create(master, "cs-1", NEWS);
        authority(master).grant(ALICE, NEWS);
        inStep().close();
        eraseFromCopy(erased.keyId());
        CreatedKey later = programs.create(master, "cs-1", NEWS);
        master.close();
        Program slave = programs.slave("slave-1");
        assertThat(snapshot(slave).revision()).isEqualTo(3);

        master = programs.master();
        programs.awaitRevision(slave, snapshot(master).revision());

        assertThat(snapshot(slave).keys()).as("the erased one would have come again with everything")
                .extracting(KeyRow::keyId).containsExactlyInAnyOrder(kept.keyId(), later.keyId());
        assertKey(programs.fetch(slave, "alice", later.keyId()), later);
        assertThat(snapshot(slave).copy().orElseThrow().hearsMaster()).isTrue();
        assertThat(snapshot(slave).problem().map(CodedMessage::text)).isEmpty();
    }

    private void eraseFromCopy(KeyId keyId) throws SQLException {
        try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + programs.data("slave-1").copy());
                Statement statement = copy.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM key_record WHERE key_id = " + keyId)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("A slave that comes back to a master with another table starts over, and keeps that one")
    void anotherTableStartsOver() throws Exception {
        CreatedKey former = programs.create(master, "cs-1", NEWS);
        authority(master).grant(ALICE, NEWS);
        authority(master).revoke(BOB);
        inStep().close();
        master.close();
        Files.delete(programs.data("master").keyTable());

        master = programs.master();
        CreatedKey other = programs.create(master, "cs-2", NEWS);
        authority(master).grant(CAROL, NEWS);
        Program slave = programs.slave("slave-1");
        programs.await("the other table", () -> snapshot(slave).tableId().equals(snapshot(master).tableId())
                && snapshot(slave).revision() == snapshot(master).revision());

        assertKey(programs.fetch(slave, "carol", other.keyId()), other);
        assertRefused(programs.fetch(slave, "alice", other.keyId()), RefusalReason.NOT_GRANTED);
        assertRefused(programs.fetch(slave, "carol", former.keyId()), RefusalReason.UNKNOWN);
        slave.close();
        master.close();
        assertKey(programs.fetch(programs.slave("slave-1"), "carol", other.keyId()), other);
    }

    @Test
    @DisplayName("A slave audits what it gives and refuses, in a log that verifies; no key stands in it or in any other file")
    void slaveAudits() throws Exception {
        CreatedKey key = programs.create(master, "cs-1", NEWS);
        authority(master).grant(ALICE, NEWS);
        Program slave = inStep();

        assertKey(programs.fetch(slave, "alice", key.keyId()), key);
        assertRefused(programs.fetch(slave, "bob", key.keyId()), RefusalReason.NOT_GRANTED);
        authority(master).revoke(ALICE);
        programs.awaitRevision(slave, snapshot(master).revision());
        assertRefused(programs.fetch(slave, "alice", key.keyId()), RefusalReason.REVOKED);

        String keyId = "\"keyId\":" + key.keyId();
        programs.awaitAudited("slave-1", "key_given", "spiffe://lab/client/alice", keyId, "news");
        programs.awaitAudited("slave-1", "key_refused", "spiffe://lab/client/bob", keyId, "not_granted");
        programs.awaitAudited("slave-1", "call_refused", "spiffe://lab/client/alice");
        slave.close();
        assertThat(AuditVerifier.verify(programs.data("slave-1").audit())).isInstanceOf(AuditVerification.Intact.class);
        assertNowhere(key.baseKey().copyBytes());
    }

    private void assertNowhere(byte[] secret) throws IOException {
        List<String> forms = List.of(new String(secret, StandardCharsets.ISO_8859_1), HexFormat.of().formatHex(secret),
                Base64.getEncoder().encodeToString(secret));
        try (Stream<Path> files = Files.walk(programs.data("slave-1").path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(forms).as(file.toString()).noneMatch(content::contains);
            }
        }
    }

    @Test
    @DisplayName("A slave with another KEK, or a damaged copy, is refused in one sentence, and lets go of everything")
    void unusableCopyIsRefused() throws Exception {
        programs.create(master, "cs-1", NEWS);
        inStep().close();
        DataFolder data = programs.data("slave-1");
        Path kek = data.path().resolve("kek");
        Files.move(kek, folder.resolve("put away"));

        assertThatThrownBy(() -> programs.slave("slave-1")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("There is no KEK file " + kek);
        KekFile.create(kek, programs.randomness);
        assertThatThrownBy(() -> programs.slave("slave-1")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("made with another KEK file");
        Files.move(folder.resolve("put away"), kek, StandardCopyOption.REPLACE_EXISTING);
        byte[] whole = Files.readAllBytes(data.copy());
        Files.write(data.copy(), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> programs.slave("slave-1")).isInstanceOf(OperatorException.class)
                .hasMessageContaining(data.copy() + " is damaged").hasMessageContaining("remove it");
        Files.delete(data.copy());
        inStep();
    }
}
