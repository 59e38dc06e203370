package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.KeyChange;

/// Reads the revision log from the file, beside whoever writes. Its monitor guards its connection.
final class ChangeReader implements AutoCloseable {

    private final Sql sql;
    private final Path file;
    private final Sealer sealer;
    private boolean closed;

    /// @param sql belongs to this object from now on
    ChangeReader(Sql sql, Path file, Sealer sealer) {
        this.sql = sql;
        this.file = file;
        this.sealer = sealer;
        sql.run("PRAGMA query_only = ON");
    }

    synchronized List<TableChange> after(long revision, int atMost) {
        if (closed) {
            return List.of();
        }
        try {
            return read(revision, atMost);
        } catch (SqlFault e) {
            throw Faults.told(e, file);
        }
    }

    /// Both kinds of change as they stand at one moment.
    private List<TableChange> read(long revision, int atMost) {
        sql.run("BEGIN");
        try {
            return merged(new ArrayDeque<>(KeyRows.after(sql, revision, atMost)),
                    new ArrayDeque<>(GrantRows.after(sql, revision, atMost)), atMost);
        } finally {
            sql.run("ROLLBACK");
        }
    }

    private List<TableChange> merged(Deque<StoredKey> keys, Deque<GrantChange> grants, int atMost) {
        List<TableChange> merged = new ArrayList<>();
        while (merged.size() < atMost && !(keys.isEmpty() && grants.isEmpty())) {
            boolean grantIsNext = keys.isEmpty() || (!grants.isEmpty()
                    && grants.getFirst().revision() < keys.getFirst().description().revision());
            merged.add(grantIsNext ? grants.removeFirst() : new KeyChange(sealer.open(keys.removeFirst())));
        }
        return List.copyOf(merged);
    }

    @Override
    public synchronized void close() {
        closed = true;
        sql.close();
    }
}
