package org.kagicast.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.kagicast.client.sink.Sink;
import org.kagicast.time.Time;

/// Takes the packets of a `pattern` source, whose payload begins with a number and the time of its making, and keeps
/// account of each. State: the client's loop, and after the client's end whoever reads it.
final class PatternSink implements Sink {

    private static final int HEADER_BYTES = 16;
    private static final long NEVER = Long.MIN_VALUE;

    private final Time time;
    private final long[] made;
    private final long[] delivered;
    private final BitSet late = new BitSet();
    private long repeated;
    private long foreign;

    /// @param most packets; what is numbered higher counts as foreign
    PatternSink(Time time, int most) {
        this.time = time;
        this.made = new long[most];
        this.delivered = new long[most];
        Arrays.fill(delivered, NEVER);
    }

    @Override
    public void data(ByteBuffer payload) {
        long now = time.nanos();
        long number = number(payload);
        if (!isOurs(number)) {
            foreign++;
        } else if (delivered[(int) number] != NEVER) {
            repeated++;
        } else {
            made[(int) number] = payload.getLong(payload.position() + Long.BYTES);
            delivered[(int) number] = now;
        }
    }

    @Override
    public void late(ByteBuffer payload) {
        long number = number(payload);
        if (isOurs(number)) {
            late.set((int) number);
        }
        data(payload);
    }

    private static long number(ByteBuffer payload) {
        return payload.remaining() < HEADER_BYTES ? NEVER : payload.getLong(payload.position());
    }

    private boolean isOurs(long number) {
        return number >= 0 && number < made.length;
    }

    /// Whether a packet had to wait for its key.
    boolean isLate(int number) {
        return late.get(number);
    }

    boolean has(int number) {
        return delivered[number] != NEVER;
    }

    /// When a packet that has come was made.
    long made(int number) {
        return made[number];
    }

    /// How long a packet that has come was under way, in nanoseconds.
    long delay(int number) {
        return delivered[number] - made[number];
    }

    /// Packets that came again, or are not of the source.
    long repeated() {
        return repeated + foreign;
    }

    @Override
    public void close() {
        // It holds nothing but memory.
    }
}
