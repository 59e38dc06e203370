package org.kagicast.contentserver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.StreamSnapshot;

/// The announced change of a stream's key that has not happened yet, at most one (R18, R19, R21). It belongs to the
/// stream's thread.
final class ComingKey {

    private final KeyRequest.Office office;
    private final KeySwitch keys;
    private final Announcer announcer;
    private final Runnable takenOver;
    private @Nullable PendingChange pending;

    /// @param takenOver runs after each switch to an announced key
    ComingKey(KeyRequest.Office office, KeySwitch keys, Announcer announcer, Runnable takenOver) {
        this.office = office;
        this.keys = keys;
        this.announcer = announcer;
        this.takenOver = takenOver;
    }

    Optional<KeyId> id() {
        return Optional.ofNullable(pending).map(change -> change.key().id());
    }

    Optional<StreamSnapshot.PendingChange> snapshot() {
        return Optional.ofNullable(pending).map(PendingChange::snapshot);
    }

    /// Announces a key, and switches to it when the lead time is over.
    void announce(EncryptionKey key, Duration leadTime) {
        StreamContext context = office.context();
        var takeOver = context.time().after(leadTime, context.loop(), this::takeOver);
        pending = new PendingChange(key, context.time().now(), leadTime, takeOver);
        announcer.announce(key.id(), keys.inUse().id(), leadTime);
    }

    /// Switches now.
    void takeOver() {
        PendingChange change = pending;
        if (change != null) {
            change.takeOver().cancel();
            pending = null;
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
            change.takeOver().cancel();
            office.table().retire(change.key(), KeyState.DESTROYED);
            office.reports().tell(change.key().id(), KeyState.DESTROYED);
            pending = null;
        }
    }
}
