package org.kagicast.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.DiskState;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;

/// A snapshot as metrics. Names follow Prometheus' conventions: counters end in `_total`, units are base units.
final class NodeMetrics {

    private final Metrics metrics = new Metrics();

    private NodeMetrics() {
    }

    static MetricSnapshots of(NodeSnapshot snapshot, Optional<DiskState> disk) {
        NodeMetrics all = new NodeMetrics();
        snapshot.keyServers().forEach(all::add);
        snapshot.contentServers().forEach(all::add);
        snapshot.clients().forEach(all::add);
        snapshot.connections().ifPresent(counts -> all.add(snapshot.node(), counts));
        String[] own = {"node", snapshot.node().value()};
        snapshot.certificateEnds()
                .ifPresent(end -> all.metrics.gauge("kagicast_node_certificate_expiry_timestamp_seconds",
                        "When the node's certificate ends, in seconds since 1970.", end.getEpochSecond(), own));
        all.metrics.gauge("kagicast_node_problems", "Problems of the node itself that its status tells.",
                snapshot.problems().size(), own);
        disk.ifPresent(state -> all.add(state, own));
        return all.metrics.snapshots();
    }

    private void add(DiskState disk, String... own) {
        metrics.gauge("kagicast_node_disk_free_bytes", "Room on the disk of the node's data folder.", disk.free(),
                own);
        metrics.gauge("kagicast_node_disk_size_bytes", "Size of the disk of the node's data folder.", disk.total(),
                own);
        metrics.gauge("kagicast_node_disk_reserve", "1 while the room kept for what is urgent on a full disk is there.",
                disk.hasReserve() ? 1 : 0, own);
        metrics.gauge("kagicast_node_disk_cannot_write",
                "1 while the audit log, key table or copy of one cannot be written.",
                disk.isWritten() ? 0 : 1, own);
        metrics.gauge("kagicast_node_files_replaced",
                "1 while files of the data folder are removed or replaced that the node has open.",
                disk.isInPlace() ? 0 : 1, own);
    }

    private void add(NodeName node, ConnectionCounts counts) {
        metrics.gauge("kagicast_node_connections", "Connections of others to the node.", counts.open(), "node",
                node.value());
        metrics.counter("kagicast_node_connections_refused", "Connections refused, or closed in favour of others.",
                counts.refused(), "node", node.value());
        metrics.counter("kagicast_node_calls_refused",
                "Calls of callers who may not make them, as of somebody revoked.",
                counts.callers().calls(), "node", node.value());
        metrics.counter("kagicast_node_handshakes_refused", "TLS handshakes of callers that are not to be believed.",
                counts.callers().handshakes(), "node", node.value());
    }

    private void add(KeyServerSnapshot server) {
        String[] own = {"key_server", server.name().value()};
        metrics.counter("kagicast_key_server_keys_created", "Keys created.", server.creations(), own);
        metrics.counter("kagicast_key_server_requests", "Key information requests.", server.requests(), own);
        metrics.counter("kagicast_key_server_refusals", "Key information requests refused.", server.refusals(), own);
        metrics.gauge("kagicast_key_server_revision", "Revision of the key table.", server.revision(), own);
        for (KeyState state : KeyState.values()) {
            metrics.gauge("kagicast_key_server_keys", "Keys in the key table, by state (NIST SP 800-57).",
                    server.counts().getOrDefault(state, 0), "key_server", server.name().value(), "state", text(state));
        }
        server.copy().ifPresent(copy -> {
            metrics.gauge("kagicast_key_slave_hears_master", "1 while the key master is heard.",
                    copy.hearsMaster() ? 1 : 0, own);
            metrics.gauge("kagicast_key_slave_revisions_behind", "Revisions behind the key master.", copy.behind(),
                    own);
        });
    }

