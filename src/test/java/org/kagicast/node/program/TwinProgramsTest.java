package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keytable.sqlite.KeyTableBackup.Existing;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.Enrollee;
import org.kagicast.rpc.keys.FetchOutcome;

/// Content servers as programs: two with one identity, and one whose key server was restored from a backup.
class TwinProgramsTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName STUDIO = new NodeName("studio");
    private static final Duration FAIL_OVER = Duration.ofSeconds(20);

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;
    private int started;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder);
        master = programs.master();
        programs.domain().enrolHere(new Enrollee(Role.CONTENT_SERVER, STUDIO, List.of("127.0.0.1"), Set.of()),
                folder.resolve("studio"));
        authority(master).own(NEWS, STUDIO);
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    /// One more program with the same identity, as on another machine: what it writes is its own.
    private Program studio() {
        DataFolder itsOwn = new DataFolder(folder.resolve("studio-data-" + started++));
        StreamSettings stream = StreamSettings
                .of(NEWS, MulticastGroup.parse("239.7.31.4:5004"), "lo", Sources.parse("pattern:"))
                .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
        return programs.closing(ContentServerProgram.start(new ContentServerSettings(new HostPort("127.0.0.1", 0),
                folder.resolve("studio"), itsOwn, List.of(programs.masterAddress()), List.of(stream)),
                programs.around));
    }

    private static StreamSnapshot stream(Program studio) {
        return studio.node().snapshot().join().contentServers().getFirst().streams().getFirst();
    }

    private static boolean sends(Program studio) {
        return stream(studio).status() == Status.SENDING && stream(studio).problem().map(CodedMessage::text).isEmpty();
    }

    private static KeyId inUse(Program studio) {
        return stream(studio).inUse().orElseThrow().keyId();
    }

    private List<KeyId> keys() {
        return snapshot(master).keys().stream().map(KeyRow::keyId).toList();
    }

    @Test
    @DisplayName("R31 a second content server with the same identity sends nothing and says why; it takes over when the first has gone")
    void twins() {
        Program first = studio();
        programs.await("the first sends", () -> sends(first));
        KeyId key = inUse(first);

        Program second = studio();
        programs.await("the second says what is wrong", () -> stream(second).problem().map(CodedMessage::text)
                .filter(problem -> problem.contains("runs already") && problem.contains("enrol a second identity"))
                .isPresent());
        long until = programs.time.nanos() + FAIL_OVER.toNanos();
        programs.await("some time", () -> programs.time.nanos() > until);

        assertThat(sends(first)).isTrue();
        assertThat(inUse(first)).isEqualTo(key);
        assertThat(stream(second).packetsSent()).isZero();
        assertThat(keys()).containsExactly(key);
        assertThat(snapshot(master).problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("studio", "was started once more"));

        long gone = programs.time.nanos();
        first.close();
        programs.await("the second sends", () -> sends(second));
        assertThat(programs.time.nanos() - gone).isLessThan(FAIL_OVER.toNanos());
        assertThat(keys()).contains(inUse(second));
    }

    @Test
    @DisplayName("R31 a content server whose key is not in the restored key table changes it at once, without a crypto period: new clients get the key")
    void restoredUnderStream() throws Exception {
        authority(master).grant(ALICE, NEWS);
        Program studio = studio();
        programs.await("the stream", () -> sends(studio));
        Path backup = folder.resolve("backup.db");
        DataFolder data = programs.data("master");
        data.backUp(backup);
        KeyId lost = ((ContentServer) studio.node().roles().getFirst()).rekey(NEWS, new RekeyCommand.Now()).join();
        assertThat(inUse(studio)).isEqualTo(lost);
        master.close();
        data.restore(backup, new KekChoice.File(data.path().resolve("kek")), Existing.REPLACE, programs.randomness);

        master = programs.master();
        programs.await("another key", () -> !inUse(studio).equals(lost) && sends(studio));

        assertThat(keys()).contains(inUse(studio)).doesNotContain(lost);
        assertThat(programs.fetch(master, "alice", inUse(studio))).isInstanceOf(FetchOutcome.Key.class);
        assertThat(stream(studio).immediateRekeys()).isEqualTo(2);
    }

    @Test
    @DisplayName("a second key server for a trust domain is refused, and leaves no identity and no folder behind")
    void secondKeyServer() {
        DataFolder data = new DataFolder(folder.resolve("second"));
        KeyServerSettings second = new KeyServerSettings(Role.KEY_SERVER, new HostPort("127.0.0.1", 0),
                Optional.of(folder.resolve("domain")), data.path().resolve("identity"), new NodeName("second"),
                List.of("127.0.0.1"), data, new KekChoice.File(data.path().resolve("kek")), "random", 1_000);

        assertThatThrownBy(() -> KeyServerProgram.start(second, programs.around))
                .hasMessageContaining("Another process enrols for the trust domain");

        assertThat(data.path()).doesNotExist();
        assertThat(authority(master).policy().enrolled())
                .noneMatch(term -> term.member().name().value().equals("second"));
    }
}
