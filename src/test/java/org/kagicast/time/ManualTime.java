package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/// A clock that stands still until a test turns it, and whose wall clock can be stepped. Due work is handed to its executor
/// in the order in which it falls due, with the clock at that very moment.
public final class ManualTime implements Time {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
    private Duration wallClockAhead = Duration.ZERO;
    private long nanos;
    private long orders;

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos).plus(wallClockAhead);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Scheduled after(Duration delay, Executor executor, Runnable work) {
        return add(new Entry(nanos + Math.max(0, delay.toNanos()), orders++, executor, work, 0));
    }

    @Override
    public synchronized Scheduled every(Duration period, Executor executor, Runnable work) {
        return add(new Entry(nanos + period.toNanos(), orders++, executor, work, period.toNanos()));
    }

    @Override
    public synchronized void sleepUntil(long deadline) throws InterruptedException {
        while (nanos < deadline) {
            wait();
        }
    }

    /// Steps the wall clock, as somebody who sets it does; the monotonic one does not notice.
    public synchronized void stepWallClock(Duration by) {
        wallClockAhead = wallClockAhead.plus(by);
    }

    /// Turns the clock forward, running on the way what falls due.
    public void turn(Duration by) {
        long target = nanos() + by.toNanos();
        for (Entry due = takeDue(target); due != null; due = takeDue(target)) {
            Entry next = due;
            next.executor.execute(() -> run(next));
        }
        synchronized (this) {
            nanos = target;
            notifyAll();
        }
    }

    private void run(Entry entry) {
        synchronized (this) {
            if (entry.cancelled) {
                return;
            }
        }
        entry.work.run();
    }

    private synchronized Scheduled add(Entry entry) {
        entries.add(entry);
        return () -> {
            synchronized (this) {
                entry.cancelled = true;
            }
        };
    }

    private synchronized Entry takeDue(long target) {
        while (!entries.isEmpty() && entries.peek().due <= target) {
            Entry entry = entries.remove();
            if (entry.cancelled) {
                continue;
            }
            nanos = Math.max(nanos, entry.due);
            notifyAll();
            if (entry.period > 0) {
                entry.due += entry.period;
                entries.add(entry);
            }
            return entry;
        }
        return null;
    }

    private static final class Entry {
        private final long order;
        private final Executor executor;
        private final Runnable work;
        private final long period;
        private long due;
        private boolean cancelled;

        Entry(long due, long order, Executor executor, Runnable work, long period) {
            this.due = due;
            this.order = order;
            this.executor = executor;
            this.work = work;
            this.period = period;
        }

        long due() {
            return due;
        }

        long order() {
            return order;
        }
    }
}
