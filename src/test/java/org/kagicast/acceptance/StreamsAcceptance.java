package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.time.SystemTime;

/// Two hundred streams of one content server, received by one client, each a program of its own as the launcher starts
/// it; and changes to their configurations while they run.
@EnabledOnOs(OS.LINUX)
class StreamsAcceptance {

    private static final int STREAMS = 200;
    private static final int MOST_OF_A_LOG = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOST_KIB = 400 * 1024;

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private org.kagicast.node.program.Program master;
    private RenewableIdentity operator;
    private final List<Program> running = new ArrayList<>();
    /// Of a stream, by its number.
    private final List<String> groups = TestGroups.several(STREAMS + 3).stream().map(MulticastGroup::toString).toList();

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder, new SystemTime());
        master = programs.master();
        operator = programs.identity(Role.OPERATOR, "olga");
        enrol(Role.CONTENT_SERVER, "studio");
        enrol(Role.CLIENT, "screen");
        for (int i = 1; i <= STREAMS + 1; i++) {
            ProgramsFixture.authority(master).own(name(i), new NodeName("studio"));
            ProgramsFixture.authority(master).grant(new NodeName("screen"), name(i));
        }
    }

    @AfterEach
    void stop() throws Exception {
        running.reversed().forEach(Program::close);
        programs.close();
    }

    @Test
    @DisplayName("200 streams with one identity, and as many groups of one client, stay below 400 MiB; a reload touches only what has changed")
    void streams() {
        Path sending = write("studio", streams(IntStream.rangeClosed(1, STREAMS).boxed().toList(), ""));
        Path receiving = write("screen", groups(IntStream.rangeClosed(1, STREAMS).boxed().toList(), "count"));
        Program screen = start("client", receiving);
        Program studio = start("content-server", sending);
        HostPort atScreen = address(screen);
        HostPort atStudio = address(studio);
        Plant.await("all groups decrypt", () -> decrypting(atScreen) == STREAMS);
        Map<StreamName, StreamSnapshot> before = sent(atStudio);
        Map<String, Long> opened = opened(atScreen);

        write("studio", streams(IntStream.rangeClosed(1, STREAMS + 2).filter(i -> i != 2).boxed().toList(),
                "crypto-period = \"50m\""));
        write("screen", groups(IntStream.rangeClosed(1, STREAMS + 1).filter(i -> i != 2).boxed().toList(),
                "udp://127.0.0.1:9"));
        hangUp(screen);
        hangUp(studio);

        awaitOrTell(() -> opened(atScreen).getOrDefault(groups.get(STREAMS + 1), 0L) > 0, screen, studio);
        StreamName unowned = name(STREAMS + 2);
        Plant.await("the stream that nobody owns tells the cure",
                () -> sent(atStudio).get(unowned).problem().map(CodedMessage::text)
                        .filter(told -> told.contains(unowned.value()) && told.contains("kagicast grant")).isPresent());
        Plant.await("packets go on in all groups", () -> {
            Map<String, Long> now = opened(atScreen);
            return IntStream.rangeClosed(3, STREAMS).mapToObj(groups::get)
                    .allMatch(group -> now.get(group) > opened.get(group) + 20);
        });
        Map<StreamName, StreamSnapshot> after = sent(atStudio);
        assertThat(after).doesNotContainKey(name(2));
        for (int i = 3; i <= STREAMS; i++) {
            assertThat(key(after.get(name(i)))).as("key of " + name(i)).isEqualTo(key(before.get(name(i))));
            assertThat(after.get(name(i)).packetsSent()).isGreaterThan(before.get(name(i)).packetsSent());
        }
        assertThat(key(after.get(name(1)))).as("the stream with another crypto-period is not remade")
                .isEqualTo(key(before.get(name(1))));
        assertThat(after.get(name(1)).cryptoPeriod()).isEqualTo(Duration.ofMinutes(50));
        ProgramsFixture.authority(master).own(unowned, new NodeName("studio"));
        Plant.await("it sends once it is owned",
                () -> sent(atStudio).get(unowned).status() == StreamSnapshot.Status.SENDING);
        ClientSnapshot client = snapshot(atScreen).clients().getFirst();
        assertThat(client.receptions()).filteredOn(one -> !one.text().equals(groups.get(1)))
                .allSatisfy(one -> assertThat(one.counters().lost()).as("lost in " + one.text()).isZero());
        assertThat(state(key(before.get(name(2))))).as("key of the removed stream").isEqualTo(KeyState.DEACTIVATED);

        refuses(studio, atStudio, "studio", streams(List.of(3, 3), ""), "Two streams are called channel-3");
        refuses(screen, atScreen, "screen", "[[group]]\nsink = \"count\"\n", "lacks group");
        assertThat(sent(atStudio)).hasSize(STREAMS + 1);

        long serverKib = mostMemory(studio);
        long clientKib = mostMemory(screen);
        System.out.printf("%d streams: content server at most %d MiB with %d threads, client at most %d MiB with %d"
                + " threads, with %s%n", STREAMS, serverKib / 1024, threads(studio), clientKib / 1024, threads(screen),
                memoryOptions());
        assertThat(serverKib).as("KiB of the content server").isLessThan(MOST_KIB);
        assertThat(clientKib).as("KiB of the client").isLessThan(MOST_KIB);
        assertThat(threads(studio)).isLessThan(STREAMS / 2);
        assertThat(threads(screen)).isLessThan(STREAMS / 2);
    }

    /// What is received after a reload hangs on two programs, whose words are the ones to look at where it is not.
    private static void awaitOrTell(BooleanSupplier condition, Program screen, Program studio) {
        assertThat(Plant.happens(condition, PATIENCE))
                .as(() -> "the new stream is received; the client: " + end(screen.errors()) + "; the content server: "
                        + end(studio.errors()))
                .isTrue();
    }

    private static String end(String log) {
        return log.substring(Math.max(0, log.length() - MOST_OF_A_LOG));
    }

    /// A file with a fault is told in the status and changes nothing.
    private void refuses(Program program, HostPort address, String name, String text, String sentence) {
        write(name, text);
        hangUp(program);
        Plant.await("the fault is told", () -> snapshot(address).problems().stream()
                .anyMatch(told -> told.text().contains("everything goes on as before")
                        && told.text().contains(sentence)));
        assertThat(program.errors()).contains(sentence);
    }

    private String streams(List<Integer> numbers, String ofTheFirst) {
        StringBuilder text = new StringBuilder("""
                identity = "%s"
                key-server = "%s"
                interface = "lo"
                ttl = 0
                crypto-period = "1h"
                source = "pattern:rate=20"
                """.formatted(folder.resolve("studio"), master.address()));
        numbers.forEach(i -> text.append("[[stream]]\nname = \"").append(name(i)).append("\"\ngroup = \"")
                .append(groups.get(i)).append("\"\n").append(i == 1 ? ofTheFirst + "\n" : ""));
        return text.toString();
    }

    private String groups(List<Integer> numbers, String firstSink) {
        StringBuilder text = new StringBuilder("""
                identity = "%s"
                key-server = "%s"
                interface = "lo"
                sink = "count"
                """.formatted(folder.resolve("screen"), master.address()));
        numbers.forEach(i -> text.append("[[group]]\ngroup = \"").append(groups.get(i)).append("\"\n")
                .append(i == 1 ? "sink = \"" + firstSink + "\"\n" : ""));
        return text.toString();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name + ".toml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program start(String role, Path configuration) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(memoryOptions());
        command.addAll(List.of("-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                "org.kagicast.cli.Main", role, "--config", configuration.toString()));
        Program program = Program.start(folder, command.toArray(String[]::new));
        running.add(program);
        return program;
    }

    /// The launcher's own for these programs.
    private static List<String> memoryOptions() {
        Matcher options = Pattern.compile("memory=\"(.+)\"").matcher(read(Path.of("installer", "bin", "kagicast")));
        assertThat(options.find()).isTrue();
        return List.of(options.group(1).split(" "));
    }

    private static HostPort address(Program program) {
        Pattern up = Pattern.compile(" is up at (\\S+)");
        Plant.await("it is up", () -> up.matcher(program.errors()).find());
        Matcher found = up.matcher(program.errors());
        assertThat(found.find()).isTrue();
        return HostPort.parse(ConfigurationMessage.ADDRESS, found.group(1));
    }

    private void hangUp(Program program) {
        Program.start(folder, "kill", "-HUP", String.valueOf(program.processId())).succeed(PATIENCE);
    }

    private NodeSnapshot snapshot(HostPort address) {
        try (NodeClient node = new NodeClient(programs.network(operator).connect(List.of(address),
                Set.of(Role.CONTENT_SERVER, Role.CLIENT)))) {
            CompletableFuture<NodeSnapshot> first = new CompletableFuture<>();
            node.watchSnapshots(first::complete);
            return first.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    private Map<StreamName, StreamSnapshot> sent(HostPort address) {
        Map<StreamName, StreamSnapshot> streams = new HashMap<>();
        snapshot(address).contentServers().getFirst().streams().forEach(stream -> streams.put(stream.name(), stream));
        return streams;
    }

    private Map<String, Long> opened(HostPort address) {
        Map<String, Long> opened = new HashMap<>();
        snapshot(address).clients().getFirst().receptions()
                .forEach(one -> opened.put(one.text(), one.counters().opened()));
        return opened;
    }

    private long decrypting(HostPort address) {
        return snapshot(address).clients().getFirst().receptions().stream()
                .filter(one -> one.status() == ClientSnapshot.Status.DECRYPTING).count();
    }

    private KeyState state(KeyId keyId) {
        return ProgramsFixture.snapshot(master).keys().stream().filter(row -> row.keyId().equals(keyId))
                .map(KeyRow::state).findFirst().orElseThrow();
    }

    private static KeyId key(StreamSnapshot stream) {
        return stream.inUse().orElseThrow().keyId();
    }

    private static long mostMemory(Program program) {
        return status(program, "VmHWM");
    }

    private static long threads(Program program) {
        return status(program, "Threads");
    }

    private static long status(Program program, String what) {
        Matcher line = Pattern.compile(what + ":\\s+(\\d+)")
                .matcher(read(Path.of("/proc", String.valueOf(program.processId()), "status")));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enrol(Role role, String name) {
        programs.domain().enrolHere(new Enrollee(role, new NodeName(name), List.of("127.0.0.1"), Set.of()),
                folder.resolve(name));
    }

    private static StreamName name(int number) {
        return new StreamName("channel-" + number);
    }
}
