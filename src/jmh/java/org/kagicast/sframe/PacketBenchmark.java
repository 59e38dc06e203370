package org.kagicast.sframe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Sealing and opening packets of one size, in nanoseconds a packet: plaintext in arrays, packets in direct memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketBenchmark {

    private static final int PACKETS = 256;
    private static final KeyId KEY_ID = new KeyId(42);
    private static final byte[] METADATA = "bench".getBytes(StandardCharsets.UTF_8);

    @Param({"188", "1316", "8192"})
    public int payload;

    @Param({"AES_128_GCM", "AES_256_GCM"})
    public CipherSuite suite;

    private final HeaderReader header = new HeaderReader();
    private BaseKey base;
    private Sealer sealer;
    private ByteBuffer plaintext;
    private ByteBuffer sealed;
    private ByteBuffer[] packets;

    @Setup
    public void prepare() {
        base = BaseKey.copyOf(new byte[32]);
        sealer = new Sealer(KEY_ID, suite, base, METADATA);
        plaintext = ByteBuffer.allocate(1 + payload);
        sealed = ByteBuffer.allocateDirect(1 + payload + HeaderCodec.LONGEST + CipherSuite.TAG_BYTES);
        packets = new ByteBuffer[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            packets[i] = ByteBuffer.allocateDirect(sealer.sealedSize(plaintext.capacity()));
            sealer.seal(plaintext.clear(), packets[i]);
            packets[i].flip();
        }
    }

    @TearDown
    public void wipe() {
        sealer.close();
        base.close();
    }

    @Benchmark
    public ByteBuffer seal() {
        sealer.seal(plaintext.clear(), sealed.clear());
        return sealed;
    }

    /// With the header and the replay window. One key opens no packet twice, so each round has a new opener, whose making
    /// is part of the time.
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long open() {
        long opened = 0;
        try (Opener opener = new Opener(KEY_ID, suite, base, METADATA, Opener.DEFAULT_WINDOW)) {
            for (ByteBuffer packet : packets) {
                header.read(packet);
                opened += opener.open(header, packet, plaintext.clear()).ordinal();
            }
        }
        return opened;
    }
}
