package org.kagicast.keytable;

import java.util.List;

/// A slave's copy of its master's key table (R15). One writer applies changes; any thread reads.
///
/// A copy that lasts stores each batch and the revision that it leads to as one, so that after a restart it goes on from
/// there.
public interface ReplicaTable extends KeyRecords, AutoCloseable {

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
