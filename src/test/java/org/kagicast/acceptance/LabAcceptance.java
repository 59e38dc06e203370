package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.MulticastGroup;
import org.kagicast.sframe.HeaderReader;
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
        encode(Pace.FAST, "60", "-f", "mpegts", film.toString()).succeed(PATIENCE);
    }

    @Test
    @DisplayName("R1-R13 R18-R21 a film of 60 s through announced and immediate rekeys arrives bit for bit at every client, and its capture tells nothing")
    void filmArrives() throws Exception {
        MulticastGroup group = TestGroups.any();
        Path capture = folder.resolve("capture.pcapng");
        try (Program tshark = Program.start(folder, "tshark", "-q", "-i", "lo", "-s", "0", "-B", "64", "-f",
                "udp and dst host " + group.address().getHostAddress() + " and dst port " + group.port(), "-w",
                capture.toString())) {
            eventually("tshark captures", () -> tshark.errors().contains("Capturing on"));

            JsonNode summary = lab("--scenario", "third", "--group", group.toString(), "--source", "file:" + film,
                    "--sink", "file:" + folder + "/%n.ts", "--announce-every", "5s", "--immediate-every", "7s");

            tshark.stop();
            tshark.await(PATIENCE);
            assertEveryPacketArrived(summary);
            assertThat(summary.at("/streams/0/rekeys/announced").asInt()).isGreaterThanOrEqualTo(10);
            assertThat(summary.at("/streams/0/rekeys/immediate").asInt()).isGreaterThanOrEqualTo(5);
            for (JsonNode client : summary.get("clients")) {
                Path received = folder.resolve(client.get("name").asString() + ".ts");
                assertThat(Files.mismatch(film, received)).as(received.toString()).isEqualTo(-1);
            }
            assertCaptureTellsNothing(capture, summary);
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
            encode(Pace.LIVE, "12", "-f", "mpegts", "udp://127.0.0.1:" + in + "?pkt_size=1316").succeed(PATIENCE);
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
            for (String fault : List.of("lost", "expired", "forged", "replayed", "tooOld", "malformed")) {
                assertThat(client.get(fault).asLong()).as(fault).isZero();
            }
        });
    }

    private static void assertCaptureTellsNothing(Path capture, JsonNode summary) throws Exception {
        Set<Long> keyIds = new HashSet<>();
        summary.at("/streams/0/keyIds").forEach(keyId -> keyIds.add(keyId.asLong()));
        Plaintext plaintext = new Plaintext(Files.readAllBytes(film));
        Program fields = Program.start(folder, "tshark", "-r", capture.toString(), "-T", "fields", "-e", "udp.payload")
                .succeed(PATIENCE);
        HeaderReader header = new HeaderReader();
        Set<Long> seen = new HashSet<>();
        List<String> packets = fields.output().lines().toList();
        assertThat(packets).hasSizeGreaterThanOrEqualTo(summary.at("/streams/0/packetsSent").asInt());
        for (String line : packets) {
            byte[] packet = HexFormat.of().parseHex(line.replace(":", ""));
            assertThat(header.read(ByteBuffer.wrap(packet))).isTrue();
            seen.add(header.keyId());
            assertThat(plaintext.appearsIn(packet)).as("16 bytes of the film in the capture").isFalse();
        }
        assertThat(seen).isSubsetOf(keyIds);
        byte[] openly = new byte[100];
        System.arraycopy(Files.readAllBytes(film), 1003, openly, 40, 23);
        assertThat(plaintext.appearsIn(openly)).as("the search finds what is there").isTrue();
    }

    private static boolean isBound(int port) {
        try {
            String hex = String.format(":%04X ", port);
            return Files.readAllLines(Path.of("/proc/net/udp")).stream().anyMatch(line -> line.contains(hex));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private enum Pace {
        FAST,
        LIVE
    }

    /// Moving picture and sound, 5 Mbit/s.
    private static Program encode(Pace pace, String seconds, String... target) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-y", "-re", "-f", "lavfi", "-i",
                "testsrc2=size=640x360:rate=25:duration=" + seconds, "-f", "lavfi",
                "-i", "sine=frequency=440:duration=" + seconds, "-c:v", "libx264", "-preset", "ultrafast", "-b:v",
                "4600k", "-minrate",
                "4600k", "-maxrate", "4600k", "-bufsize", "1000k", "-x264-params", "nal-hrd=cbr", "-g", "25", "-c:a",
                "aac", "-b:a", "128k",
                "-muxrate", "5000k"));
        command.addAll(List.of(target));
        if (pace == Pace.FAST) {
            command.remove("-re");
        }
        return Program.start(folder, command.toArray(String[]::new));
    }
}
