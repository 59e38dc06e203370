package org.kagicast.sframe;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a packet costs besides its cipher, in nanoseconds: its header, and its place in the replay window.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BookkeepingBenchmark {

    /// A small key ID as in the lab, and one as key servers draw it.
    @Param({"42", "4503599627370496"})
    public long keyId;

    private final HeaderReader header = new HeaderReader();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(100);
    private final ReplayWindow window = new ReplayWindow(Opener.DEFAULT_WINDOW);
    private long counter;

    @Setup
    public void prepare() {
        HeaderCodec.write(keyId, 1_000_000, packet.clear());
        packet.clear();
    }

    @Benchmark
    public boolean header() {
        return header.read(packet);
    }

    /// In order, as packets nearly always come.
    @Benchmark
    public ReplayWindow.Verdict window() {
        ReplayWindow.Verdict verdict = window.judge(counter);
        window.accept(counter);
        counter = (counter + 1) & 0x7fff_ffff;
        return verdict;
    }
}
