package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;

/// The announced change of a stream's key that has not happened yet, at most one (R18, R19, R21). It belongs to the
/// stream's thread.
///
/// A key that nobody can have, as far as is known when its lead time is over, is not switched to: the one in use is fine,
/// and goes on for a bounded time until the obstacle is gone.
final class ComingKey {

    private final KeyRequest.Office office;
    private final StreamContext context;
    private final Supplier<RekeyPolicy> policy;
    private final KeySwitch keys;
    private final Announcer announcer;
    private final Readiness readiness;
    private final Runnable takenOver;
    private final Runnable gone;
    private @Nullable PendingChange pending;
    /// Read by others.
    private volatile Optional<KeyId> named = Optional.empty();

    /// @param takenOver runs after each switch to an announced key
    /// @param gone runs after a key was withdrawn because the key server has lost it
    ComingKey(KeyRequest.Office office, Supplier<RekeyPolicy> policy, KeySwitch keys, Announcer announcer,
            Readiness readiness,
            Runnable takenOver, Runnable gone) {
        this.office = office;
        this.context = office.context();
        this.policy = policy;
        this.keys = keys;
        this.announcer = announcer;
        this.readiness = readiness;
        this.takenOver = takenOver;
        this.gone = gone;
    }

    Optional<KeyId> id() {
        return Optional.ofNullable(pending).map(change -> change.key().id());
    }

    /// As [#id()], safe from any thread.
    Optional<KeyId> named() {
        return named;
    }

    Optional<StreamSnapshot.PendingChange> snapshot() {
        return Optional.ofNullable(pending).map(change -> change.snapshot(readiness));
    }

    /// Announces a key, and switches to it when the lead time is over, unless the switch is put off.
    void announce(EncryptionKey key, Duration leadTime) {
        PendingChange change = new PendingChange(office.context(), key, leadTime, this::takeOverWhenDue);
        pending = change;
        named = Optional.of(key.id());
        announcer.announce(key, keys.inUse().id(), leadTime, change::remaining);
        readiness.watch(key.id(), keys.inUse().id(), this::takeOverWhenDue);
    }

    /// Puts the switch off; only while a change is pending. The group is told so, as long as it lasts.
    void hold(RekeyCommand.Hold order) {
        PendingChange change = pending;
        if (change != null) {
            change.hold(order);
            announcer.goOn();
            takeOverWhenDue();
        }
    }

    /// Switches now, whatever the time and whatever holds it.
    void takeOver() {
        PendingChange change = pending;
        if (change != null) {
            end(change);
            announcer.stop();
            keys.to(change.key(), KeySwitch.Kind.ANNOUNCED);
            takenOver.run();
        }
    }

    /// Tells the group that nothing is coming, and destroys the key.
    void withdraw() {
        if (pending != null) {
            drop();
            announcer.withdraw();
        }
    }

    /// Destroys the key without a word to the group.
    void drop() {
        announcer.stop();
        PendingChange change = pending;
        if (change != null) {
            end(change);
            office.table().retire(change.key(), KeyState.DESTROYED);
            office.reports().tell(change.key().id(), KeyState.DESTROYED);
        }
    }

    private void takeOverWhenDue() {
        PendingChange change = pending;
        if (change == null || !change.isDue(readiness.share())) {
            return;
        }
        if (readiness.isGone()) {
            context.warn("The key server " + context.keyServer() + " has no key " + change.key().id() + " any more: "
                    + context.line() + " gets another one.");
            withdraw();
            gone.run();
            return;
        }
        Optional<Obstacle> obstacle = change.isHeldByOrder() ? Optional.empty() : readiness.obstacle();
        if (obstacle.isEmpty() || isLongEnough(change, obstacle.get())) {
            takeOver();
        }
    }

    /// Puts the change off, unless it has been put off for long enough.
    private boolean isLongEnough(PendingChange change, Obstacle obstacle) {
        Delay delay = change.delay().orElse(null);
        if (delay == null) {
            change.putOff(new Delay(context, policy.get(), obstacle));
            announcer.goOn();
            readiness.askNow();
            return false;
        }
        boolean isLongEnough = delay.isOver(obstacle);
        if (isLongEnough) {
            context.warn(delay.why(change.key()) + " The stream " + context.line()
                    + " changes to it all the same, since it has waited since " + delay.since() + ".");
        } else if (delay.becomesWorthTelling()) {
            trouble().ifPresent(context::warn);
        }
        return isLongEnough;
    }

    /// Why the switch is put off, since when and until when, in one sentence; empty while it is not.
    Optional<String> trouble() {
        return Optional.ofNullable(pending).flatMap(change -> change.delay().filter(Delay::isWorthTelling)
                .map(delay -> delay.why(change.key()) + " The stream " + context.line() + " has put its change to key "
                        + change.key().id() + " off since " + delay.since() + ", until " + delay.atMost()
                        + " at the latest; key " + keys.inUse().id() + " stays in use meanwhile."));
    }

    private void end(PendingChange change) {
        change.cancel();
        readiness.stop();
        pending = null;
        named = Optional.empty();
    }
}
