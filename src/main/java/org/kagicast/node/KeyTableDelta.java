package org.kagicast.node;

import java.util.List;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot.KeyRow;

/// What has changed in the rows of a key table, for one who knows it as it was ([KnownKeyTable]).
///
/// @param revision counts the deltas of the table; 1 begins with an empty table
/// @param gone are taken out first
/// @param changed take the place of a row of the same key ID, or stand at the end
/// @param more whether the table is told for the first time, and not in full yet
record KeyTableDelta(long revision, List<KeyId> gone, List<KeyRow> changed, boolean more) {

    /// IDs and rows together.
    static final int MOST = 2_000;

    KeyTableDelta {
        gone = List.copyOf(gone);
        changed = List.copyOf(changed);
        if (gone.size() + changed.size() > MOST) {
            throw new IllegalArgumentException("a delta of a key table has at most " + MOST + " IDs and rows");
        }
    }

    /// Whether it needs no other one before it.
    boolean isFirst() {
        return revision == 1;
    }
}
