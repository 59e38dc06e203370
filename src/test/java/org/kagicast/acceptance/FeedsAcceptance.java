package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.lab.TestGroups;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Streams as other programs send them by UDP, each with the lengths of datagrams that it has by default: they play from the
/// client's sink in ffmpeg with no error, with key labels and without.
class FeedsAcceptance {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int PICTURES = 250;
    private static final int LEAST_PICTURES = 170;
    private static final long STILL_MILLIS = 1_500;

    @TempDir
    static Path folder;
    private static Path film;
    private static Path programs;
    private static String keyServerAddress;
    private static Program keyServer;

    /// Who sends.
    enum Feed {
        /// 1,472 bytes a datagram, cut anywhere.
        FFMPEG,
        /// 188 bytes.
        GSTREAMER,
        /// 1,316 bytes.
        VLC,
        /// 12 bytes of header and 1,316.
        RTP;

        Program start(Path played, int port) {
            String to = "127.0.0.1:" + port;
            return switch (this) {
                case FFMPEG -> ffmpeg(played, "mpegts", "udp://" + to);
                case RTP -> ffmpeg(played, "rtp_mpegts", "rtp://" + to);
                case GSTREAMER -> Program.start(folder, "gst-launch-1.0", "-q", "filesrc", "location=" + played, "!",
                        "tsdemux", "!", "h264parse", "!", "mpegtsmux", "!", "udpsink", "host=127.0.0.1",
                        "port=" + port);
                case VLC -> vlc(played, to);
            };
        }

