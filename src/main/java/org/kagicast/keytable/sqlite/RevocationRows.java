package org.kagicast.keytable.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.model.NodeName;

/// The statements on revocations.
final class RevocationRows {

    private RevocationRows() {
    }

    static void put(Sql sql, RevocationChange change) {
        sql.run("INSERT INTO policy_revocation (client, revision) VALUES (?, ?) ON CONFLICT DO NOTHING",
                change.client().value(),
                change.revision());
    }

    static boolean exists(Sql sql, NodeName client) {
        return sql.exists("SELECT 1 FROM policy_revocation WHERE client = ?", client.value());
    }

    static List<RevocationChange> all(Sql sql) {
        return after(sql, 0, Integer.MAX_VALUE);
    }

    static List<RevocationChange> after(Sql sql, long revision, int atMost) {
        return sql.all("SELECT client, revision FROM policy_revocation WHERE revision > ? ORDER BY revision LIMIT ?",
                RevocationRows::read, revision, atMost);
    }

    private static RevocationChange read(ResultSet row) throws SQLException {
        return new RevocationChange(new NodeName(row.getString(1)), row.getLong(2));
    }
}
