package org.kagicast.model;

import java.time.Instant;
import java.util.List;

/// All roles of one node at one moment.
///
/// @param sequence grows by one with each snapshot of this node
public record NodeSnapshot(NodeName node, Instant at, long sequence, List<KeyServerSnapshot> keyServers,
        List<ContentServerSnapshot> contentServers, List<ClientSnapshot> clients) {

    public NodeSnapshot {
        keyServers = List.copyOf(keyServers);
        contentServers = List.copyOf(contentServers);
        clients = List.copyOf(clients);
    }
}
