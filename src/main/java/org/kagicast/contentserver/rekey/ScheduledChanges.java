package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.time.Time;

/// Says when a change is to begin so that its switch falls on a moment of the schedule. The wall clock may be set, so it
/// is looked at again and again. It belongs to the stream's thread.
final class ScheduledChanges {

    static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final Runnable change;
    private Time.@Nullable Scheduled look;
    private @Nullable Instant aim;
    /// A clock set back must not make it come twice.
    private @Nullable Instant done;

    ScheduledChanges(StreamContext context, Supplier<RekeyPolicy> policy, Runnable change) {
        this.context = context;
        this.policy = policy;
        this.change = change;
    }

    void begin() {
        stop();
        aim();
    }

    void stop() {
        aim = null;
        if (look != null) {
            look.cancel();
        }
    }

    private void look() {
        Instant aimed = aim;
        if (aimed != null && !earliestSwitch().isBefore(aimed)) {
            done = aimed;
            change.run();
        }
        aim();
    }

    private void aim() {
        Instant from = earliestSwitch();
        Instant next = policy.get().triggers().nextScheduled(from).orElse(null);
        if (next != null && next.equals(done)) {
            next = policy.get().triggers().nextScheduled(next).orElse(null);
        }
        aim = next;
        if (next != null) {
            Duration left = Duration.between(from, next);
            look = context.time().after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, context.loop(), this::look);
        }
    }

    /// When the switch comes if the change begins now.
    private Instant earliestSwitch() {
        return context.time().now().plus(policy.get().automaticLead());
    }
}
