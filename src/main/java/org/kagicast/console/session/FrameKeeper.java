package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.kagicast.time.Time;

/// Keeps what is known of one domain from time to time: each second, and soon after something has happened. Packs on the
/// background executor, one frame at a time; all calls on the console's thread.
final class FrameKeeper {

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(250);
    /// A beat is as late as the clock has it.
    private static final Duration BEAT = Duration.ofMillis(60);

    private final FrameHistory history = new FrameHistory();
    private final FramePacker packer = new FramePacker();
    private final Time time;
    private final Executor console;
    private final Executor background;
    private Optional<Long> latest = Optional.empty();
    private boolean isMarked;
    private boolean isPacking;

    FrameKeeper(Time time, Executor console, Executor background) {
        this.time = time;
        this.console = console;
        this.background = background;
    }

    FrameHistory history() {
        return history;
    }

    /// Something has happened that somebody will want to look at.
    void mark() {
        isMarked = true;
    }

    /// Keeps a frame if it is time to.
    void beat(DomainView whole, Observations seen) {
        Duration wait = isMarked ? SOON : EACH.minus(BEAT);
        boolean isDue = latest.map(before -> time.nanos() - before >= wait.toNanos()).orElse(true);
        if (!isDue || isPacking || whole.snapshot().isEmpty()) {
            return;
        }
        boolean marked = isMarked;
        Instant now = time.now();
        long lost = seen.lost();
        Optional<Instant> since = seen.since();
        isMarked = false;
        isPacking = true;
        latest = Optional.of(time.nanos());
        background.execute(() -> {
            try {
                KeptFrame frame = packer.pack(whole, now, marked, lost, since);
                console.execute(() -> history.add(frame));
            } finally {
                console.execute(() -> isPacking = false);
            }
        });
    }
}
