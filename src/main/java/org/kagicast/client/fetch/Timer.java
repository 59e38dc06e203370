package org.kagicast.client.fetch;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.time.Time;

/// What is waited for before something is done, one thing at a time. State: the client's loop.
final class Timer {

    private final Time time;
    private final Executor loop;
    private Time.@Nullable Scheduled timer;
    private long end;

    Timer(Time time, Executor loop) {
        this.time = time;
        this.loop = loop;
    }

    /// In place of what was waited for before.
    void begin(Duration length, Runnable then) {
        cancel();
        end = time.nanos() + length.toNanos();
        timer = time.after(length, loop, () -> {
            timer = null;
            then.run();
        });
    }

    boolean isRunning() {
        return timer != null;
    }

    boolean endsWithin(Duration window) {
        return timer != null && end - time.nanos() <= window.toNanos();
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
