package org.kagicast.contentserver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kagicast.time.Time;

/// Runs from a key's first use and says when the next change is to begin. It belongs to the stream's thread.
final class CryptoPeriod {

    static final Duration SOON = Duration.ofSeconds(5);

    private final StreamContext context;
    private final RekeyPolicy policy;
    private final Runnable change;
    private Time.@Nullable Scheduled scheduled;
    private boolean isResting;

    CryptoPeriod(StreamContext context, RekeyPolicy policy, Runnable change) {
        this.context = context;
        this.policy = policy;
        this.change = change;
    }

    /// Starts over.
    void begin() {
        stop();
        if (!policy.cryptoPeriod().isZero()) {
            schedule(policy.beginAfter(context.randomness()));
        }
    }

    /// It is over, but this is no moment to change.
    void askAgainSoon() {
        stop();
        isResting = true;
        schedule(SOON);
    }

    /// Whether a change is due that is not tried before [#SOON].
    boolean isResting() {
        return isResting;
    }

    void stop() {
        isResting = false;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void schedule(Duration delay) {
        scheduled = context.time().after(delay, context.loop(), () -> {
            isResting = false;
            change.run();
        });
    }
}
