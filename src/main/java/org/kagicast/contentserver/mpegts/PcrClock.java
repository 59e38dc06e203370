package org.kagicast.contentserver.mpegts;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Tells from the PCRs of a transport stream when each of its bytes is due: evenly between two PCRs, and at the pace of
/// the last two where there is no next one or where the clock jumps. Wrapping is no jump; a step that is over half a second
/// and four times what the pace before let expect, or a fourth of it, is one, whether or not the stream says so. When two
/// such steps in a row agree, it is the pace that was wrong.
public final class PcrClock {

    private static final double NANOS_PER_TICK = 1e9 / TransportPacket.TICKS_PER_SECOND;
    private static final double LONGEST_STEP = 10e9;
    private static final double PLAIN_STEP = 0.5e9;
    private static final double LONGEST_FIRST_STEP = 1e9;
    private static final double CREDIBLE_RATIO = 4;
    private static final double AGREEING_RATIO = 1.5;

    private final Deque<Anchor> ahead = new ArrayDeque<>();
    private @Nullable Anchor from;
    private @Nullable Anchor last;
    private double nanosPerByte;
    private double doubtedPace;
    private boolean startsAnew;

    private record Anchor(long position, long ticks, double nanos) {

        double paceTo(Anchor next) {
            return (next.nanos - nanos) / (next.position - position);
        }
    }

    /// A PCR that was read at a byte position, beyond those before.
    public void observe(long position, long ticks, boolean jumps) {
        if (last == null) {
            from = new Anchor(position, ticks, 0);
            last = from;
            return;
        }
        long bytes = position - last.position;
        double step = Math.floorMod(ticks - last.ticks, TransportPacket.CLOCK_RANGE) * NANOS_PER_TICK;
        if (!jumps && !startsAnew && step > 0 && isCredible(step, bytes)) {
            nanosPerByte = step / bytes;
        }
        startsAnew = false;
        last = new Anchor(position, ticks, last.nanos + bytes * nanosPerByte);
        ahead.add(last);
    }

    private boolean isCredible(double step, long bytes) {
        if (!isSet()) {
            return step <= LONGEST_FIRST_STEP || agreesWithDoubted(step / bytes, step);
        }
        double expected = bytes * nanosPerByte;
        boolean isPlain = step <= PLAIN_STEP && expected <= PLAIN_STEP;
        boolean isLikely = step <= expected * CREDIBLE_RATIO && expected <= step * CREDIBLE_RATIO;
        if (isPlain || isLikely) {
            doubtedPace = 0;
            return true;
        }
        return agreesWithDoubted(step / bytes, step);
    }

    private boolean agreesWithDoubted(double pace, double step) {
        boolean agrees = pace <= doubtedPace * AGREEING_RATIO && doubtedPace <= pace * AGREEING_RATIO;
        doubtedPace = step <= LONGEST_STEP && !agrees ? pace : 0;
        return agrees;
    }

    /// The next PCR is another clock's.
    public void startAnew() {
        startsAnew = true;
    }

    /// Whether two PCRs have told a pace.
    public boolean isSet() {
        return nanosPerByte > 0;
    }

    /// Whether a PCR beyond this position is known.
    public boolean reaches(long position) {
        return last != null && last.position > position;
    }

    /// How long so many bytes take at the latest pace, in nanoseconds.
    public double nanosFor(long bytes) {
        return bytes * nanosPerByte;
    }

    /// When the byte is due, in nanoseconds after the first PCR, negative before it. Positions are asked for in rising
    /// order, and only when the clock is set.
    public long nanosAt(long position) {
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
