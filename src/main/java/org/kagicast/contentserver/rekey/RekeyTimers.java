package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.Rekey.Event;
import org.kagicast.time.Time;

/// Says when a change is to begin by itself: when the key in use has had its crypto-period, and in time for a switch at a
/// moment of the schedule. It belongs to the stream's thread.
final class RekeyTimers {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final Consumer<Event> told;
    private final Period period = new Period();
    private final Schedule schedule = new Schedule();

    /// @param policy the one in force
    /// @param told takes [Event.PeriodOver] and [Event.Due]
    RekeyTimers(StreamContext context, Supplier<RekeyPolicy> policy, Consumer<Event> told) {
        this.context = context;
        this.policy = policy;
        this.told = told;
    }

    /// The crypto-period starts over.
    void beginPeriod() {
        period.begin();
    }

    void beginSchedule() {
        schedule.begin();
    }

    /// Another policy is in force: the key in use counts from its first use on.
    void adapt() {
        period.adapt();
        schedule.begin();
    }

    /// A change is due, but this is no moment to change.
    void rest() {
        period.askAgainSoon();
    }

    /// Whether a change is due that is not tried before [RekeyMachine#SOON].
    boolean isResting() {
        return period.isResting;
    }

    void stop() {
        period.stop();
        schedule.stop();
    }

    /// Runs from a key's first use.
    private final class Period {

        private Time.@Nullable Scheduled scheduled;
        private boolean isResting;
        private boolean isRunning;
        private long begun;

        void begin() {
            stop();
            begun = context.time().nanos();
            isRunning = true;
            scheduleAfter(Duration.ZERO);
        }

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

        void askAgainSoon() {
            stop();
            isResting = true;
            schedule(RekeyMachine.SOON);
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
                told.accept(new Event.PeriodOver());
            });
        }
    }

    /// The wall clock may be set, so it is looked at again and again.
    private final class Schedule {

        private Time.@Nullable Scheduled look;
        private @Nullable Instant aim;
        /// A clock set back must not make it come twice.
        private @Nullable Instant done;

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
                told.accept(new Event.Due());
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
                look = context.time().after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, context.loop(),
                        this::look);
            }
        }

        /// When the switch comes if the change begins now.
        private Instant earliestSwitch() {
            return context.time().now().plus(policy.get().automaticLead());
        }
    }
}
