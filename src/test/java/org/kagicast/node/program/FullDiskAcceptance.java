package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.kagicast.node.program.ProgramsFixture.NEWS;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.keyserver.Revocation;
import org.kagicast.lab.Loopback;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.Interfaces;
import org.kagicast.pki.Enrollee;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.KeyServerChoice;
import org.kagicast.rpc.network.LogLines;

/// A key master whose disk of 6 MB is full, as far as the system lets this user mount one.
class FullDiskAcceptance {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName MALLORY = new NodeName("mallory");
    private static final NodeName EVE = new NodeName("eve");
    private static final NodeName SCREEN = new NodeName("screen");
    private static final NodeName STUDIO = new NodeName("studio");

    @TempDir
    private Path folder;
    private Path disk;
    private final List<Path> mounted = new ArrayList<>();
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() throws Exception {
        disk = mount("master");
        programs = new ProgramsFixture(folder);
        master = programs.master();
    }

    @AfterEach
    void stop() throws Exception {
        if (programs != null) {
            programs.close();
        }
        for (Path each : mounted) {
            assertThat(hasRun("umount", each.toString())).isTrue();
        }
    }

    /// A disk of its own for a data folder.
    private Path mount(String name) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name));
        assumeTrue(hasRun("mount", "-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs", place.toString()),
                "mounting takes root's rights");
        mounted.add(place);
        return place;
    }

    private static boolean hasRun(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }

    /// What somebody else wrote on the same disk.
    private Path fill(String name) throws IOException {
        return fill(disk.resolve(name));
    }

    private static Path fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            return file;
        }
    }

    private void activate(KeyId keyId) throws Exception {
        new GrpcKeyCreator(programs.connect(programs.identity(Role.CONTENT_SERVER, "cs-1"), master))
                .setState(keyId, KeyState.ACTIVE).get();
    }

    @Test
    @DisplayName("R31 A full disk at the key server: keys in use are given, a revocation works and so does the rekey that it orders, the status says what is wrong; with room again nothing is missing")
    void fullDisk() throws Exception {
        KeyId before = programs.create(master, "cs-1", NEWS).keyId();
        activate(before);
        ProgramsFixture.authority(master).grant(ALICE, NEWS);
        ProgramsFixture.authority(master).grant(MALLORY, NEWS);
        assertThat(programs.fetch(master, "mallory", before)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(ProgramsFixture.snapshot(master).problem().map(CodedMessage::text)).isEmpty();

        Path filler = fill("filler");
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("make room");
        assertThat(programs.fetch(master, "alice", before)).isInstanceOf(FetchOutcome.Key.class);
        programs.await("the status",
                () -> ProgramsFixture.snapshot(master).problem().map(CodedMessage::text).isPresent());
        assertThat(ProgramsFixture.snapshot(master).problem().map(CodedMessage::text).orElseThrow()).contains("full",
                "make room");

        assertThat(ProgramsFixture.authority(master).revoke(MALLORY).compromised()).containsExactly(before);
        KeyId after = programs.create(master, "cs-1", NEWS).keyId();
        activate(after);
        assertThat(programs.fetch(master, "alice", after)).isInstanceOf(FetchOutcome.Key.class);
        Path more = fill("more");
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).as("nothing usual again")
                .isInstanceOf(ExecutionException.class);

        Files.delete(filler);
        Files.delete(more);
        programs.await("room", () -> ProgramsFixture.snapshot(master).problem().map(CodedMessage::text).isEmpty());
        KeyId last = programs.create(master, "cs-1", NEWS).keyId();
        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).isInstanceOf(Intact.class);
        for (KeyId made : new KeyId[]{before, after, last}) {
            assertThat(programs.audit("master")).filteredOn(
                    entry -> entry.contains("\"key_created\"") && entry.contains("\"keyId\":" + made.value() + ","))
                    .hasSize(1);
        }
        assertThat(programs.audit("master")).filteredOn(entry -> entry.contains("\"key_given\"")).hasSize(3);
        assertThat(programs.audit("master")).anyMatch(entry -> entry.contains("\"revoked\""))
                .noneMatch(entry -> entry.contains("\"not_done\""));
        master = programs.master();
        assertThat(ProgramsFixture.snapshot(master).keys()).hasSize(3);
        assertThat(ProgramsFixture.authority(master).isRevoked(Member.client(MALLORY))).isTrue();
        assertThat(programs.fetch(master, "mallory", after)).isInstanceOf(FetchOutcome.Refused.class);
    }

    private Program studio(MulticastGroup group) {
        Path files = folder.resolve("studio");
        programs.domain().enrolHere(new Enrollee(Role.CONTENT_SERVER, STUDIO, List.of("127.0.0.1"), Set.of()), files);
        return started(group);
    }

    private Program started(MulticastGroup group) {
        Path files = folder.resolve("studio");
        return programs.closing(ContentServerProgram.start(
                new ContentServerSettings(new HostPort("127.0.0.1", 0), files,
                        List.of(master.address()),
                        List.of(StreamSettings
                                .of(NEWS, group, Loopback.name(), Sources.parse("pattern:rate=50&size=100"))
                                .withRekeying(RekeyPolicy.DEFAULT.withLeadTime(Duration.ofSeconds(1))
                                        .withCryptoPeriod(Duration.ofSeconds(4))))),
                programs.around));
    }

    private Program screen(MulticastGroup group) {
        Path files = folder.resolve("screen");
        programs.domain().enrolHere(new Enrollee(Role.CLIENT, SCREEN, List.of("127.0.0.1"), Set.of()), files);
        return programs.closing(ClientProgram.start(new ClientProgramSettings(new HostPort("127.0.0.1", 0), files,
                List.of(master.address()), KeyServerChoice.FIXED, List.of(group), Interfaces.find(Loopback.name()),
                "count", ClientLimits.DEFAULTS), programs.around));
    }

    private static StreamSnapshot stream(Program studio) {
        return studio.node().snapshot().join().contentServers().getFirst().streams().getFirst();
    }

    private static ClientCounters counters(Program screen) {
        return screen.node().snapshot().join().clients().getFirst().counters();
    }

    private static KeyId inUse(Program studio) {
        return stream(studio).inUse().orElseThrow().keyId();
    }

    /// So many more packets go out, and the client opens all of them.
    private void goesOn(Program studio, Program screen, int packets) {
        long wanted = stream(studio).packetsSent() + packets;
        programs.await(packets + " packets more", () -> stream(studio).packetsSent() >= wanted);
        programs.await("all opened", () -> counters(screen).opened() >= wanted - 1);
        nothingIsLost(screen);
    }

    private static void nothingIsLost(Program screen) {
        ClientCounters counters = counters(screen);
        assertThat(List.of(counters.lost(), counters.expired(), counters.forged(), counters.replayed(),
                counters.superseded(), counters.tooOld(), counters.malformed())).containsOnly(0L);
        assertThat(counters.refused().values()).allMatch(packets -> packets == 0);
    }

    private static String problem(Program node) {
        return ProgramsFixture.snapshot(node).problem().map(CodedMessage::text).orElse("");
    }

    private List<String> audited(String... words) {
        return programs.audit("master").stream().filter(entry -> List.of(words).stream().allMatch(entry::contains))
                .toList();
    }

    @Test
    @DisplayName("R31 A stream runs through a full disk at its key server and loses no packet: no key is changed but for a revocation, whoever is revoked when not even that can be stored is shut out too, and all of it is stored and made up for with room again")
    void streamThroughFullDisk() throws Exception {
        KeyAuthority authority = ProgramsFixture.authority(master);
        authority.own(NEWS, STUDIO);
        for (NodeName name : List.of(SCREEN, MALLORY, EVE)) {
            authority.grant(name, NEWS);
        }
        MulticastGroup group = TestGroups.any();
        Program screen = screen(group);
        Program studio = studio(group);
        programs.await("the stream", () -> stream(studio).announcedRekeys() >= 2);
        goesOn(studio, screen, 50);
        assertThat(programs.fetch(master, "mallory", inUse(studio))).isInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(master, "eve", inUse(studio))).isInstanceOf(FetchOutcome.Key.class);

        Path filler = fill("filler");
        programs.await("no key can be made", () -> stream(studio).problem().map(CodedMessage::text).isPresent());
        assertThat(stream(studio).problem().map(CodedMessage::text).orElseThrow()).contains("make room");
        KeyId kept = inUse(studio);
        programs.await("the status", () -> problem(master).contains("full"));
        goesOn(studio, screen, 500);
        assertThat(inUse(studio)).as("longer than the crypto period").isEqualTo(kept);

        Revocation stored = authority.revoke(MALLORY);
        assertThat(stored.unstored()).isEmpty();
        assertThat(stored.ordered()).containsExactly(new KeyLine(NEWS));
        programs.await("another key", () -> !inUse(studio).equals(kept));
        assertThat(programs.fetch(master, "mallory", inUse(studio))).isInstanceOf(FetchOutcome.Refused.class);
        goesOn(studio, screen, 100);

        Path more = fill("more");
        Revocation unstored = authority.revoke(EVE);
        assertThat(unstored.unstored()).as("no room at all is left").isPresent();
        KeyId before = inUse(studio);
        assertThat(programs.fetch(master, "eve", before)).isInstanceOf(FetchOutcome.Refused.class);
        assertThat(problem(master)).contains("client eve is shut out", "make room");
        assertThat(master.node().disk().orElseThrow().isWritten()).isFalse();
        goesOn(studio, screen, 300);

        Files.delete(filler);
        Files.delete(more);
        programs.await("the revocation stored", () -> !problem(master).contains("eve"));
        programs.await("another key", () -> !inUse(studio).equals(before));
        int rekeys = stream(studio).announcedRekeys();
        programs.await("rekeys again", () -> stream(studio).announcedRekeys() >= rekeys + 2);
        programs.await("no problem",
                () -> problem(master).isEmpty() && stream(studio).problem().map(CodedMessage::text).isEmpty());
        assertThat(master.node().disk().orElseThrow().isWritten()).isTrue();
        goesOn(studio, screen, 50);
        long sent = stream(studio).packetsSent();
        List<KeyId> used = stream(studio).keyIds();
        studio.close();
        programs.await("every packet", () -> counters(screen).opened() >= sent);
        nothingIsLost(screen);

        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).isInstanceOf(Intact.class);
        for (KeyId key : used) {
            assertThat(audited("\"key_created\"", "\"keyId\":" + key.value() + ",")).hasSize(1);
            assertThat(audited("\"key_given\"", "\"keyId\":" + key.value() + ",", "/screen\"")).isNotEmpty();
        }
        for (String name : List.of("mallory", "eve")) {
            assertThat(audited("\"action\":\"revoked\"", "/" + name + "\"").size()
                    - audited("\"not_done\"", "\"revoked\"", "/" + name + "\"").size()).isEqualTo(1);
        }
        master = programs.master();
        assertThat(ProgramsFixture.snapshot(master).keys()).extracting(KeyRow::keyId).containsAll(used);
        for (NodeName name : List.of(MALLORY, EVE)) {
            assertThat(ProgramsFixture.authority(master).isRevoked(Member.client(name))).isTrue();
        }
    }

    @Test
    @DisplayName("R31 A key master starts on a disk that is full to the last byte: its reserve gives room for that, it answers and says what is wrong; with room again the reserve is made again. With nothing left at all it says that the disk is full")
    void startsOnFullDisk() throws Exception {
        KeyId key = programs.create(master, "cs-1", NEWS).keyId();
        activate(key);
        ProgramsFixture.authority(master).grant(ALICE, NEWS);
        ProgramsFixture.authority(master).grant(MALLORY, NEWS);
        master.close();
        Path filler = fill("filler");
        assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();

        master = programs.master();
        programs.await("the status", () -> problem(master).contains("full"));
        assertThat(problem(master)).contains("no new keys are made", "make room").doesNotContain("fails");
        assertThat(programs.fetch(master, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("make room");
        assertThat(ProgramsFixture.authority(master).revoke(MALLORY).unstored()).isEmpty();

        master.close();
        Path more = fill("more");
        assertThatThrownBy(() -> programs.master()).isInstanceOf(OperatorException.class)
                .hasMessageContaining("is full: make room").hasMessageNotContaining("fails");

        Files.delete(more);
        master = programs.master();
        assertThat(programs.fetch(master, "alice", key)).as("with what is left of the reserve")
                .isInstanceOf(FetchOutcome.Key.class);
        Files.delete(filler);
        programs.await("room", () -> problem(master).isEmpty());
        assertThat(master.node().disk().orElseThrow().hasReserve()).isTrue();
        assertThat(Files.size(disk.resolve("reserve"))).isPositive();
        programs.create(master, "cs-1", NEWS);
        assertThat(ProgramsFixture.authority(master).isRevoked(Member.client(MALLORY))).isTrue();
        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).isInstanceOf(Intact.class);
    }

    @Test
    @DisplayName("R31 A key slave starts on a full disk and answers; it says what that means for a key slave, gets from its master what it cannot store, and goes on with room again")
    void slaveOnFullDisk() throws Exception {
        Path slaves = mount("slave");
        KeyId key = programs.create(master, "cs-1", NEWS).keyId();
        activate(key);
        ProgramsFixture.authority(master).grant(ALICE, NEWS);
        Path others = fill(slaves.resolve("others"));
        assertThatThrownBy(() -> programs.slave("slave")).as("for the first time").isInstanceOf(OperatorException.class)
                .hasMessageContaining("is full: make room");
        Files.delete(others);
        Program first = programs.slave("slave");
        programs.awaitRevision(first, ProgramsFixture.snapshot(master).revision());
        first.close();
        Path filler = fill(slaves.resolve("filler"));

        Program slave = programs.slave("slave");
        programs.await("the status", () -> problem(slave).contains("full"));
        assertThat(problem(slave))
                .contains("what the key master sends is stored only as long as that lasts", "make room")
                .doesNotContain("fails", "no new keys are made");
        assertThat(programs.fetch(slave, "alice", key)).isInstanceOf(FetchOutcome.Key.class);
        programs.awaitRevision(slave, ProgramsFixture.snapshot(master).revision());

        Path more = fill(slaves.resolve("more"));
        ProgramsFixture.authority(master).revoke(MALLORY);
        programs.await("it cannot store", () -> problem(slave).contains("is full: make room"));
        assertThat(problem(slave)).doesNotContain("no new keys are made");
        Files.delete(more);
        Files.delete(filler);
        programs.awaitRevision(slave, ProgramsFixture.snapshot(master).revision());
        programs.await("room", () -> problem(slave).isEmpty() && slave.node().disk().orElseThrow().hasReserve());
    }

    @Test
    @DisplayName("R31 Key master, key slave and content server each say in the log, once, that a disk has run full while they run, and that there is room again")
    void runningFull() throws Exception {
        Path slaves = mount("slave");
        Path studios = mount("studio-data");
        ProgramsFixture.authority(master).own(NEWS, STUDIO);
        Program slave = programs.slave("slave");
        Program studio = studio(TestGroups.any());
        programs.await("the stream", () -> stream(studio).packetsSent() > 0);
        programs.awaitRevision(slave, ProgramsFixture.snapshot(master).revision());
        List<Path> disks = List.of(disk, slaves, studios);
        try (LogLines lines = LogLines.of("org.kagicast")) {
            List<Path> fillers = new ArrayList<>();
            for (Path each : disks) {
                fillers.add(fill(each.resolve("filler")));
                programs.await("it is told", () -> told(lines, "The disk of " + each + " is full (") == 1);
            }
            programs.time.turn(Duration.ofMinutes(1));
            for (Path filler : fillers) {
                Files.delete(filler);
            }
            for (Path each : disks) {
                programs.await("room", () -> told(lines, "There is room again on the disk of " + each + ":") == 1);
                assertThat(told(lines, "The disk of " + each + " is full (")).isEqualTo(1);
            }
            assertThat(lines.withStack()).isEmpty();
        }
    }

    private static long told(LogLines lines, String words) {
        return lines.atLeast(Level.INFO).stream().filter(line -> line.contains(words)).count();
    }

    @Test
    @DisplayName("R31 A content server on a full disk says what that means for a content server")
    void contentServerOnFullDisk() throws Exception {
        Path studios = mount("studio-data");
        MulticastGroup group = TestGroups.any();
        ProgramsFixture.authority(master).own(NEWS, STUDIO);
        Program studio = studio(group);
        programs.await("the stream", () -> stream(studio).packetsSent() > 0);
        studio.close();
        Path filler = fill(studios.resolve("filler"));

        Program again = started(group);
        programs.await("the status", () -> problems(again).contains("full"));
        assertThat(problems(again)).contains("streams go on", "make room").doesNotContain("keys are", "fails");
        programs.await("the stream", () -> stream(again).packetsSent() > 0);
        Files.delete(filler);
        programs.await("room", () -> problems(again).isEmpty());
    }

    private static String problems(Program node) {
        return String.join(" ", node.node().snapshot().join().problems().stream().map(CodedMessage::text).toList());
    }
}
