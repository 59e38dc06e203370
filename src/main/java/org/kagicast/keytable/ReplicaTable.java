package org.kagicast.keytable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A slave's copy of its master's key table (R15). One writer applies changes; any thread reads.
///
/// A copy that lasts stores each batch and the revision that it leads to as one, so that after a restart it goes on from
/// there. A destroyed key is forgotten: nobody is answered with one, and a copy gives no IDs out.
public interface ReplicaTable extends KeyRecords, AutoCloseable {

    /// The log tells each record in its latest form only, so a copy has no order of its own.
    Comparator<KeyDescription> AS_THEY_CAME = Comparator.comparing(KeyDescription::created)
            .thenComparingLong(key -> key.keyId().value());

    /// When a copy that was found at its opening had last taken in a change, so how old it is at least. Empty for one
    /// that began empty.
    Optional<Instant> foundAsOf();

    /// Forgets and wipes everything, to become a copy of another table.
    void startOver(String tableId);

    /// Applies what changed after [#revision()], in order. Readers see all of it or nothing.
    ///
    /// @param changes stay with the caller, who closes them; the copy takes copies
    /// @param revision what the copy has reached by that
    void apply(List<TableChange> changes, long revision);

    /// Lets go of the copy and wipes every key in memory. Twice is harmless; later use finds no keys.
    @Override
    void close();
}
