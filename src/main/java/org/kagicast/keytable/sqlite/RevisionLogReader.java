package org.kagicast.keytable.sqlite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.KeyChange;

/// Reads the revision log from the file, beside whoever writes. Its monitor guards its connection.
final class RevisionLogReader implements AutoCloseable {

    private final Sql sql;
    private final SqliteErrors faults;
    private final RecordSealer sealer;
    private boolean closed;

    /// @param sql belongs to this object from now on
    RevisionLogReader(Sql sql, SqliteErrors faults, RecordSealer sealer) {
        this.sql = sql;
        this.faults = faults;
        this.sealer = sealer;
        sql.run("PRAGMA query_only = ON");
    }

    /// @param upTo the latest revision that is to be told; what changed again after it is told with that change
    synchronized List<TableChange> after(long revision, long upTo, int atMost) {
        if (closed) {
            return List.of();
        }
        try {
            return read(revision, upTo, atMost);
        } catch (SqlFault e) {
            throw faults.told(e);
        }
    }

    /// All kinds of change as they stand at one moment; a key is opened only if it is handed out.
    private List<TableChange> read(long revision, long upTo, int atMost) {
        sql.run("BEGIN");
        try {
            List<Entry> entries = new ArrayList<>();
            KeyRecordStatements.after(sql, revision, atMost).forEach(key -> entries
                    .add(new Entry(key.description().revision(), () -> new KeyChange(sealer.open(key)))));
            GrantRows.after(sql, revision, atMost)
                    .forEach(change -> entries.add(new Entry(change.revision(), () -> change)));
            RevocationRows.after(sql, revision, atMost)
                    .forEach(change -> entries.add(new Entry(change.revision(), () -> change)));
            return entries.stream().filter(entry -> entry.revision <= upTo)
                    .sorted(Comparator.comparingLong(Entry::revision)).limit(atMost).map(entry -> entry.change.get())
                    .toList();
        } finally {
            sql.run("ROLLBACK");
        }
    }

    private record Entry(long revision, Supplier<TableChange> change) {}

    @Override
    public synchronized void close() {
        closed = true;
        sql.close();
    }
}
