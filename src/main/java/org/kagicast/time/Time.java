package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/// The only way in which a role learns the time, waits, or has something done later.
///
/// Implementations are safe for use by several threads.
public interface Time {

    /// The wall clock, for people to read and for the end of certificates and tokens; nothing else hangs on it. It may jump.
    Instant now();

    /// A monotonic clock in nanoseconds with an arbitrary origin. Only differences mean anything.
    long nanos();

    /// Runs `work` once on `executor` when `delay` has passed. A delay of zero or less runs it as soon as may be.
    Scheduled after(Duration delay, Executor executor, Runnable work);

    /// Runs `work` on `executor` every `period`, first after one period, until cancelled. A run that comes late does
    /// not make later ones pile up.
    Scheduled every(Duration period, Executor executor, Runnable work);

    /// Blocks the calling thread until [#nanos()] has reached `deadline`.
    void sleepUntil(long deadline) throws InterruptedException;

    /// Something that will be run later. Once it is cancelled no run of it begins, even where one waits in its executor
    /// already. Cancelling twice, or after the run, is harmless.
    interface Scheduled {
        void cancel();
    }
}
