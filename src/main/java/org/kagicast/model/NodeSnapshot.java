package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All roles of one node at one moment.
///
/// @param sequence    grows by one with each snapshot of this node
/// @param connections empty for a node that nobody reaches over the network
public record NodeSnapshot(NodeName node, Instant at, long sequence, List<KeyServerSnapshot> keyServers,
        List<ContentServerSnapshot> contentServers, List<ClientSnapshot> clients,
        Optional<ConnectionCounts> connections) {

    public NodeSnapshot {
        keyServers = List.copyOf(keyServers);
        contentServers = List.copyOf(contentServers);
        clients = List.copyOf(clients);
    }

    /// Of a node that nobody reaches over the network.
    public NodeSnapshot(NodeName node, Instant at, long sequence, List<KeyServerSnapshot> keyServers,
            List<ContentServerSnapshot> contentServers, List<ClientSnapshot> clients) {
        this(node, at, sequence, keyServers, contentServers, clients, Optional.empty());
    }
}
