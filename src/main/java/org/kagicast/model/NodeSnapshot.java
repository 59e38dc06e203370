package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// All roles of one node at one moment.
///
/// @param sequence    grows by one with each snapshot of this node
/// @param connections empty for a node that nobody reaches over the network
/// @param certificateEnds when the node's certificate ends, if it has one
/// @param problems what is wrong with the node itself, each in one sentence
public record NodeSnapshot(NodeName node, Instant at, long sequence, List<KeyServerSnapshot> keyServers,
        List<ContentServerSnapshot> contentServers, List<ClientSnapshot> clients,
        Optional<ConnectionCounts> connections, Optional<Instant> certificateEnds, List<CodedMessage> problems) {

    public NodeSnapshot {
        keyServers = List.copyOf(keyServers);
        contentServers = List.copyOf(contentServers);
        clients = List.copyOf(clients);
        problems = List.copyOf(problems);
    }

    /// Of a node that nobody reaches over the network.
    public NodeSnapshot(NodeName node, Instant at, long sequence, List<KeyServerSnapshot> keyServers,
            List<ContentServerSnapshot> contentServers, List<ClientSnapshot> clients) {
        this(node, at, sequence, keyServers, contentServers, clients, Optional.empty(), Optional.empty(), List.of());
    }

    /// How many different clients have fetched a key that is in use or to come, as far as these key servers know: a key
    /// master's count has those of its slaves in it, so that the highest is the whole.
    public int fetchers(KeyId keyId) {
        return keyServers.stream().mapToInt(server -> server.fetchers().getOrDefault(keyId, 0)).max().orElse(0);
    }

    /// The same with other key servers.
    public NodeSnapshot withKeyServers(List<KeyServerSnapshot> others) {
        return new NodeSnapshot(node, at, sequence, others, contentServers, clients, connections, certificateEnds,
                problems);
    }

    /// The same as of another moment.
    public NodeSnapshot asOf(Instant then, long number) {
        return new NodeSnapshot(node, then, number, keyServers, contentServers, clients, connections, certificateEnds,
                problems);
    }
}
