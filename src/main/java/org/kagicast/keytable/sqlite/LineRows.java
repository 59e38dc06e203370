package org.kagicast.keytable.sqlite;

import org.kagicast.model.KeyLine;

/// The statements on the highest key number of each line.
final class LineRows {

    private LineRows() {
    }

    /// The highest number that a key of this line ever had; 0 if there was none.
    static long highest(Sql sql, KeyLine line) {
        return sql.number("SELECT coalesce(max(highest), 0) FROM key_line WHERE stream = ? AND label = ?",
                line.stream().value(), line.label().value());
    }

    static void put(Sql sql, KeyLine line, long highest) {
        sql.run("INSERT INTO key_line (stream, label, highest) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                + "SET highest = max(highest, excluded.highest)", line.stream().value(), line.label().value(), highest);
    }
}
