package org.kagicast.keyserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// That one process acts for a content server, as long as it shows that it is alive: by its calls, and by answering on its
/// watch when another one would take its place. Guarded by [RekeyOrders].
final class Lease {

    /// Who was heard from within this time is not asked.
    static final Duration FRESH = Duration.ofSeconds(2);
    /// Who is silent for so long after it was asked is gone, and so is a process that has no watch to be asked through.
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final Instance holder;
    private final Instant since;
    private long heardNanos;
    private boolean isAsked;
    private long askedNanos;
    private Optional<RekeyOrders.Watch> watch = Optional.empty();

    /// @param since for people
    Lease(Instance holder, Instant since, long nowNanos) {
        this.holder = holder;
        this.since = since;
        this.heardNanos = nowNanos;
    }

    Instance holder() {
        return holder;
    }

    Instant since() {
        return since;
    }

    Optional<RekeyOrders.Watch> watch() {
        return watch;
    }

    void watches(RekeyOrders.Watch opened) {
        watch = Optional.of(opened);
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
        isAsked = false;
    }

    /// Whether another process may act from now on.
    boolean isOver(long nowNanos) {
        return watch.isEmpty()
                ? nowNanos - heardNanos >= ANSWER_WITHIN.toNanos()
                : isAsked && nowNanos - askedNanos >= ANSWER_WITHIN.toNanos();
    }

    /// Another process claims to be this content server.
    void contest(long nowNanos) {
        if (watch.isPresent() && !isAsked && nowNanos - heardNanos >= FRESH.toNanos()) {
            isAsked = true;
            askedNanos = nowNanos;
            watch.get().ask();
        }
    }
}
