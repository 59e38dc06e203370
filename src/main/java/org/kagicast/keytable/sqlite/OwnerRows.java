package org.kagicast.keytable.sqlite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The statements on who owns which stream.
final class OwnerRows {

    private OwnerRows() {
    }

    static Map<StreamName, NodeName> all(Sql sql) {
        Map<StreamName, NodeName> owners = new HashMap<>();
        sql.all("SELECT stream, owner FROM stream_owner",
                row -> owners.put(new StreamName(row.getString(1)), new NodeName(row.getString(2))));
        return owners;
    }

    static Optional<NodeName> of(Sql sql, StreamName stream) {
        return sql.first("SELECT owner FROM stream_owner WHERE stream = ?", row -> new NodeName(row.getString(1)),
                stream.value());
    }

    static long streamsOf(Sql sql, NodeName owner) {
        return sql.number("SELECT count(*) FROM stream_owner WHERE owner = ?", owner.value());
    }

    static void put(Sql sql, StreamName stream, NodeName owner) {
        sql.run("INSERT INTO stream_owner (stream, owner) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE "
                + "SET owner = excluded.owner", stream.value(), owner.value());
    }

    static void delete(Sql sql, StreamName stream) {
        sql.run("DELETE FROM stream_owner WHERE stream = ?", stream.value());
    }
}
