package org.kagicast.client.authenticity;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A packet that was opened and that nobody has vouched for yet. State: the client's loop.
final class WaitingPacket {

    private static final byte[] NOTHING = {};

    final long counter;
    private final long high;
    private final long low;
    private byte[] inner;
    final long arrived;
    final boolean isLate;
    final long deadline;
    /// Another one that came under the same counter.
    @Nullable
    WaitingPacket next;
    /// Whether it is no longer waiting.
    boolean isGone;

    /// @param inner what it holds, which is copied; empty where that has been delivered already
    WaitingPacket(long counter, long high, long low, ByteBuffer inner, long arrived, boolean isLate, long deadline) {
        this.counter = counter;
        this.high = high;
        this.low = low;
        this.inner = inner.hasRemaining() ? copy(inner) : NOTHING;
        this.arrived = arrived;
        this.isLate = isLate;
        this.deadline = deadline;
    }

    private static byte[] copy(ByteBuffer inner) {
        byte[] bytes = new byte[inner.remaining()];
        inner.get(inner.position(), bytes);
        return bytes;
    }

    boolean has(long otherHigh, long otherLow) {
        return high == otherHigh && low == otherLow;
    }

    boolean isSame(WaitingPacket other) {
        return has(other.high, other.low);
    }

    int bytes() {
        return inner.length;
    }

    /// It waits no more, and lets go of what it holds.
    ///
    /// @return that
    ByteBuffer go() {
        ByteBuffer held = ByteBuffer.wrap(inner);
        inner = NOTHING;
        isGone = true;
        return held;
    }
}
