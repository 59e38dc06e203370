package org.kagicast.keytable.sqlite;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.kagicast.keytable.ReplicaTable;

/// What the file says of the table as a whole.
///
/// @param origin what its sealed keys are bound to
/// @param identity names it to its copies; that of the master's table in a copy, empty before it has met one
/// @param restored whether it ever was a backup, so that keys may have been given out that it does not know
/// @param takenIn when a copy last took in a change; empty if it never did
/// @param forgotten the latest revision whose record is forgotten; 0 if none is
/// @param running how long it has been open in all, in nanoseconds, as far as that is stored
/// @param epoch of a copy, the epoch of the master's table that made its revision; empty if it is not known
/// @param whole of a copy, whether it has ever been the whole table
record TableRow(String origin, String identity, long revision, boolean restored, Optional<Instant> takenIn,
        long forgotten, long running, String epoch, boolean whole) {

    static TableRow load(Sql sql) {
        return sql.first("SELECT origin, identity, revision, restored, taken_in, forgotten, running, epoch, whole "
                + "FROM key_table",
                row -> new TableRow(row.getString(1), row.getString(2), row.getLong(3), row.getBoolean(4),
                        KeyRecordStatements.optionalInstant(row, 5), row.getLong(6), row.getLong(7), row.getString(8),
                        row.getBoolean(9)))
                .orElseThrow(() -> new IllegalArgumentException("it does not say which table it is"));
    }

    /// What sealed keys are bound to, of a file of whatever version.
    static String origin(Sql sql) {
        return sql.first("SELECT origin FROM key_table", row -> row.getString(1))
                .orElseThrow(() -> new IllegalArgumentException("it does not say which table it is"));
    }

    static void make(Sql sql, FileKind kind, String origin) {
        boolean isTable = kind == FileKind.TABLE;
        sql.run("INSERT INTO key_table (one, origin, identity, revision, restored, whole) VALUES (1, ?, ?, 0, 0, ?)",
                origin, isTable ? origin : "", isTable ? 1 : 0);
    }

    static void setRevision(Sql sql, long revision, long running, byte[] policySeal) {
        sql.run("UPDATE key_table SET revision = ?, running = ?, policy_seal = ?", revision, running,
                policySeal);
    }

    /// The MAC of the policy ([PolicySeal]); empty if there is none.
    static byte[] policySeal(Sql sql) {
        boolean isThere = sql.exists("SELECT 1 FROM pragma_table_info('key_table') WHERE name = 'policy_seal'");
        return isThere
                ? sql.first("SELECT coalesce(policy_seal, x'') FROM key_table", row -> row.getBytes(1))
                        .orElse(new byte[0])
                : new byte[0];
    }

    static void setPolicySeal(Sql sql, byte[] policySeal) {
        sql.run("UPDATE key_table SET policy_seal = ?", policySeal);
    }

    /// The file becomes a copy of another table, of which it has nothing yet.
    static void startOver(Sql sql, String identity) {
        sql.run("UPDATE key_table SET identity = ?, revision = 0, taken_in = NULL, epoch = '', whole = 0",
                identity);
    }

    static void setForgotten(Sql sql, long revision) {
        sql.run("UPDATE key_table SET forgotten = max(forgotten, ?)", revision);
    }

    /// What a copy has come to.
    static void setReached(Sql sql, ReplicaTable.Reached reached, Instant at) {
        sql.run("UPDATE key_table SET taken_in = ?, epoch = ?, whole = max(whole, ?)", KeyRecordStatements.nanos(at),
                reached.epoch(), reached.isWhole() ? 1 : 0);
    }

    static void setPutBack(Sql sql) {
        sql.run("UPDATE key_table SET restored = 1");
    }

    static void setRestored(Sql sql, UUID identity) {
        sql.run("UPDATE key_table SET identity = ?, restored = 1", identity.toString());
    }
}
