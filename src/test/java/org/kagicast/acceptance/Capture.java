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
import java.util.concurrent.atomic.AtomicLong;
import org.kagicast.model.MulticastGroup;
import org.kagicast.sframe.HeaderReader;

/// What tshark saw of a group.
///
/// @param keyIds those in the packets' headers
record Capture(int packets, Set<Long> keyIds) {

    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /// Captures until the program is stopped.
    ///
    /// @param host what a command begins with to run where the capture is to be made
    static Program start(Path folder, List<String> host, String networkInterface, MulticastGroup group, Path capture) {
        List<String> command = new ArrayList<>(host);
        command.addAll(List.of("tshark", "-q", "-i", networkInterface, "-s", "0", "-B", "64", "-f",
                "udp and dst host " + group.address().getHostAddress() + " and dst port " + group.port(), "-w",
                capture.toString()));
        Program tshark = Program.start(folder, command.toArray(String[]::new));
        eventually("tshark captures", () -> tshark.errors().contains("Capturing on"));
        return tshark;
    }

    /// Ends a capture when it has not grown for a second: what comes last may still be on its way to the file.
    static void stop(Program tshark, Path capture) {
        AtomicLong size = new AtomicLong(-1);
        AtomicLong since = new AtomicLong();
        eventually("the capture is whole", () -> {
            long now = capture.toFile().length();
            if (size.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > SETTLED.toNanos();
        });
        tshark.stop();
        tshark.await(PATIENCE);
    }

    /// Reads a capture, and fails if 16 bytes of what was sealed can be found in it.
    static Capture read(Path folder, Path capture, Path sealed) throws IOException {
        byte[] secret = Files.readAllBytes(sealed);
        Plaintext plaintext = new Plaintext(secret);
        byte[] openly = new byte[100];
        System.arraycopy(secret, 1003, openly, 40, 23);
        assertThat(plaintext.appearsIn(openly)).as("the search finds what is there").isTrue();
        Program fields = Program.start(folder, "tshark", "-r", capture.toString(), "-T", "fields", "-e", "udp.payload")
                .succeed(PATIENCE);
        HeaderReader header = new HeaderReader();
        Set<Long> keyIds = new HashSet<>();
        List<String> packets = fields.output().lines().toList();
        for (String line : packets) {
            byte[] packet = HexFormat.of().parseHex(line.replace(":", ""));
            assertThat(header.read(ByteBuffer.wrap(packet))).isTrue();
            keyIds.add(header.keyId());
            assertThat(plaintext.appearsIn(packet)).as("16 bytes of what was sealed, in the capture").isFalse();
        }
        return new Capture(packets.size(), keyIds);
    }
}
