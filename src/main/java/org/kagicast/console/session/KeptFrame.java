package org.kagicast.console.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.PackedSnapshot;

/// What was known of a domain at one moment, packed. Immutable.
///
/// @param at by the console's clock
/// @param marked whether something happened just before
/// @param lost packets lost by then, since `since`
/// @param since when the first snapshot of all came
record KeptFrame(Instant at, boolean marked, List<KeptNode> nodes, long lost, Optional<Instant> since) {

    KeptFrame {
        nodes = List.copyOf(nodes);
    }

    /// What was known of one node.
    ///
    /// @param snapshot without the rows of key servers' key tables
    /// @param rows a snapshot with these alone; frames between which they did not change share it
    record KeptNode(Optional<Destination> destination, Optional<Instant> silentSince, Optional<CodedMessage> reason,
            Optional<CodedMessage> operator, Optional<PackedSnapshot> snapshot, Optional<PackedSnapshot> rows) {

        NodeStatus status() {
            return new NodeStatus(destination, snapshot.map(this::whole), silentSince, reason, operator);
        }

        private NodeSnapshot whole(PackedSnapshot packed) {
            NodeSnapshot without = packed.snapshot();
            if (rows.isEmpty()) {
                return without;
            }
            Map<NodeName, KeyServerSnapshot> byName = rows.get().snapshot().keyServers().stream()
                    .collect(Collectors.toMap(KeyServerSnapshot::name, Function.identity(), (one, other) -> one));
            return without.withKeyServers(without.keyServers().stream()
                    .map(server -> Optional.ofNullable(byName.get(server.name()))
                            .map(with -> server.showing(with.keys())).orElse(server))
                    .toList());
        }
    }

    List<NodeStatus> statuses() {
        return nodes.stream().map(KeptNode::status).toList();
    }
}
