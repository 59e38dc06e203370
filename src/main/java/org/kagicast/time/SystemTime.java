package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The time of this machine, unless it is given another wall clock. One daemon thread hands due work to its executor and
/// does none of it itself. Once closed, nothing is done later any more.
public final class SystemTime implements Time, AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().name("kagicast-time").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    private final InstantSource wallClock;

    public SystemTime() {
        this(InstantSource.system());
    }

    /// @param wallClock may jump; nothing waits by it
    public SystemTime(InstantSource wallClock) {
        this.wallClock = wallClock;
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return wallClock.instant();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled after(Duration delay, Executor executor, Runnable work) {
        Later later = new Later(executor, work);
        later.future = timer.schedule(later, delay.toNanos(), TimeUnit.NANOSECONDS);
        return later;
    }

    @Override
    public Scheduled every(Duration period, Executor executor, Runnable work) {
        long nanos = period.toNanos();
        Later later = new Later(executor, work);
        later.future = timer.scheduleWithFixedDelay(later, nanos, nanos, TimeUnit.NANOSECONDS);
        return later;
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

    /// Run by the timer, it hands the work to its executor, unless the run before still waits there.
    private static final class Later implements Scheduled, Runnable {

        private final Executor executor;
        private final Runnable work;
        private final AtomicBoolean isHanded = new AtomicBoolean();
        private volatile boolean isCancelled;
        private volatile @Nullable Future<?> future;

        Later(Executor executor, Runnable work) {
            this.executor = executor;
            this.work = work;
        }

        @Override
        public void run() {
            if (!isHanded.compareAndSet(false, true)) {
                return;
            }
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException closed) {
                // Whoever closed the executor has nothing left to be done.
            }
        }

        private void work() {
            isHanded.set(false);
            if (!isCancelled) {
                work.run();
            }
        }

        @Override
        public void cancel() {
            isCancelled = true;
            Future<?> timed = future;
            if (timed != null) {
                timed.cancel(false);
            }
        }
    }
}
