package org.kagicast.keytable.sqlite;

import org.kagicast.keytable.TableHistory;

/// The statements on the epochs of a table.
final class EpochRows {

    private EpochRows() {
    }

    /// What is known of the table's past. A table from before there were epochs has had one.
    ///
    /// @param unnamed the ID for that one
    static TableHistory load(Sql sql, String unnamed) {
        if (!sql.exists("SELECT 1 FROM epoch")) {
            sql.run("INSERT INTO epoch (first, id) VALUES (0, ?)", unnamed);
        }
        TableHistory history = new TableHistory();
        sql.all("SELECT first, id FROM epoch ORDER BY first", row -> {
            history.begin(row.getLong(1), row.getString(2));
            return true;
        });
        return history;
    }

    static void begin(Sql sql, long first, String epoch) {
        sql.run("INSERT OR REPLACE INTO epoch (first, id) VALUES (?, ?)", first, epoch);
        sql.run("DELETE FROM epoch WHERE first NOT IN (SELECT first FROM epoch ORDER BY first DESC LIMIT ?)",
                TableHistory.MOST);
    }
}
