package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Interfaces that come and go, and the kinds of groups that real networks have, with the programs on hosts of their own.
class NetworksAcceptance {

    private static final Logger LOG = LoggerFactory.getLogger(NetworksAcceptance.class);

    private static final int STUDIO = 2;
    private static final int SCREEN = 3;
    private static final String MEDIA = "media";
    private static final String SPARE = "spare";
    private static final Duration SILENCE = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    private final List<Program> running = new ArrayList<>();
    private final Map<String, Duration> back = new LinkedHashMap<>();
    private Plant plant;

    @AfterEach
    void stop() {
        running.reversed().forEach(Program::close);
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    @DisplayName("a link that flaps, an interface made anew and an address changed: source, sender, receiver and sink go on")
    void interfaces() throws Exception {
        plant = new Plant(folder, 4);
        HostNetwork network = plant.network();
        for (int host : List.of(1, STUDIO, SCREEN)) {
            network.addLink(host, MEDIA);
        }
        Plant.Node master = plant.master();
        Plant.Node studio = plant.contentServer("studio", List.of("news"), master, "--stream", "news", "--group",
                "239.77.0.1:5004", "--interface", MEDIA, "--source", "udp://media@239.78.0.1:7000");
        Plant.Node screen = plant.client("screen", List.of("news"), master, "--group", "239.77.0.1:5004",
                "--interface", MEDIA, "--sink", "udp://media@239.79.0.1:7001");
        Path times = folder.resolve("times");
        python(1, "hear", MEDIA, "239.79.0.1", "7001", times.toString());
        python(1, "send", MEDIA, "239.78.0.1", "7000", "100");
        comes(times, System.nanoTime(), "the first datagram");

        trial(times, "client, link flaps", () -> network.on(SCREEN, "link", "set", MEDIA, "down"), screen,
                "Interface media is down or has no link", () -> network.on(SCREEN, "link", "set", MEDIA, "up"));
        trial(times, "client, interface made anew", () -> network.on(SCREEN, "link", "del", MEDIA), screen,
                "Interface media is gone or has no address, so nothing is received from 239.77.0.1:5004",
                () -> network.addLink(SCREEN, MEDIA));
        trial(times, "client, address changed", () -> network.on(SCREEN, "-4", "addr", "flush", "dev", MEDIA), screen,
                "Interface media has no IPv4 address", () -> network.on(SCREEN, "addr", "add", "10.78.0.93/24", "dev",
                        MEDIA));
        trial(times, "content server, link flaps", () -> network.on(STUDIO, "link", "set", MEDIA, "down"), studio,
                "Interface media is down or has no link", () -> network.on(STUDIO, "link", "set", MEDIA, "up"));
        trial(times, "content server, interface made anew", () -> network.on(STUDIO, "link", "del", MEDIA), studio,
                "Interface media is gone or has no address, so nothing is sent to 239.77.0.1:5004",
                () -> network.addLink(STUDIO, MEDIA));
        trial(times, "content server, address changed", () -> network.on(STUDIO, "-4", "addr", "flush", "dev", MEDIA),
                studio,
                "Interface media has no IPv4 address", () -> network.on(STUDIO, "addr", "add", "10.78.0.92/24", "dev",
                        MEDIA));

        LOG.info("back after: {}", back);
        assertThat(studio.status()).doesNotContain("Interface media");
        assertThat(back.values()).allSatisfy(after -> assertThat(after).isLessThan(Duration.ofSeconds(2)));
    }

    @Test
    @DisplayName("source-specific and IPv6 groups are joined so, packets carry their DSCP, and two groups on one port do not mix")
    void groups() throws Exception {
        plant = new Plant(folder, 4);
        HostNetwork network = plant.network();
        network.addLink(STUDIO, MEDIA);
        network.addLink(SCREEN, MEDIA);
        Plant.Node master = plant.master();
        plant.contentServer("studio", List.of("one", "two", "six"), master, "--config",
                file("studio.toml", """
                        interface = "media"
                        dscp = "af41"
                        [[stream]]
                        stream = "one"
                        group = "232.7.7.1:5004"
                        source = "pattern:rate=100&size=100"
                        [[stream]]
                        stream = "two"
                        group = "239.77.0.2:5004"
                        source = "pattern:rate=50&size=100"
                        [[stream]]
                        stream = "six"
                        group = "[ff15::77]:5004"
                        ttl = 9
                        source = "pattern:rate=50&size=100"
                        """));
        Program capture = network.start(SCREEN, "tshark", "-i", MEDIA, "-l", "-f", "udp port 5004", "-T", "fields",
                "-e",
                "ip.dst", "-e", "ip.dsfield.dscp", "-e", "ipv6.dst", "-e", "ipv6.tclass.dscp", "-e", "ipv6.hlim");
        running.add(capture);
        Plant.Node screen = plant.client("screen", List.of("one", "two", "six"), master, "--config",
                file("screen.toml", """
                        interface = "media"
                        sink = "count"
                        [[group]]
                        group = "239.77.0.2:5004"
                        [[group]]
                        group = "[ff15::77]:5004"
                        [[group]]
                        group = "232.7.7.1:5004"
                        source-address = "10.78.0.2"
                        """));

        Plant.await("all three groups are opened", () -> {
            List<Double> opened = screen.metrics().entrySet().stream()
                    .filter(each -> each.getKey().startsWith("kagicast_group_packets_opened")).map(Map.Entry::getValue)
                    .toList();
            return opened.size() == 3 && opened.stream().allMatch(count -> count > 100);
        });

        // Linux shows the filters of an interface only if the group that was joined
        // last has one, so that one is last.
        assertThat(network.file(SCREEN, "/proc/net/mcfilter").lines().skip(1).map(line -> line.strip().split("\\s+")))
                .as("group and source by which the kernel filters")
                .anySatisfy(line -> assertThat(List.of(line)).contains("0xe8070701", "0x0a4e0002"));
        assertThat(network.file(SCREEN, "/proc/net/igmp")).contains("02004DEF");
        assertThat(network.file(SCREEN, "/proc/net/igmp6")).contains("ff150000000000000000000000000077");
        Plant.await("a packet of each group is captured", () -> capture.output().contains("ff15::77")
                && capture.output().contains("232.7.7.1") && capture.output().contains("239.77.0.2"));
        assertThat(capture.output().lines()).contains("232.7.7.1\t34\t\t\t", "239.77.0.2\t34\t\t\t",
                "\t\tff15::77\t34\t9");
        assertThat(Plant.losses(screen)).isEmpty();
        String status = screen.status();
        assertThat(status).contains("232.7.7.1:5004", "239.77.0.2:5004", "[ff15", "decrypting");
    }

    @Test
    @DisplayName("with two networks and several addresses: packets come from the first address or the one named, IPv6 groups of one network are not heard on the other, and source-specific ones are joined again")
    void twoNetworks() throws Exception {
        plant = new Plant(folder, 4);
        HostNetwork network = plant.network();
        for (int host : List.of(STUDIO, SCREEN)) {
            network.addLink(host, MEDIA);
            network.addLink(host, SPARE, 79);
        }
        network.isolate(SPARE);
        network.on(STUDIO, "addr", "add", "10.78.0.102/24", "dev", MEDIA);
        network.on(STUDIO, "addr", "add", "10.78.0.202/24", "dev", MEDIA);
        Plant.Node master = plant.master();
        plant.contentServer("studio", List.of("first", "named", "six", "link"), master, "--config",
                file("studio.toml", """
                        source = "pattern:rate=100&size=100"
                        [[stream]]
                        stream = "first"
                        interface = "media"
                        group = "232.7.7.1:5004"
                        [[stream]]
                        stream = "named"
                        interface = "10.78.0.102"
                        group = "232.7.7.2:5004"
                        [[stream]]
                        stream = "six"
                        interface = "media"
                        group = "[ff3e::77]:5004"
                        [[stream]]
                        stream = "link"
                        interface = "media"
                        group = "[ff02::77]:5004"
                        """));
        Plant.Node screen = plant.client("screen", List.of("first", "named", "six", "link"), master, "--config",
                file("screen.toml", """
                        interface = "media"
                        sink = "count"
                        [[group]]
                        group = "[ff02::77]:5004"
                        [[group]]
                        group = "[ff15::77]:5004"
                        source-address = "fd78::2"
                        [[group]]
                        group = "[ff3e::77]:5004"
                        source-address = "fd78::2"
                        [[group]]
                        group = "232.7.7.2:5004"
                        source-address = "10.78.0.102"
                        [[group]]
                        group = "232.7.7.1:5004"
                        source-address = "10.78.0.2"
                        """));
        python(SCREEN, "join", SPARE, "ff15::77", "5004", "-");
        python(SCREEN, "join", SPARE, "ff3e::77", "5004", "-");
        python(STUDIO, "send", SPARE, "ff15::77", "5004", "50");
        python(STUDIO, "send", SPARE, "ff3e::77", "5004", "50");

        assertThat(Plant.happens(() -> opened(screen).stream().filter(count -> count > 100).count() == 4,
                Plant.PATIENCE)).as("four groups are opened, but: " + screen.status() + screen.metrics()).isTrue();
        filtersByTheKernel(network);
        assertThat(Plant.losses(screen)).as("what came from the other network is among these").isEmpty();

        network.on(SCREEN, "link", "del", MEDIA);
        Plant.await("the client says so", () -> screen.status().contains("no interface")
                && screen.status().contains("Interface media is gone"));
        List<Double> before = opened(screen);
        network.addLink(SCREEN, MEDIA);
        long mended = System.nanoTime();
        Plant.await("four groups are opened again", () -> {
            List<Double> now = opened(screen);
            return IntStream.range(0, now.size()).filter(each -> now.get(each) > before.get(each)).count() == 4;
        });
        Duration after = Duration.ofNanos(System.nanoTime() - mended);
        LOG.info("four groups are opened again after {}", after);
        assertThat(after).isLessThan(Duration.ofSeconds(2));
        filtersByTheKernel(network);
    }

    private static void filtersByTheKernel(HostNetwork network) {
        assertThat(network.file(SCREEN, "/proc/net/mcfilter")).containsPattern("media +0xe8070701 0x0a4e0002")
                .containsPattern("media +0xe8070702 0x0a4e0066");
        assertThat(network.file(SCREEN, "/proc/net/igmp6"))
                .containsPattern("media +ff3e0000000000000000000000000077")
                .containsPattern("media +ff020000000000000000000000000077");
    }

    private static List<Double> opened(Plant.Node client) {
        return client.metrics().entrySet().stream()
                .filter(each -> each.getKey().startsWith("kagicast_group_packets_opened"))
                .sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
    }

    private void trial(Path times, String what, Runnable breaks, Plant.Node node, String told, Runnable mends)
            throws IOException {
        breaks.run();
        Plant.await(what + ": nothing comes", () -> System.nanoTime() - last(times) > SILENCE.toNanos());
        AtomicReference<String> status = new AtomicReference<>("");
        assertThat(Plant.happens(() -> {
            status.set(node.status());
            return status.get().contains(told);
        }, Plant.PATIENCE)).as(what + ": it says so, but: " + status + node.errors()).isTrue();
        mends.run();
        long mended = System.nanoTime();
        comes(times, mended, what);
    }

    private void comes(Path times, long since, String what) {
        Plant.await(what + ": datagrams come again", () -> last(times) > since);
        back.put(what, Duration.ofNanos(first(times, since) - since));
    }

    private static long first(Path times, long since) {
        return instants(times).stream().filter(at -> at > since).findFirst().orElseThrow();
    }

    private static long last(Path times) {
        List<Long> all = instants(times);
        return all.isEmpty() ? Long.MIN_VALUE / 2 : all.getLast();
    }

    /// Java's nanosecond clock is the monotonic one on Linux.
    private static List<Long> instants(Path times) {
        try {
            return Files.exists(times)
                    ? Files.readAllLines(times).stream().filter(line -> line.length() > 9).map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void python(int host, String... arguments) throws IOException {
        Path script = folder.resolve("multicast.py");
        if (!Files.exists(script)) {
            try (InputStream text = getClass().getResourceAsStream("multicast.py")) {
                Files.copy(Objects.requireNonNull(text), script);
            }
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(List.of(arguments));
        running.add(plant.network().start(host, command.toArray(String[]::new)));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
