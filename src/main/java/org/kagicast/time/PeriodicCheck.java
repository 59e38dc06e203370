package org.kagicast.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Checks something every so often as long as there is something to check; otherwise no timer runs. Safe for use by
/// several threads.
public final class PeriodicCheck implements AutoCloseable {

    private final Duration period;
    private final Time time;
    private final Executor executor;
    private final BooleanSupplier check;
    private final AtomicBoolean isSet = new AtomicBoolean();
    private Time.@Nullable Scheduled next;
    private boolean closed;

    /// @param check done on the executor, one at a time; whether there is something left to check
    public PeriodicCheck(Duration period, Time time, Executor executor, BooleanSupplier check) {
        this.period = period;
        this.time = time;
        this.executor = executor;
        this.check = check;
    }

    /// There is something to check: it is done within the period. Costs nothing while a check is due anyway.
    public void arm() {
        if (!isSet.get() && isSet.compareAndSet(false, true)) {
            set();
        }
    }

    private synchronized void set() {
        if (!closed) {
            next = time.after(period, executor, this::take);
        }
    }

    private void take() {
        isSet.set(false);
        boolean isMoreLeft = true;
        try {
            isMoreLeft = check.getAsBoolean();
        } finally {
            if (isMoreLeft) {
                arm();
            }
        }
    }

    /// Checks no more. Twice is harmless.
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
