package org.kagicast.bench.dataplane;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.sframe.HeaderReader;
import org.kagicast.sframe.OpenResult;
import org.kagicast.sframe.Opener;
import org.kagicast.sframe.Sealer;
import org.kagicast.time.Time;

/// Seals and opens as content servers and clients do, on the calling thread alone: plaintext in arrays, packets in direct
/// memory.
final class CipherRates {

    private static final KeyId KEY_ID = new KeyId(42);
    private static final byte[] METADATA = "bench".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES_AT_ONCE = 4 << 20;
    private static final int FEWEST_AT_ONCE = 256;

    private final CipherSuite suite;
    private final int plaintextBytes;
    private final Duration howLong;
    private final Time time;

    /// @param plaintextBytes inner type and payload
    CipherRates(CipherSuite suite, int plaintextBytes, Duration howLong, Time time) {
        this.suite = suite;
        this.plaintextBytes = plaintextBytes;
        this.howLong = howLong;
        this.time = time;
    }

    /// Packets sealed a second.
    long seal() {
        ByteBuffer plaintext = ByteBuffer.allocate(plaintextBytes);
        ByteBuffer packets = ByteBuffer.allocateDirect(packetsAtOnce() * sealedBytes());
        try (BaseKey base = baseKey(); Sealer sealer = new Sealer(KEY_ID, suite, base, METADATA)) {
            return rate(() -> seal(sealer, plaintext, packets.clear()));
        }
    }

    /// Packets opened a second. No packet can be opened twice with one key, so there is a new key now and then, which
    /// does not weigh.
    long open() {
        ByteBuffer packets = ByteBuffer.allocateDirect(packetsAtOnce() * sealedBytes());
        ByteBuffer plaintext = ByteBuffer.allocate(plaintextBytes);
        try (BaseKey base = baseKey(); Sealer sealer = new Sealer(KEY_ID, suite, base, METADATA)) {
            seal(sealer, plaintext, packets);
            packets.flip();
            return rate(() -> {
                try (Opener opener = new Opener(KEY_ID, suite, base, METADATA, Opener.DEFAULT_WINDOW)) {
                    return open(opener, packets.duplicate(), plaintext);
                }
            });
        }
    }

    /// The longest that a packet of this plaintext gets here.
    int sealedBytes() {
        try (BaseKey base = baseKey(); Sealer sealer = new Sealer(KEY_ID, suite, base, METADATA)) {
            return sealer.sealedSize(plaintextBytes) + Integer.BYTES;
        }
    }

    private int seal(Sealer sealer, ByteBuffer plaintext, ByteBuffer packets) {
        int sealed = 0;
        for (; packets.remaining() >= sealer.sealedSize(plaintextBytes); sealed++) {
            sealer.seal(plaintext.clear(), packets);
        }
        return sealed;
    }

    private int open(Opener opener, ByteBuffer packets, ByteBuffer plaintext) {
        HeaderReader header = new HeaderReader();
        int opened = 0;
        for (int end = packets.limit(); packets.position() < end; opened++) {
            packets.limit(end);
            boolean isPacket = header.read(packets);
            packets.limit(packets.position() + header.length() + plaintextBytes + CipherSuite.TAG_BYTES);
            if (!isPacket || opener.open(header, packets, plaintext.clear()) != OpenResult.OPENED) {
                throw new IllegalStateException("a packet that was just sealed does not open");
            }
            packets.position(packets.limit());
        }
        return opened;
    }

    private int packetsAtOnce() {
        return Math.max(FEWEST_AT_ONCE, BYTES_AT_ONCE / plaintextBytes);
    }

    /// Warms up for as long as it then measures, but at most a second.
    private long rate(Pass pass) {
        long warm = time.nanos() + Math.min(howLong.toNanos(), Duration.ofSeconds(1).toNanos());
        while (time.nanos() < warm) {
            pass.run();
        }
        long start = time.nanos();
        long packets = 0;
        long elapsed = 0;
        for (; elapsed < howLong.toNanos(); elapsed = time.nanos() - start) {
            packets += pass.run();
        }
        return (long) (packets * 1e9 / elapsed);
    }

    private BaseKey baseKey() {
        return BaseKey.copyOf(new byte[32]);
    }

    /// Does it to many packets, and tells to how many.
    @FunctionalInterface
    private interface Pass {
        int run();
    }
}
