package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;

/// An announced change that has not happened yet.
record PendingChange(EncryptionKey key, Instant announced, Duration leadTime, Time.Scheduled takeOver) {

    StreamSnapshot.PendingChange snapshot() {
        return new StreamSnapshot.PendingChange(key.id(), announced, announced.plus(leadTime));
    }
}
