package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;

/// The announced change of a stream's key that has not happened yet, at most one (R18, R19, R21). It belongs to the
/// stream's thread.
final class ComingKey {

    private final KeyRequest.Office office;
    private final KeySwitch keys;
    private final Announcer announcer;
    private final Readiness readiness;
    private final Runnable takenOver;
    private @Nullable PendingChange pending;

    /// @param takenOver runs after each switch to an announced key
    ComingKey(KeyRequest.Office office, KeySwitch keys, Announcer announcer, Readiness readiness, Runnable takenOver) {
        this.office = office;
        this.keys = keys;
        this.announcer = announcer;
        this.readiness = readiness;
        this.takenOver = takenOver;
    }

    Optional<KeyId> id() {
        return Optional.ofNullable(pending).map(change -> change.key().id());
    }

    Optional<StreamSnapshot.PendingChange> snapshot() {
        return Optional.ofNullable(pending).map(change -> change.snapshot(readiness));
    }

    /// Announces a key, and switches to it when the lead time is over, unless the switch is put off.
    void announce(EncryptionKey key, Duration leadTime) {
        PendingChange change = new PendingChange(office.context(), key, leadTime, this::takeOverWhenDue);
        pending = change;
        announcer.announce(key.id(), keys.inUse().id(), leadTime, change::remaining);
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
        if (pending != null && pending.isDue(readiness.share())) {
            takeOver();
        }
    }

    private void end(PendingChange change) {
        change.cancel();
        readiness.stop();
        pending = null;
    }
}
