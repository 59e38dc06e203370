package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.time.Time;

/// Runs from a key's first use and says when the next change is to begin. It belongs to the stream's thread.
final class CryptoPeriod {

    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final Runnable change;
    private Time.@Nullable Scheduled scheduled;
    private boolean isResting;
    private boolean isRunning;
    private long begun;

    CryptoPeriod(StreamContext context, Supplier<RekeyPolicy> policy, Runnable change) {
        this.context = context;
        this.policy = policy;
        this.change = change;
    }

    /// Starts over.
    void begin() {
        stop();
        begun = context.time().nanos();
        isRunning = true;
        scheduleAfter(Duration.ZERO);
    }

    /// Another policy is in force.
    void adapt() {
        if (isRunning) {
            stop();
            isRunning = true;
            scheduleAfter(Duration.ofNanos(context.time().nanos() - begun));
        }
    }

    /// @param age since the key's first use
    private void scheduleAfter(Duration age) {
        RekeyPolicy inForce = policy.get();
        if (!inForce.cryptoPeriod().isZero()) {
            schedule(inForce.beginAfter(context.randomness()).minus(age));
        }
    }

    /// It is over, but this is no moment to change.
    void askAgainSoon() {
        stop();
        isResting = true;
        schedule(RekeyMachine.SOON);
    }

    /// Whether a change is due that is not tried before [RekeyMachine#SOON].
    boolean isResting() {
        return isResting;
    }

    void stop() {
        isResting = false;
        isRunning = false;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void schedule(Duration delay) {
        scheduled = context.time().after(delay, context.loop(), () -> {
            isResting = false;
            isRunning = false;
            change.run();
        });
    }
}
