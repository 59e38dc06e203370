package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.MulticastGroup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The programs on seven hosts of a network: a key master (host 1), two key slaves (2 and 3), two content servers (4 and
/// 5) and two clients (6 and 7), while slave and master are taken off the network.
class NetworkAcceptance {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MASTER = 1;
    private static final int SLAVE_1 = 2;
    private static final int SLAVE_2 = 3;
    private static final int STUDIO = 4;
    private static final int TOWER = 5;
    private static final int HALL = 6;
    private static final int LOBBY = 7;
    private static final int PORT = 7400;
    private static final int SECONDS = 30;
    /// More than HTTP/2's own small talk, less than any request.
    private static final int SMALL_TALK = 80;

    @TempDir
    private Path folder;
    private final MulticastGroup filmGroup = MulticastGroup.parse("239.77.0.1:5004");
    private final MulticastGroup beatGroup = MulticastGroup.parse("239.77.0.2:5004");
    private final List<Program> running = new ArrayList<>();
    private HostNetwork network;
    private Path film;

    @BeforeEach
    void setUp() {
        network = HostNetwork.make(folder, LOBBY);
        film = folder.resolve("film.ts");
        Film.encode(folder, Film.Pace.FAST, String.valueOf(SECONDS), "-f", "mpegts", film.toString())
                .succeed(PATIENCE);
    }

    @AfterEach
    void tearDown() {
        running.reversed().forEach(Program::close);
        if (network != null) {
            network.close();
        }
    }

    @Test
    @DisplayName("R14-R17 R22 on seven hosts no packet is lost, though the slave that is asked and then the master are cut off")
    void nothingIsLost() throws Exception {
        enrolAll();
        role(SLAVE_1, "key-slave", "slave-1", "--data", path("slave-1-data"), "--master", at(MASTER));
        Program slave1 = running.getLast();
        role(SLAVE_2, "key-slave", "slave-2", "--data", path("slave-2-data"), "--master", at(MASTER));
        Path received = folder.resolve("received.ts");
        role(HALL, "client", "hall", "--key-server", at(SLAVE_1) + "," + at(SLAVE_2), "--group", filmGroup.toString(),
                "--interface", "eth0", "--sink", "file:" + received);
        role(LOBBY, "client", "lobby", "--key-server", at(SLAVE_1) + "," + at(SLAVE_2), "--key-server-choice",
                "round-robin", "--group", filmGroup + "," + beatGroup, "--interface", "eth0", "--sink", "count");
        Path capture = folder.resolve("capture.pcapng");
        Program tshark = add(Capture.start(folder, network.on(HALL), "eth0", filmGroup, capture));
        content(TOWER, "tower", "beat", beatGroup, "pattern:rate=200");
        content(STUDIO, "studio", "film", filmGroup, "file:" + film + "?loop=true");
        Program studio = running.getLast();

        Set<String> lobbyAsked = new HashSet<>();
        await(LOBBY, "keys of both slaves", now -> {
            lobbyAsked.addAll(fetchedFrom(now));
            return lobbyAsked.size() == 2 && now.at("/clients/0/counters/keysFetched").asInt() >= 6;
        });
        await(HALL, "R16 (a) fixed: three keys in a row from the first slave",
                now -> lastFetchedFrom(now, 3).equals(List.of("slave-1", "slave-1", "slave-1")));
        requestsAreShared();

        long askedSlave2 = requests(SLAVE_2);
        cutDuringFetch(slave1);
        await(HALL, "a key of the other slave", now -> lastFetchedFrom(now, 1).equals(List.of("slave-2")));
        assertThat(requests(SLAVE_2)).isGreaterThan(askedSlave2);

        network.cut(MASTER);
        Program refused = kagicast(STUDIO, "rekey", "--node", at(STUDIO), "--stream", "film", "--now").await(PATIENCE);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors()).contains("at " + at(MASTER) + " does not answer: check that it runs");
        await(TOWER, "what is wrong", now -> now.at("/contentServers/0/streams/0/problem").asString()
                .contains("does not answer"));
        assertThat(status(TOWER).at("/contentServers/0/streams/0/status").asString()).isEqualTo("sending");
        newcomerIsServed();

        network.heal(MASTER);
        network.heal(SLAVE_1);
        await(TOWER, "no more trouble", now -> now.at("/contentServers/0/streams/0/problem").isNull());
        rekeyWorks();

        studio.stop();
        studio.await(PATIENCE);
        assertNothingLost(status(HALL));
        assertNothingLost(status(LOBBY));
        assertPlayed(film, received);
        Capture.stop(tshark, capture);
        Capture seen = Capture.read(folder, capture, film);
        assertThat(seen.keyIds()).as("keys of an announced change each 5 s, and of two at once")
                .hasSizeGreaterThanOrEqualTo(8);
        stopsInOrder();
    }

    /// R16 (b) round robin gives each slave its share of one client's requests; the other client asks the first slave only.
    private void requestsAreShared() {
        long before1 = requests(SLAVE_1);
        long before2 = requests(SLAVE_2);
        await(SLAVE_2, "more requests", now -> requestsOf(now) >= before2 + 3);
        assertThat(requests(SLAVE_1) - before1).as("R16 (b) round robin: the first slave's share").isGreaterThan(3);
    }

    /// The request has reached the slave, and no answer has left it, when the slave goes.
    private void cutDuringFetch(Program slave) {
        signal(slave, "STOP");
        Program rekey = kagicast(STUDIO, "rekey", "--node", at(STUDIO), "--stream", "film", "--now");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (unread(SLAVE_1) <= SMALL_TALK) {
            assertThat(System.nanoTime()).as("a request came within " + PATIENCE).isLessThan(deadline);
        }
        network.cut(SLAVE_1);
        signal(slave, "CONT");
        rekey.succeed(PATIENCE);
    }

    /// Bytes that have come over one connection and that nobody has read.
    private int unread(int host) {
        return network.start(host, "ss", "-Htn").succeed(PATIENCE).output().lines()
                .filter(line -> line.contains("ESTAB") && !line.contains(address(MASTER) + ":"))
                .mapToInt(line -> Integer.parseInt(line.trim().split("\\s+")[1])).max().orElse(0);
    }

    private void signal(Program program, String signal) {
        Program.start(folder, "bash", "-c", "kill -" + signal + " " + program.processId()).succeed(PATIENCE);
    }

    /// With the master gone a slave still serves who comes anew.
    private void newcomerIsServed() {
        try (Program newcomer = kagicast(LOBBY, "client", "--identity", folder.resolve("late").toString(),
                "--key-server", at(SLAVE_2), "--group", beatGroup.toString(), "--interface", "eth0", "--sink", "count",
                "--listen", address(LOBBY) + ":7500")) {
            isUp(newcomer);
            await(LOBBY, ":7500", "packets opened", now -> now.at("/clients/0/counters/opened").asLong() > 0);
        }
    }

    private void rekeyWorks() {
        String before = status(STUDIO).at("/contentServers/0/streams/0/keyIds").toString();
        JsonNode done = JSON.readTree(kagicast(STUDIO, "rekey", "--json", "--node", at(STUDIO), "--stream", "film",
                "--now").succeed(PATIENCE).output());
        assertThat(before).doesNotContain(done.get("keyId").asString());
        await(HALL, "the new key in use", now -> now.at("/clients/0/keyIds").toString()
                .contains(done.get("keyId").asString()));
    }

    private void assertNothingLost(JsonNode now) {
        JsonNode counters = now.at("/clients/0/counters");
        assertThat(counters.get("opened").asLong()).isPositive();
        for (String fault : List.of("lost", "expired", "forged", "replayed", "superseded", "tooOld", "malformed")) {
            assertThat(counters.get(fault).asLong()).as(fault + " of " + now).isZero();
        }
        assertThat(counters.get("refused")).as("refused").isEmpty();
    }

    /// What was received is the film again and again, up to where it was stopped.
    private static void assertPlayed(Path film, Path received) throws IOException {
        byte[] once = Files.readAllBytes(film);
        byte[] all = Files.readAllBytes(received);
        assertThat(all).hasSizeGreaterThan(once.length);
        for (int at = 0; at < all.length; at += once.length) {
            int length = Math.min(once.length, all.length - at);
            assertThat(Arrays.mismatch(once, 0, length, all, at, at + length))
                    .as("first byte of the film that differs, from " + at).isEqualTo(-1);
        }
    }

    private void stopsInOrder() {
        for (Program program : running) {
            program.stop();
        }
        for (Program program : running) {
            program.await(Duration.ofSeconds(10));
        }
    }

    private void enrolAll() {
        kagicast(MASTER, "domain", "init", path("domain"), "--name", "demo").succeed(PATIENCE);
        add(kagicast(MASTER, "key-master", "--domain", path("domain"), "--data", path("master"), "--listen",
                at(MASTER), "--address", address(MASTER)));
        isUp(running.getLast());
        enrol(SLAVE_1, "key-slave", "slave-1");
        enrol(SLAVE_2, "key-slave", "slave-2");
        enrol(STUDIO, "content-server", "studio", "film");
        enrol(TOWER, "content-server", "tower", "beat");
        enrol(HALL, "client", "hall", "film");
        enrol(LOBBY, "client", "lobby", "film", "beat");
        enrol(LOBBY, "client", "late", "beat");
    }

    private void enrol(int host, String role, String name, String... streams) {
        List<String> token = new ArrayList<>(List.of("domain", "token", path("domain"), "--role", role, "--name", name,
                "--address", address(host), "--out", path(name + ".token")));
        for (String stream : streams) {
            token.addAll(List.of("--stream", stream));
        }
        kagicast(MASTER, token.toArray(String[]::new)).succeed(PATIENCE);
        kagicast(host, "enrol", "--server", at(MASTER), "--token-file", path(name + ".token"), "--out", path(name))
                .succeed(PATIENCE);
    }

    private void content(int host, String name, String stream, MulticastGroup group, String source) {
        role(host, "content-server", name, "--key-server", at(MASTER), "--stream", stream, "--group", group.toString(),
                "--interface", "eth0", "--source", source, "--crypto-period", "5s", "--lead-time", "2s");
    }

    private void role(int host, String role, String name, String... options) {
        List<String> all = new ArrayList<>(List.of(role, "--identity", path(name), "--listen", at(host)));
        all.addAll(List.of(options));
        isUp(add(kagicast(host, all.toArray(String[]::new))));
    }

    private static void isUp(Program program) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!program.errors().contains(" is up at ")) {
            assertThat(program.isRunning()).as(program.errors()).isTrue();
            assertThat(System.nanoTime()).as("up within " + PATIENCE).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Program add(Program program) {
        running.add(program);
        return program;
    }

    private Program kagicast(int host, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "XDG_CONFIG_HOME=" + path("config"),
                Program.LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return network.start(host, command.toArray(String[]::new));
    }

    private void await(int host, String what, Predicate<JsonNode> condition) {
        await(host, ":" + PORT, what, condition);
    }

    private void await(int host, String port, String what, Predicate<JsonNode> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (JsonNode now = status(host, port); !condition.test(now); now = status(host, port)) {
            assertThat(System.nanoTime()).as(what + " within " + PATIENCE + ", but: " + now).isLessThan(deadline);
        }
    }

    private JsonNode status(int host) {
        return status(host, ":" + PORT);
    }

    private JsonNode status(int host, String port) {
        return JSON.readTree(kagicast(host, "status", "--json", "--node", address(host) + port).succeed(PATIENCE)
                .output());
    }

    private long requests(int slave) {
        return requestsOf(status(slave));
    }

    private static long requestsOf(JsonNode slave) {
        return slave.at("/keyServers/0/requests").asLong();
    }

    /// Whose the latest keys are, in the order of their coming.
    private static List<String> lastFetchedFrom(JsonNode client, int count) {
        List<JsonNode> fetched = new ArrayList<>();
        client.at("/clients/0/keys").forEach(key -> {
            if (key.get("fetchedFrom").asStringOpt().isPresent()) {
                fetched.add(key);
            }
        });
        fetched.sort(Comparator.comparing(key -> Instant.parse(key.get("fetched").asString())));
        return fetched.stream().skip(Math.max(0, fetched.size() - count))
                .map(key -> key.get("fetchedFrom").asString()).toList();
    }

    private static Set<String> fetchedFrom(JsonNode client) {
        Set<String> servers = new HashSet<>();
        client.at("/clients/0/keys").forEach(key -> key.get("fetchedFrom").asStringOpt().ifPresent(servers::add));
        return servers;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String address(int host) {
        return HostNetwork.address(host);
    }

    private static String at(int host) {
        return address(host) + ":" + PORT;
    }
}
