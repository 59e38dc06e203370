package org.kagicast.console.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.KeptFrame.KeptNode;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.node.PackedSnapshot;

/// Packs one frame after the other; what did not change since the one before is packed once. One call at a time.
final class FramePacker {

    private final Map<Optional<Destination>, Packed> before = new HashMap<>();

    /// What was packed of a node last, and what it was packed from.
    private record Packed(NodeSnapshot snapshot, PackedSnapshot packed, List<List<KeyRow>> rows,
            Optional<PackedSnapshot> packedRows) {}

    /// @param lost packets lost by then
    /// @param since when the first snapshot of all came
    KeptFrame pack(DomainView whole, Instant at, boolean marked, long lost, Optional<Instant> since) {
        List<KeptNode> nodes = new ArrayList<>();
        for (NodeStatus node : whole.nodes()) {
            Optional<Packed> packed = node.snapshot().map(snapshot -> packed(node.destination(), snapshot));
            nodes.add(new KeptNode(node.destination(), node.silentSince(), node.reason(), node.operator(),
                    packed.map(Packed::packed), packed.flatMap(Packed::packedRows)));
        }
        before.keySet().retainAll(whole.nodes().stream().map(NodeStatus::destination).toList());
        return new KeptFrame(at, marked, nodes, lost, since);
    }

    @SuppressWarnings("ReferenceEquality") // the same snapshot was packed already; comparing all of it is what this
                                           // saves
    private Packed packed(Optional<Destination> node, NodeSnapshot snapshot) {
        Packed last = before.get(node);
        if (last != null && last.snapshot() == snapshot) {
            return last;
        }
        List<List<KeyRow>> rows = snapshot.keyServers().stream().map(KeyServerSnapshot::keys).toList();
        Optional<PackedSnapshot> packedRows = last != null && last.rows().equals(rows)
                ? last.packedRows()
                : rows.stream().allMatch(List::isEmpty)
                        ? Optional.empty()
                        : Optional.of(PackedSnapshot.of(rowsAlone(snapshot)));
        NodeSnapshot without = snapshot.withKeyServers(
                snapshot.keyServers().stream().map(server -> server.showing(List.of())).toList());
        Packed next = new Packed(snapshot, PackedSnapshot.of(without), rows, packedRows);
        before.put(node, next);
        return next;
    }

    private static NodeSnapshot rowsAlone(NodeSnapshot snapshot) {
        return new NodeSnapshot(snapshot.node(), snapshot.at(), snapshot.sequence(), snapshot.keyServers(), List.of(),
                List.of());
    }
}
