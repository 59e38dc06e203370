package org.kagicast.contentserver.source;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Tells from the PCRs of a transport stream when each of its bytes is due: evenly between two PCRs, and at the pace of
/// the last two where there is no next one or where the clock jumps. Wrapping is no jump.
final class StreamClock {

    private static final long LONGEST_STEP = 10 * TransportStream.TICKS_PER_SECOND;

    private final Deque<Anchor> ahead = new ArrayDeque<>();
    private @Nullable Anchor from;
    private @Nullable Anchor last;
    private double nanosPerByte;
    private boolean startsAnew;

    private record Anchor(long position, long ticks, double nanos) {

        double paceTo(Anchor next) {
            return (next.nanos - nanos) / (next.position - position);
        }
    }

    /// A PCR that was read at a byte position, beyond those before.
    void observe(long position, long ticks, boolean jumps) {
        if (last == null) {
            from = new Anchor(position, ticks, 0);
            last = from;
            return;
        }
        long bytes = position - last.position;
        long step = Math.floorMod(ticks - last.ticks, TransportStream.CLOCK_RANGE);
        if (!jumps && !startsAnew && step > 0 && step <= LONGEST_STEP) {
            nanosPerByte = step * 1e9 / TransportStream.TICKS_PER_SECOND / bytes;
        }
        startsAnew = false;
        last = new Anchor(position, ticks, last.nanos + bytes * nanosPerByte);
        ahead.add(last);
    }

    /// The next PCR is another clock's.
    void startAnew() {
        startsAnew = true;
    }

    /// Whether two PCRs have told a pace.
    boolean isSet() {
        return nanosPerByte > 0;
    }

    /// Whether a PCR beyond this position is known.
    boolean reaches(long position) {
        return last != null && last.position > position;
    }

    /// When the byte is due, in nanoseconds after the first PCR, negative before it. Positions are asked for in rising
    /// order, and only when the clock is set.
    long nanosAt(long position) {
        for (Anchor next = ahead.peek(); next != null && next.position <= position; next = ahead.peek()) {
            from = ahead.remove();
        }
        if (from == null) {
            throw new IllegalStateException("no PCR has been observed");
        }
        Anchor to = ahead.peek();
        double pace = to == null ? nanosPerByte : from.paceTo(to);
        return (long) (from.nanos + (position - from.position) * pace);
    }
}
