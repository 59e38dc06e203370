package org.kagicast.keytable.sqlite;

import java.util.UUID;

/// What the file says of the table as a whole.
///
/// @param origin what its sealed keys are bound to
/// @param identity names it to its copies
/// @param restored whether it ever was a backup, so that keys may have been given out that it does not know
record TableRow(String origin, String identity, long revision, boolean restored) {

    static TableRow load(Sql sql) {
        return sql.first("SELECT origin, identity, revision, restored FROM key_table",
                row -> new TableRow(row.getString(1), row.getString(2), row.getLong(3), row.getBoolean(4)))
                .orElseThrow(() -> new IllegalArgumentException("it does not say which table it is"));
    }

    static void make(Sql sql, String origin) {
        sql.run("INSERT INTO key_table (one, origin, identity, revision, restored) VALUES (1, ?, ?, 0, 0)", origin,
                origin);
    }

    static void setRevision(Sql sql, long revision) {
        sql.run("UPDATE key_table SET revision = ?", revision);
    }

    static void setRestored(Sql sql, UUID identity) {
        sql.run("UPDATE key_table SET identity = ?, restored = 1", identity.toString());
    }
}
