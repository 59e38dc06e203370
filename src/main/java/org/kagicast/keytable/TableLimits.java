package org.kagicast.keytable;

/// How much a table takes in before it refuses, so that no caller can fill the memory.
///
/// @param records keys ever held, destroyed ones included
/// @param streamsPerOwner streams of one content server
/// @param grants pairs of client and stream ever granted
public record TableLimits(int records, int streamsPerOwner, int grants) {

    public static final TableLimits DEFAULT = new TableLimits(100_000, 1_000, 100_000);

    public TableLimits {
        if (records < 1 || streamsPerOwner < 1 || grants < 1) {
            throw new IllegalArgumentException("a table that takes nothing serves nobody");
        }
    }
}