    private void add(ContentServerSnapshot server) {
        for (StreamSnapshot stream : server.streams()) {
            String[] own = {"content_server", server.name().value(), "stream", stream.name().value()};
            metrics.counter("kagicast_stream_packets_sent", "Data packets sent.", stream.packetsSent(), own);
            metrics.counter("kagicast_stream_sent_bytes", "Payload bytes sent.", stream.bytesSent(), own);
            metrics.counter("kagicast_stream_oversized", "Datagrams of the source that were too long to send.",
                    stream.oversized(), own);
            metrics.counter("kagicast_stream_packets_refused", "Packets that the sender's own system did not take.",
                    stream.refused(), own);
            metrics.counter("kagicast_stream_rekeys_announced", "Announced key changes.", stream.announcedRekeys(),
                    own);
            metrics.counter("kagicast_stream_rekeys_immediate", "Key changes with no announcement.",
                    stream.immediateRekeys(), own);
            metrics.gauge("kagicast_stream_key_packets", "Packets sealed with the key in use.",
                    stream.inUse().map(StreamSnapshot.KeyInUse::packets).orElse(0L), own);
            stream.lines().forEach(line -> metrics.gauge("kagicast_stream_key_number",
                    "Number of the key in use, as the key server counts the keys of the stream and label; 0 if not known.",
                    line.inUse().map(StreamSnapshot.KeyInUse::number).orElse(0L), "content_server",
                    server.name().value(), "stream", stream.name().value(), "label", line.label().value()));
            metrics.gauge("kagicast_stream_problem", "1 while the stream has a problem that its status tells.",
                    stream.problem().isPresent() ? 1 : 0, own);
            metrics.states("kagicast_stream_status", "What the stream does.", stream.status(), names(stream.status()),
                    own);
        }
    }

    private void add(ClientSnapshot client) {
        String[] own = {"client", client.name().value()};
        ClientCounters counters = client.counters();
        metrics.counter("kagicast_client_packets_received", "Packets received.", counters.received(), own);
        metrics.counter("kagicast_client_packets_opened", "Data packets decrypted and delivered.", counters.opened(),
                own);
        metrics.counter("kagicast_client_delivered_bytes", "Payload bytes delivered.", counters.bytes(), own);
        metrics.counter("kagicast_client_packets_authentic", "Packets that their content server has vouched for.",
                counters.authenticity().authentic(), own);
        metrics.counter("kagicast_client_packets_lost", "Packets that never came, by their counters.",
                counters.lost(), own);
        metrics.counter("kagicast_client_packets_late", "Packets that waited for their key.", counters.late(), own);
        dropped(client, "expired", counters.expired());
        dropped(client, "forged", counters.forged());
        dropped(client, "replayed", counters.replayed());
        dropped(client, "superseded", counters.superseded());
        dropped(client, "too-old", counters.tooOld());
        dropped(client, "malformed", counters.malformed());
        dropped(client, "unauthenticated", counters.authenticity().unauthenticated());
        dropped(client, "impostor", counters.authenticity().impostor());
        counters.refused().forEach((reason, packets) -> dropped(client, reason.text(), packets));
        metrics.gauge("kagicast_client_packets_held", "Packets held until their key is there.", counters.held(), own);
        metrics.counter("kagicast_client_keys_fetched", "Keys fetched.", counters.keysFetched(), own);
        metrics.gauge("kagicast_client_keys", "Keys in the decryption-key table.", client.keys().size(), own);
        metrics.states("kagicast_client_status", "What the client does.", client.status(), names(client.status()),
                own);
        client.receptions().forEach(one -> add(client.name(), one));
    }

    private void add(NodeName client, ClientSnapshot.Reception reception) {
        String[] own = {"client", client.value(), "group", reception.text()};
        ClientCounters counters = reception.counters();
        metrics.counter("kagicast_group_packets_received", "Packets received of a group.", counters.received(), own);
        metrics.counter("kagicast_group_packets_opened", "Data packets of a group decrypted and delivered.",
                counters.opened(), own);
        metrics.counter("kagicast_group_packets_lost", "Packets of a group that never came, by their counters.",
                counters.lost(), own);
        metrics.gauge("kagicast_group_problem", "1 while the group needs care, as its status tells.",
                reception.why().isPresent() ? 1 : 0, own);
    }

    private void dropped(ClientSnapshot client, String why, long packets) {
        metrics.counter("kagicast_client_packets_dropped", "Packets received and not delivered, by reason.", packets,
                "client", client.name().value(), "reason", why);
    }

    private static List<String> names(Enum<?> one) {
        return Arrays.stream(one.getDeclaringClass().getEnumConstants()).map(NodeMetrics::text).toList();
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
