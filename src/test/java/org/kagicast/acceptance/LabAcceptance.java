package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.MulticastGroup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The launcher on real input: MPEG-TS from ffmpeg, a capture by tshark.
class LabAcceptance {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    static Path folder;
    private static Path film;

    @BeforeAll
    static void makeFilm() {
        film = folder.resolve("film.ts");
        Film.encode(folder, Film.Pace.FAST, "60", "-f", "mpegts", film.toString()).succeed(PATIENCE);
    }

    @Test
    @DisplayName("R1-R13 R18-R21 a film of 60 s through announced and immediate rekeys arrives bit for bit at every client, and its capture tells nothing")
    void filmArrives() throws Exception {
        MulticastGroup group = TestGroups.any();
        Path capture = folder.resolve("capture.pcapng");
        try (Program tshark = Capture.start(folder, List.of(), "lo", group, capture)) {
            JsonNode summary = lab("--scenario", "third", "--group", group.toString(), "--source", "file:" + film,
                    "--sink", "file:" + folder + "/%n.ts", "--announce-every", "5s", "--immediate-every", "7s");

            Capture.stop(tshark, capture);
            assertEveryPacketArrived(summary);
            assertThat(summary.at("/streams/0/rekeys/announced").asInt()).isGreaterThanOrEqualTo(10);
            assertThat(summary.at("/streams/0/rekeys/immediate").asInt()).isGreaterThanOrEqualTo(5);
            for (JsonNode client : summary.get("clients")) {
                Path received = folder.resolve(client.get("name").asString() + ".ts");
                assertThat(Files.mismatch(film, received)).as(received.toString()).isEqualTo(-1);
            }
            Set<Long> keyIds = new HashSet<>();
            summary.at("/streams/0/keyIds").forEach(keyId -> keyIds.add(keyId.asLong()));
            Capture read = Capture.read(folder, capture, film);
            assertThat(read.packets()).isGreaterThanOrEqualTo(summary.at("/streams/0/packetsSent").asInt());
            assertThat(read.keyIds()).isSubsetOf(keyIds);
        }
    }

    @Test
    @DisplayName("R5 R10 a live stream from ffmpeg decodes at the client's UDP sink with no error")
    void liveStreamDecodes() {
        int in = TestGroups.any().port();
        int out = in + 10_000;
        Path received = folder.resolve("live.ts");
        try (Program reader = Program.start(folder, "ffmpeg", "-loglevel", "error", "-y", "-i",
                "udp://127.0.0.1:" + out + "?timeout=8000000&buffer_size=8000000&fifo_size=100000", "-map", "0", "-c",
                "copy",
                "-f", "mpegts", received.toString());
                Program lab = Program.kagicast(folder, "lab", "--json", "--scenario", "third", "--group",
                        TestGroups.any().toString(), "--source", "udp://127.0.0.1:" + in, "--sink",
                        "udp://127.0.0.1:" + out, "--announce-every", "3s", "--duration", "25s")) {
            eventually("the lab listens", () -> isBound(in));
            Film.encode(folder, Film.Pace.LIVE, "12", "-f", "mpegts", "udp://127.0.0.1:" + in + "?pkt_size=1316")
                    .succeed(PATIENCE);
            lab.succeed(PATIENCE);
            reader.succeed(PATIENCE);

            JsonNode summary = JSON.readTree(lab.output());
            assertEveryPacketArrived(summary);
            assertThat(summary.at("/streams/0/rekeys/announced").asInt()).isGreaterThanOrEqualTo(3);
        }
        Program decoder = Program.start(folder, "ffmpeg", "-loglevel", "error", "-xerror", "-i", received.toString(),
                "-f", "null", "-").succeed(PATIENCE);
        assertThat(decoder.errors()).isEmpty();
        Program probe = Program.start(folder, "ffprobe", "-loglevel", "error", "-count_frames", "-select_streams", "v",
                "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", received.toString()).succeed(PATIENCE);
        assertThat(Integer.parseInt(probe.output().lines().findFirst().orElseThrow().replaceAll("\\D", "")))
                .as("pictures of 12 s at 25 a second").isGreaterThan(250);
    }

    private static JsonNode lab(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "lab";
        all[1] = "--json";
        System.arraycopy(options, 0, all, 2, options.length);
        return JSON.readTree(Program.kagicast(folder, all).succeed(PATIENCE).output());
    }

    private static void assertEveryPacketArrived(JsonNode summary) {
        long sent = summary.at("/streams/0/packetsSent").asLong();
        assertThat(sent).isPositive();
        assertThat(summary.get("clients")).hasSize(3).allSatisfy(client -> {
            assertThat(client.get("opened").asLong()).isEqualTo(sent);
            for (String fault : List.of("lost", "expired", "forged", "replayed", "superseded", "tooOld", "malformed")) {
                assertThat(client.get(fault).asLong()).as(fault).isZero();
            }
        });
    }

    private static boolean isBound(int port) {
        try {
            String hex = String.format(":%04X ", port);
            return Files.readAllLines(Path.of("/proc/net/udp")).stream().anyMatch(line -> line.contains(hex));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
