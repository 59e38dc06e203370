package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The time of this machine. One daemon thread hands due work to its executor and does none of it itself.
public final class SystemTime implements Time, AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().name("kagicast-time").daemon().factory());

    public SystemTime() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled after(Duration delay, Executor executor, Runnable work) {
        return cancelling(timer.schedule(() -> hand(executor, work), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Scheduled every(Duration period, Executor executor, Runnable work) {
        long nanos = period.toNanos();
        return cancelling(timer.scheduleWithFixedDelay(() -> hand(executor, work), nanos, nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void sleepUntil(long deadline) throws InterruptedException {
        for (long left = deadline - nanos(); left > 0; left = deadline - nanos()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static Scheduled cancelling(Future<?> future) {
        return () -> future.cancel(false);
    }

    /// An executor that has been shut down in the meantime wants no more work.
    private static void hand(Executor executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException closed) {
            // Whoever closed the executor has nothing left to be done.
        }
    }
}
