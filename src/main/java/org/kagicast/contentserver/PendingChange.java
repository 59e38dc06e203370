package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;

/// An announced change that has not happened yet, and what may put it off. It belongs to the stream's thread.
final class PendingChange {

    private final StreamContext context;
    private final EncryptionKey key;
    private final Instant announced;
    private final Duration leadTime;
    private final long announcedNanos;
    private final Runnable look;
    private final Time.Scheduled due;
    private @Nullable Hold hold;
    private @Nullable Delay delay;

    /// @param look runs when the change may have become due
    PendingChange(StreamContext context, EncryptionKey key, Duration leadTime, Runnable look) {
        this.context = context;
        this.key = key;
        this.announced = context.time().now();
        this.announcedNanos = context.time().nanos();
        this.leadTime = leadTime;
        this.look = look;
        this.due = context.time().after(leadTime, context.loop(), look);
    }

    EncryptionKey key() {
        return key;
    }

    /// Puts the change off; what put it off before does so no more.
    void hold(RekeyCommand.Hold order) {
        cancelHold();
        delay = null;
        hold = Hold.begin(order, context, look);
    }

    /// @param share of the expected clients that have fetched the key, as far as known
    boolean isDue(Optional<Double> share) {
        return !planned().isPositive() && (hold == null || hold.isOver(context.time().nanos(), share));
    }

    /// Whether somebody has ordered how long it waits.
    boolean isHeldByOrder() {
        return hold != null;
    }

    /// What puts off a change that is due, if something does.
    Optional<Delay> delay() {
        return Optional.ofNullable(delay);
    }

    void putOff(Delay newDelay) {
        delay = newDelay;
    }

    /// How long the switch does not come, as far as anyone can tell; not negative.
    Duration remaining() {
        Duration planned = planned();
        Duration unordered = delay == null ? Duration.ZERO : Hold.AT_LEAST;
        Duration held = hold == null ? unordered : hold.atLeast(context.time().nanos());
        Duration longer = held.compareTo(planned) > 0 ? held : planned;
        return longer.isNegative() ? Duration.ZERO : longer;
    }

    /// Nothing of it will run any more.
    void cancel() {
        due.cancel();
        cancelHold();
    }

    StreamSnapshot.PendingChange snapshot(Readiness readiness) {
        return new StreamSnapshot.PendingChange(key.id(), announced, announced.plus(leadTime), readiness.fetchers(),
                readiness.expected(), Optional.ofNullable(hold).map(Hold::snapshot).or(
                        () -> delay().flatMap(Delay::snapshot)));
    }

    private Duration planned() {
        return leadTime.minusNanos(context.time().nanos() - announcedNanos);
    }

    private void cancelHold() {
        if (hold != null) {
            hold.cancel();
        }
    }
}
