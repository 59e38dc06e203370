package org.kagicast.keytable;

import java.util.NavigableMap;
import java.util.TreeMap;

/// Which epoch made which revision of a table. An epoch is an opening of the table in which something was changed, from
/// its first change on; its ID is drawn at random. A table that was put back to an older state begins another epoch than
/// the one that followed that state before, so whoever has a revision and the epoch that made it can tell whether both
/// mean the same history: epochs that are alike at a revision were alike before it.
///
/// Guarded by the table that has it.
public final class TableHistory {

    /// Epochs remembered; who is further behind than that begins anew.
    public static final int MOST = 1_000;

    private final NavigableMap<Long, String> epochs = new TreeMap<>();

    /// @param first the first revision that the epoch makes
    public void begin(long first, String epoch) {
        epochs.put(first, epoch);
        if (epochs.size() > MOST) {
            epochs.pollFirstEntry();
        }
    }

    /// The epoch that made a revision; empty if it is not known.
    public String epochAt(long revision) {
        var epoch = epochs.floorEntry(revision);
        return epoch == null ? "" : epoch.getValue();
    }
}
