package org.kagicast.contentserver.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.kagicast.time.ManualTime;
import org.kagicast.time.Time;

/// A manual clock that a sleeper turns itself, so that a paced source runs through in no time and its pace can be read
/// to the nanosecond.
final class SteppingTime implements Time {

    private final ManualTime clock = new ManualTime();

    void pass(Duration time) {
        clock.turn(time);
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Scheduled after(Duration delay, Executor executor, Runnable work) {
        return clock.after(delay, executor, work);
    }

    @Override
    public Scheduled every(Duration period, Executor executor, Runnable work) {
        return clock.every(period, executor, work);
    }

    @Override
    public void sleepUntil(long deadline) {
        clock.turn(Duration.ofNanos(Math.max(0, deadline - nanos())));
    }
}
