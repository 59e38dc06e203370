package org.kagicast.audit;

/// A key table at one of its revisions.
///
/// @param table the ID that names it to its copies; at most [#LONGEST] letters
public record TableMoment(String table, long revision) {

    static final int LONGEST = 64;

    public TableMoment {
        if (table.length() > LONGEST || revision < 0) {
            throw new IllegalArgumentException("a table has a short ID, and counts its revisions from 0");
        }
    }
}