        private static Program ffmpeg(Path played, String format, String to) {
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-re", "-i",
                    played.toString(), "-map", "0", "-c", "copy"));
            if (played.equals(programs)) {
                command.addAll(List.of("-program", "st=0", "-program", "st=1"));
            }
            command.addAll(List.of("-f", format, to));
            return Program.start(folder, command.toArray(String[]::new));
        }

        /// Whether it sends several programs as they are, or makes one of all.
        boolean keepsPrograms() {
            return this == FFMPEG;
        }

        /// VLC does not run as root.
        private static Program vlc(Path played, String to) {
            List<String> command = new ArrayList<>(List.of("cvlc", "-q", "--no-video-title-show", "--no-audio",
                    played.toString(), "--sout", "#std{access=udp,mux=ts,dst=" + to + "}", "vlc://quit"));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(0, List.of("runuser", "-u", "nobody", "--"));
            }
            return Program.start(folder, Map.of("HOME", folder.toString()), command.toArray(String[]::new));
        }
    }

    @BeforeAll
    static void makeFilms() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        film = folder.resolve("film.ts");
        programs = folder.resolve("programs.ts");
        encode(film, "-map", "0");
        encode(programs, "-map", "0", "-map", "1", "-program", "st=0", "-program", "st=1");
        Program.kagicast(folder, "domain", "init", path("domain"), "--name", "demo").succeed(PATIENCE);
        keyServerAddress = freeAddress();
        keyServer = started("key-server", "--domain", path("domain"), "--data", path("keys"), "--listen",
                keyServerAddress, "--address", "127.0.0.1");
        enrol("content-server", "studio", "--stream", "film");
        enrol("client", "both", "--stream", "film");
        enrol("client", "one", "--stream", "film:basic");
    }

    @AfterAll
    static void stop() {
        if (keyServer != null) {
            keyServer.close();
        }
    }

    private static void encode(Path to, String... streams) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-y"));
        for (String picture : List.of("testsrc2", "testsrc")) {
            command.addAll(List.of("-f", "lavfi", "-i", picture + "=size=320x240:rate=25:duration=10"));
        }
        command.addAll(List.of(streams));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "1000k", "-g", "10", "-f", "mpegts",
                to.toString()));
        Program.start(folder, command.toArray(String[]::new)).succeed(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a feed arrives whole and plays with no error")
    void plays(Feed feed) throws IOException {
        int port = TestGroups.any().port();
        Path received = folder.resolve(feed + ".ts");
        try (Trial trial = new Trial(TestGroups.any().toString())) {
            String client = trial.client("both", received);
            String server = trial.contentServer("udp://127.0.0.1:" + port);
            feed.start(film, port).succeed(PATIENCE);
            eventually("all is written", () -> isStill(received));

            JsonNode stream = status(server).at("/contentServers/0/streams/0");
            assertThat(stream.get("problem").isNull()).as(stream.toString()).isTrue();
            assertThat(stream.get("oversized").asInt()).isZero();
            assertThat(stream.get("packetsSent").asLong()).isPositive()
                    .isEqualTo(status(client).at("/clients/0/counters/opened").asLong());
        }

        assertPlays(received, "v:0");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R6 a feed parts by label: who has all labels plays all of it, who has one plays that and gets nothing of the other")
    void partsByLabel(Feed feed) throws IOException {
        int port = TestGroups.any().port();
        Path both = folder.resolve(feed + "-both.ts");
        Path one = folder.resolve(feed + "-one.ts");
        int premium = feed.keepsPrograms() ? 2 : 1;
        try (Trial trial = new Trial(TestGroups.any().toString())) {
            trial.client("both", both);
            trial.client("one", one);
            trial.contentServer("udp://127.0.0.1:" + port, "premium=program:" + premium, "basic=rest");
            feed.start(feed.keepsPrograms() ? programs : film, port).succeed(PATIENCE);
            eventually("all is written", () -> isStill(both));
        }

        assertPlays(both, "v:0");
        if (feed.keepsPrograms()) {
            assertPlays(both, "v:1");
            assertPlays(one, "v:0");
        }
        assertThat(pids(both)).containsAll(pids(one)).contains(pidsOf(premium, both));
        assertThat(pids(one)).contains(0).doesNotContain(pidsOf(premium, both));
    }

    @Test
    @DisplayName("a client whose reader goes away ends with a status and a sentence")
    void readerGoes() {
        Program lab = Program.start(folder, "bash", "-c", "set -o pipefail; " + Program.LAUNCHER
                + " lab --scenario first --source pattern:rate=2000 --sink - --group " + TestGroups.any()
                + " | head -c 500000 > /dev/null").await(PATIENCE);

        assertThat(lab.status()).isEqualTo(1);
        assertThat(lab.errors()).contains("The standard output takes no more bytes");
    }

    /// Of ten seconds the first six: VLC leaves out the beginning, and neither it nor ffmpeg by RTP sends the last packets.
    private static void assertPlays(Path received, String stream) {
        Program decoder = Program.start(folder, "ffmpeg", "-loglevel", "error", "-xerror", "-t", "6", "-i",
                received.toString(), "-map", "0:" + stream, "-f", "null", "-").succeed(PATIENCE);
        assertThat(decoder.errors()).isEmpty();
        Program probe = Program.start(folder, "ffprobe", "-loglevel", "error", "-count_frames", "-select_streams",
                stream, "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", received.toString())
                .succeed(PATIENCE);
        assertThat(probe.output().lines().map(line -> line.replaceAll("\\D", "")).filter(line -> !line.isEmpty())
                .map(Integer::valueOf).findFirst().orElseThrow()).as("pictures").isBetween(LEAST_PICTURES, PICTURES);
    }

    private static Set<Integer> pids(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Set<Integer> pids = new TreeSet<>();
        for (int at = 0; at + 188 <= bytes.length; at += 188) {
            assertThat(bytes[at]).as("whole packets at " + at).isEqualTo((byte) 0x47);
            pids.add((bytes[at + 1] & 0x1f) << 8 | bytes[at + 2] & 0xff);
        }
        return pids;
    }

    /// By ffprobe.
    private static Integer[] pidsOf(int number, Path file) {
        String text = Program.start(folder, "ffprobe", "-loglevel", "error", "-show_entries",
                "program=program_id,pmt_pid:program_stream=id", "-of", "json", file.toString()).succeed(PATIENCE)
                .output();
        List<Integer> pids = new ArrayList<>();
        for (JsonNode program : JSON.readTree(text).get("programs")) {
            if (program.get("program_id").asInt() == number) {
                pids.add(program.get("pmt_pid").asInt());
                program.get("streams").forEach(stream -> pids.add(Integer.decode(stream.get("id").asString())));
            }
        }
        assertThat(pids).hasSizeGreaterThan(1);
        return pids.toArray(Integer[]::new);
    }

    private static boolean isStill(Path file) {
        try {
            return Files.size(file) > 0
                    && System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis() > STILL_MILLIS;
        } catch (IOException e) {
            return false;
        }
    }

    private static Program started(String... command) {
        Program program = Program.kagicast(folder, command);
        eventually("up: " + command[0], () -> program.errors().contains(" is up at "));
        return program;
    }

    private static void enrol(String role, String name, String... options) {
        List<String> command = new ArrayList<>(
                List.of("domain", "token", path("domain"), "--role", role, "--name", name,
                        "--address", "127.0.0.1", "--out", path(name + ".token")));
        command.addAll(List.of(options));
        Program.kagicast(folder, command.toArray(String[]::new)).succeed(PATIENCE);
        Program.kagicast(folder, "enrol", "--server", keyServerAddress, "--token-file", path(name + ".token"), "--out",
                path(name)).succeed(PATIENCE);
    }

    private static JsonNode status(String node) {
        return JSON.readTree(Program.kagicast(folder, "status", "--node", node, "--json", "--identity",
                path("domain/operator")).succeed(PATIENCE).output());
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    /// A content server and clients of a stream called film, on this machine.
    private static final class Trial implements AutoCloseable {

        private final String group;
        private final List<Program> running = new ArrayList<>();

        Trial(String group) {
            this.group = group;
        }

        /// @return where it listens
        String client(String name, Path sink) throws IOException {
            String address = freeAddress();
            running.add(started("client", "--identity", path(name), "--key-server", keyServerAddress, "--group", group,
                    "--interface", "lo", "--sink", "file:" + sink, "--listen", address));
            return address;
        }

        /// Waits until it sends: what comes before that is nobody's.
        ///
        /// @return where it listens
        String contentServer(String source, String... labels) throws IOException {
            String address = freeAddress();
            List<String> command = new ArrayList<>(List.of("content-server", "--identity", path("studio"),
                    "--key-server", keyServerAddress, "--stream", "film", "--group", group, "--interface", "lo",
                    "--source", source, "--listen", address));
            for (String label : labels) {
                command.addAll(List.of("--key-label", label));
            }
            running.add(started(command.toArray(String[]::new)));
            eventually("it sends", () -> status(address).at("/contentServers/0/streams/0/status").asString()
                    .equals("sending"));
            return address;
        }

        @Override
        public void close() {
            running.reversed().forEach(Program::close);
        }
    }
}
