package org.kagicast.keytable.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.kagicast.keytable.Grant;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The statements on grants.
final class GrantRows {

    private static final String COLUMNS = "client, stream, label, standing, revision";

    private GrantRows() {
    }

    static void put(Sql sql, GrantChange change) {
        sql.run("INSERT INTO policy_grant (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
                + "SET standing = excluded.standing, revision = excluded.revision", change.grant().client().value(),
                change.grant().stream().value(), change.grant().label().value(), change.standing().name(),
                change.revision());
    }

    static Optional<GrantChange> find(Sql sql, Grant grant) {
        return sql.first("SELECT " + COLUMNS + " FROM policy_grant WHERE client = ? AND stream = ? AND label = ?",
                GrantRows::read, grant.client().value(), grant.stream().value(), grant.label().value());
    }

    /// Every grant of a client that holds or was taken back.
    static List<GrantChange> of(Sql sql, NodeName client) {
        return sql.all("SELECT " + COLUMNS + " FROM policy_grant WHERE client = ?", GrantRows::read, client.value());
    }

    /// Grants ever given.
    static long count(Sql sql) {
        return sql.number("SELECT count(*) FROM policy_grant");
    }

    static List<GrantChange> all(Sql sql) {
        return after(sql, 0, Integer.MAX_VALUE);
    }

    static List<GrantChange> after(Sql sql, long revision, int atMost) {
        return sql.all("SELECT " + COLUMNS + " FROM policy_grant WHERE revision > ? ORDER BY revision LIMIT ?",
                GrantRows::read, revision, atMost);
    }

    private static GrantChange read(ResultSet row) throws SQLException {
        Grant grant = new Grant(new NodeName(row.getString(1)), new StreamName(row.getString(2)),
                new KeyLabel(row.getString(3)));
        return new GrantChange(grant, Standing.valueOf(row.getString(4)), row.getLong(5));
    }
}
