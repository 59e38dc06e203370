package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/// The time of one role whose wall clock can be stepped, while its monotonic clock goes on with another time's. Safe for
/// use by several threads.
public final class SteppedTime implements Time {

    private final Time other;
    private volatile Duration ahead = Duration.ZERO;

    public SteppedTime(Time other) {
        this.other = other;
    }

    /// Sets the wall clock.
    ///
    /// @param by from where it would be without any step
    public void setAhead(Duration by) {
        ahead = by;
    }

    @Override
    public Instant now() {
        return other.now().plus(ahead);
    }

    @Override
    public long nanos() {
        return other.nanos();
    }

    @Override
    public Scheduled after(Duration delay, Executor executor, Runnable work) {
        return other.after(delay, executor, work);
    }

    @Override
    public Scheduled every(Duration period, Executor executor, Runnable work) {
        return other.every(period, executor, work);
    }

    @Override
    public void sleepUntil(long deadline) throws InterruptedException {
        other.sleepUntil(deadline);
    }
}
