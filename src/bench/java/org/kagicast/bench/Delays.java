package org.kagicast.bench;

import java.time.Duration;
import java.util.NavigableSet;
import org.HdrHistogram.Histogram;

/// How long packets were under way, near the changes of the key and elsewhere, in nanoseconds.
///
/// @param late of the packets, near or not, that had to wait for their key
/// @param lost packets that never came
record Delays(Histogram near, Histogram elsewhere, Histogram late, long lost) {

    private static final long NEAR_NANOS = Duration.ofMillis(2).toNanos();
    private static final int DIGITS = 3;
    private static final double NANOS_PER_HUNDREDTH_MILLI = 10_000;
    private static final double HUNDRED = 100;
    private static final double P99 = 99;

    /// @param from  number of the first packet
    /// @param until number after the last
    static Delays of(PatternSink sink, int from, int until, NavigableSet<Long> changes) {
        Histogram near = new Histogram(DIGITS);
        Histogram elsewhere = new Histogram(DIGITS);
        Histogram late = new Histogram(DIGITS);
        long lost = 0;
        for (int number = from; number < until; number++) {
            if (!sink.has(number)) {
                lost++;
                continue;
            }
            (isNear(sink.made(number), changes) ? near : elsewhere).recordValue(sink.delay(number));
            if (sink.isLate(number)) {
                late.recordValue(sink.delay(number));
            }
        }
        return new Delays(near, elsewhere, late, lost);
    }

    private static boolean isNear(long moment, NavigableSet<Long> changes) {
        return !changes.subSet(moment - NEAR_NANOS, true, moment + NEAR_NANOS, true).isEmpty();
    }

    /// The 99th percentile near the changes by the one elsewhere; 0 when there is nothing to compare.
    double ratio() {
        long usual = elsewhere.getValueAtPercentile(P99);
        return usual == 0 ? 0 : Math.round(HUNDRED * near.getValueAtPercentile(P99) / usual) / HUNDRED;
    }

    static double millis(Histogram delays, double percentile) {
        return delays.getTotalCount() == 0
                ? 0
                : Math.round(delays.getValueAtPercentile(percentile) / NANOS_PER_HUNDREDTH_MILLI) / HUNDRED;
    }
}
