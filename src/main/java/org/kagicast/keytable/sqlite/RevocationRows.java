package org.kagicast.keytable.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;

/// The statements on revocations.
final class RevocationRows {

    private static final String COLUMNS = "role, name, trust, revision";

    private RevocationRows() {
    }

    static void put(Sql sql, RevocationChange change) {
        sql.run("INSERT INTO policy_revocation (" + COLUMNS + ") VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                + "SET trust = excluded.trust, revision = excluded.revision", change.member().role().name(),
                change.member().name().value(), change.trust().name(), change.revision());
    }

    /// Whether a member is revoked by what the transaction holds.
    static boolean isRevoked(Sql sql, Member member) {
        return find(sql, member).filter(change -> change.trust() == Trust.REVOKED).isPresent();
    }

    private static Optional<RevocationChange> find(Sql sql, Member member) {
        return sql.first("SELECT " + COLUMNS + " FROM policy_revocation WHERE role = ? AND name = ?",
                RevocationRows::read, member.role().name(), member.name().value());
    }

    static List<RevocationChange> all(Sql sql) {
        return after(sql, 0, Integer.MAX_VALUE);
    }

    static List<RevocationChange> after(Sql sql, long revision, int atMost) {
        return sql.all("SELECT " + COLUMNS + " FROM policy_revocation WHERE revision > ? ORDER BY revision LIMIT ?",
                RevocationRows::read, revision, atMost);
    }

    private static RevocationChange read(ResultSet row) throws SQLException {
        Member member = new Member(Role.valueOf(row.getString(1)), new NodeName(row.getString(2)));
        return new RevocationChange(member, Trust.valueOf(row.getString(3)), row.getLong(4));
    }
}
