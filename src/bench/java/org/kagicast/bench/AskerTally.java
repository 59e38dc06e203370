package org.kagicast.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What became of one asker's requests. One thread at a time.
final class AskerTally {

    private static final long LONGEST = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    /// Microseconds from request to right answer.
    private final Histogram latencies = new Histogram(LONGEST, DIGITS);
    private long connections;
    private long refused;
    private long faults;
    private long wrong;

    void connected() {
        connections++;
    }

    void right(long nanos) {
        latencies.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, LONGEST));
    }

    void refused() {
        refused++;
    }

    void fault() {
        faults++;
    }

    void wrong() {
        wrong++;
    }

    void add(AskerTally other) {
        latencies.add(other.latencies);
        connections += other.connections;
        refused += other.refused;
        faults += other.faults;
        wrong += other.wrong;
    }

    Load.Result over(double seconds, long fullHandshakes) {
        return new Load.Result(latencies, seconds, connections, fullHandshakes, refused, faults, wrong);
    }
}
