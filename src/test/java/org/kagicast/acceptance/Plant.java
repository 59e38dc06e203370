package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The programs of one trust domain, each on a host of its own with a wall clock of its own: a key master on host 1, and
/// what the test adds. What they count is read from their metrics.
final class Plant implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PORT = 7400;
    private static final int METRICS = 9100;
    private static final int MASTER_HOST = 1;
    private static final String MAIN = SteppedMain.class.getName();

    private final Path folder;
    private final HostNetwork network;
    private final List<Node> nodes = new ArrayList<>();
    private int hosts;

    /// @param mostHosts how many programs there will be
    Plant(Path folder, int mostHosts) {
        this.folder = folder;
        this.network = HostNetwork.make(folder, mostHosts);
    }

    /// One program, which can be ended and started again.
    final class Node {

        private final String name;
        private final int host;
        private final Path clock;
        private final List<String> command;
        private Program program;

        private Node(String name, int host, List<String> command) {
            this.name = name;
            this.host = host;
            this.command = command;
            this.clock = folder.resolve(name + ".clock");
            put(Duration.ZERO);
        }

        /// Starts it and waits until it says that it is up.
        Node start() {
            launch();
            awaitUp();
            return this;
        }

        void awaitUp() {
            Plant.await(name + " is up", () -> {
                assertThat(program.isRunning()).as(name + " runs; it said: " + program.errors()).isTrue();
                return program.errors().contains(" is up at ");
            });
        }

        /// Starts it and returns at once.
        void launch() {
            List<String> all = new ArrayList<>(
                    List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                            "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), MAIN,
                            clock.toString()));
            all.addAll(command);
            program = network.start(host, all.toArray(String[]::new));
        }

        /// Puts its wall clock so far from the right time.
        void put(Duration offset) {
            SteppedClock.put(clock, offset);
        }

        /// As by `kill -9`.
        void kill() {
            signal("KILL");
            program.await(PATIENCE);
        }

        void stop() {
            signal("TERM");
            program.await(PATIENCE);
        }

        /// Waits until it has ended by itself.
        void awaitEnd() {
            program.succeed(PATIENCE);
        }

        String address() {
            return HostNetwork.address(host) + ":" + PORT;
        }

        /// Everything that it counts, by name and labels.
        Map<String, Double> metrics() {
            String page = network.start(host, "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + METRICS
                    + "; printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3; cat <&3").succeed(PATIENCE).output();
            Map<String, Double> metrics = new LinkedHashMap<>();
            Pattern.compile("^(kagicast\\S*?) (\\S+)$", Pattern.MULTILINE).matcher(page).results()
                    .forEach((MatchResult line) -> metrics.put(line.group(1), Double.valueOf(line.group(2))));
            return metrics;
        }

        /// The sum over all labels.
        long metric(String metric) {
            return (long) metrics().entrySet().stream().filter(one -> one.getKey().split("\\{", 2)[0].equals(metric))
                    .mapToDouble(Map.Entry::getValue).sum();
        }

        String errors() {
            return program.errors();
        }

        /// What `kagicast status` tells of it.
        String status() {
            return Plant.this.run(MASTER_HOST, "status", "--node", address());
        }

        @Override
        public String toString() {
            return name;
        }

        private void signal(String signal) {
            Program.start(folder, "bash", "-c", "kill -" + signal + " " + program.processId()).succeed(PATIENCE);
        }
    }

    /// Makes the trust domain and starts its key master.
    Node master() {
        run(MASTER_HOST, "domain", "init", path("domain"), "--name", "demo");
        return add("master", "key-master", "--domain", path("domain"), "--data", path("master-data"), "--address",
                HostNetwork.address(MASTER_HOST)).start();
    }

    Node slave(String name, Node master) {
        return enrolled("key-slave", name, List.of(), "--data", path(name + "-data"), "--master", master.address())
                .start();
    }

    Node client(String name, String stream, String keyServers, String... more) {
        return client(name, stream, keyServers, "count", List.of(more));
    }

    /// @param sink where it puts what it opens
    Node client(String name, String stream, String keyServers, String sink, List<String> more) {
        List<String> options = new ArrayList<>(List.of("--key-server", keyServers, "--group", "239.77.0.1:5004",
                "--interface", "eth0", "--sink", sink));
        options.addAll(more);
        return enrolled("client", name, List.of(stream), options.toArray(String[]::new)).start();
    }

    Node contentServer(String name, String stream, Node master, Duration cryptoPeriod, Duration leadTime) {
        return contentServer(name, stream, master, cryptoPeriod, leadTime, "pattern:rate=200");
    }

    Node contentServer(String name, String stream, Node master, Duration cryptoPeriod, Duration leadTime,
            String source) {
        return enrolled("content-server", name, List.of(stream), "--key-server", master.address(), "--stream", stream,
                "--group", "239.77.0.1:5004", "--interface", "eth0", "--source", source, "--crypto-period",
                cryptoPeriod.toMillis() + "ms", "--lead-time", leadTime.toMillis() + "ms").start();
    }

    /// Takes what two hosts send to each other, and nothing else.
    void cut(Node one, Node other) {
        network.cutLink(one.host, other.host);
    }

    void heal(Node one, Node other) {
        network.healLink(one.host, other.host);
    }

    /// What a client has received and not delivered, or missed, by reason; empty when nothing is lost.
    static Map<String, Long> losses(Node client) {
        Map<String, Long> losses = new LinkedHashMap<>();
        client.metrics().forEach((metric, value) -> {
            boolean isLoss = metric.startsWith("kagicast_client_packets_lost")
                    || metric.startsWith("kagicast_client_packets_dropped");
            if (isLoss && value > 0) {
                losses.put(metric.replaceAll(".*reason=\"(\\w+)\".*|kagicast_client_packets_(lost).*", "$1$2"),
                        value.longValue());
            }
        });
        return losses;
    }

    static void await(String what, BooleanSupplier condition) {
        assertThat(happens(condition, PATIENCE)).as(what + " within " + PATIENCE).isTrue();
    }

    /// Whether something happens within that time.
    static boolean happens(BooleanSupplier condition, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(100_000_000);
        }
        return true;
    }

    private Node enrolled(String role, String name, List<String> streams, String... options) {
        Node node = add(name, role, options);
        List<String> token = new ArrayList<>(List.of("domain", "token", path("domain"), "--role", role, "--name", name,
                "--address", HostNetwork.address(node.host), "--out", path(name + ".token")));
        streams.forEach(stream -> token.addAll(List.of("--stream", stream)));
        run(MASTER_HOST, token.toArray(String[]::new));
        run(node.host, "enrol", "--server", nodes.getFirst().address(), "--token-file", path(name + ".token"), "--out",
                path(name));
        node.command.addAll(List.of("--identity", path(name)));
        return node;
    }

    private Node add(String name, String role, String... options) {
        hosts++;
        List<String> command = new ArrayList<>(List.of(role, "--listen", HostNetwork.address(hosts) + ":" + PORT,
                "--metrics", String.valueOf(METRICS)));
        command.addAll(List.of(options));
        Node node = new Node(name, hosts, command);
        nodes.add(node);
        return node;
    }

    /// A content server with options of its own.
    Node contentServer(String name, List<String> streams, Node master, String... options) {
        List<String> all = new ArrayList<>(List.of("--key-server", master.address()));
        all.addAll(List.of(options));
        return enrolled("content-server", name, streams, all.toArray(String[]::new)).start();
    }

    /// A client with options of its own.
    Node client(String name, List<String> streams, Node master, String... options) {
        List<String> all = new ArrayList<>(List.of("--key-server", master.address()));
        all.addAll(List.of(options));
        return enrolled("client", name, streams, all.toArray(String[]::new)).start();
    }

    HostNetwork network() {
        return network;
    }

    private String run(int host, String... arguments) {
        List<String> all = new ArrayList<>(List.of("env", "XDG_CONFIG_HOME=" + path("config"), java(),
                "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                "org.kagicast.cli.Main"));
        all.addAll(List.of(arguments));
        return network.start(host, all.toArray(String[]::new)).succeed(PATIENCE).output();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /// In words that sort out which step it was.
    static String shown(Duration offset) {
        return String.format(Locale.ROOT, "%s%s", offset.isNegative() ? "-" : "+",
                offset.abs().toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        nodes.reversed().stream().filter(node -> node.program != null).forEach(node -> node.program.close());
        network.close();
    }
}
