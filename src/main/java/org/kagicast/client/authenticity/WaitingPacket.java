package org.kagicast.client.authenticity;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A packet that was opened and that nobody has vouched for yet. State: the client's loop.
final class WaitingPacket {

    final long counter;
    final long arrived;
    final boolean isLate;
    final long deadline;
    /// Another one that came under the same counter.
    @Nullable
    WaitingPacket next;
    /// Whether it is no longer waiting.
    boolean isGone;
    private final long high;
    private final long low;
    private final ByteBuffer inner;
    private final int bytes;

    /// @param inner what it holds; empty where that has been delivered already
    WaitingPacket(long counter, long high, long low, ByteBuffer inner, long arrived, boolean isLate, long deadline) {
        this.counter = counter;
        this.high = high;
        this.low = low;
        this.inner = inner;
        this.bytes = inner.remaining();
        this.arrived = arrived;
        this.isLate = isLate;
        this.deadline = deadline;
    }

    boolean has(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    boolean isSame(WaitingPacket other) {
        return has(other.high, other.low);
    }

    int bytes() {
        return bytes;
    }

    /// What it holds, from its position on.
    ByteBuffer inner() {
        return inner;
    }
}
