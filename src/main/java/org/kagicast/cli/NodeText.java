package org.kagicast.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;

/// A node's state for people.
final class NodeText {

    private NodeText() {
    }

    static void status(NodeSnapshot snapshot, PrintWriter out) {
        snapshot.keyServers()
                .forEach(server -> out.printf("%s %s: %d keys, revision %d, %d creations, %d requests, %d refusals%s%n",
                        server.role().text(), server.name(), server.keys().size(), server.revision(),
                        server.creations(), server.requests(), server.refusals(), after(server.problem())));
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            server.streams()
                    .forEach(stream -> out.printf("stream %s to %s: %s, key %s, %d packets sent%s%s%s%n", stream.name(),
                            stream.group(), lower(stream.status()),
                            stream.inUse().map(key -> key.keyId().toString()).orElse("none"), stream.packetsSent(),
                            by(server.io()), stream.pending().map(NodeText::pending).orElse(""),
                            after(stream.problem())));
        }
        snapshot.clients().forEach(client -> out.printf("client %s: %s, %d packets opened, %d lost, %d late%s%s%n",
                client.name(), lower(client.status()), client.counters().opened(), client.counters().lost(),
                client.counters().late(), by(client.io()), after(client.why())));
    }

    static void keys(NodeSnapshot snapshot, PrintWriter out) {
        for (KeyServerSnapshot server : snapshot.keyServers()) {
            out.println("Key table of " + server.name());
            server.keys().forEach(row -> out.printf("  %-17s %-20s %-20s %-12s %s  fetched by %d%n", row.keyId(),
                    row.stream(), row.owner(), lower(row.state()), row.fingerprint(), row.fetchers()));
        }
        for (ContentServerSnapshot server : snapshot.contentServers()) {
            out.println("Encryption-key table of " + server.name());
            server.keys().forEach(row -> out.printf("  %-17s %-20s %-12s %s  %d packets%n", row.keyId(), row.stream(),
                    lower(row.state()), row.fingerprint(), row.packets()));
        }
        for (ClientSnapshot client : snapshot.clients()) {
            out.println("Decryption-key table of " + client.name());
            client.keys().forEach(row -> out.printf("  %-17s %-20s %-12s %-8s  %d opened%s%n", row.keyId(),
                    row.stream().map(Object::toString).orElse(""), lower(row.status()), row.fingerprint(),
                    row.opened(), after(row.why())));
        }
    }

    /// The tables by the names of their holders, for scripts.
    static Map<String, Object> tables(NodeSnapshot snapshot) {
        Map<String, Object> tables = new LinkedHashMap<>();
        snapshot.keyServers().forEach(server -> tables.put(server.name().value(), server.keys()));
        snapshot.contentServers().forEach(server -> tables.put(server.name().value(), server.keys()));
        snapshot.clients().forEach(client -> tables.put(client.name().value(), client.keys()));
        return tables;
    }

    private static String pending(StreamSnapshot.PendingChange change) {
        return ", key " + change.keyId() + " announced for " + change.switchAt();
    }

    /// How datagrams pass through the system.
    private static String by(String io) {
        return io.isEmpty() ? "" : " by " + io;
    }

    private static String after(Optional<String> sentence) {
        return sentence.map(text -> " - " + text).orElse("");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
