package org.kagicast.console.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.timeline.Audience;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;

/// The one picture that the newest snapshots of a domain's nodes make together, and which node each part of it is on. A
/// part that two nodes show, as when one node is reached by two addresses, is taken from one of them: one that is heard,
/// if any is.
///
/// @param snapshot all roles, as if they were one node's; empty until one has been heard
/// @param nodes in the order in which they were opened
/// @param hosts the node of each part
public record DomainView(Optional<NodeSnapshot> snapshot, List<NodeStatus> nodes,
        Map<Target, NodeStatus> hosts) implements Freshness {

    static final DomainView EMPTY = new DomainView(Optional.empty(), List.of(), Map.of());

    public DomainView {
        nodes = List.copyOf(nodes);
        hosts = Map.copyOf(hosts);
    }

    static DomainView of(List<NodeStatus> nodes) {
        Map<Target, NodeStatus> hosts = new HashMap<>();
        nodes.stream().sorted(Comparator.comparing(NodeStatus::isSilent))
                .forEach(node -> node.snapshot().ifPresent(snapshot -> claim(snapshot, node, hosts)));
        List<NodeStatus> shown = nodes.stream().filter(node -> node.snapshot().isPresent()).toList();
        return new DomainView(shown.isEmpty() ? Optional.empty() : Optional.of(combined(shown, hosts)), nodes, hosts);
    }

    private static void claim(NodeSnapshot snapshot, NodeStatus node, Map<Target, NodeStatus> hosts) {
        snapshot.keyServers().forEach(server -> hosts.putIfAbsent(new Target.OfKeyServer(server.name()), node));
        snapshot.contentServers().stream().flatMap(server -> server.streams().stream())
                .forEach(stream -> hosts.putIfAbsent(new Target.OfStream(stream.name()), node));
        snapshot.clients().forEach(client -> hosts.putIfAbsent(new Target.OfClient(client.name()), node));
    }

    /// One node alone is shown as it is.
    private static NodeSnapshot combined(List<NodeStatus> nodes, Map<Target, NodeStatus> hosts) {
        NodeSnapshot first = nodes.getFirst().snapshot().orElseThrow();
        if (nodes.size() == 1) {
            return first;
        }
        List<KeyServerSnapshot> keyServers = new ArrayList<>();
        List<ContentServerSnapshot> contentServers = new ArrayList<>();
        List<ClientSnapshot> clients = new ArrayList<>();
        Instant at = first.at();
        for (NodeStatus node : nodes) {
            NodeSnapshot snapshot = node.snapshot().orElseThrow();
            at = snapshot.at().isAfter(at) ? snapshot.at() : at;
            snapshot.keyServers().stream()
                    .filter(server -> node.equals(hosts.get(new Target.OfKeyServer(server.name()))))
                    .forEach(keyServers::add);
            snapshot.contentServers().forEach(server -> contentServers.add(own(server, node, hosts)));
            snapshot.clients().stream().filter(client -> node.equals(hosts.get(new Target.OfClient(client.name()))))
                    .forEach(clients::add);
        }
        contentServers.removeIf(server -> server.streams().isEmpty());
        return new NodeSnapshot(first.node(), at, first.sequence(), keyServers, contentServers, clients);
    }

    private static ContentServerSnapshot own(ContentServerSnapshot server, NodeStatus node,
            Map<Target, NodeStatus> hosts) {
        var streams = server.streams().stream()
                .filter(stream -> node.equals(hosts.get(new Target.OfStream(stream.name())))).toList();
        return streams.size() == server.streams().size()
                ? server
                : new ContentServerSnapshot(server.name(), streams, streams.isEmpty() ? List.of() : server.keys(),
                        server.io());
    }

    /// The node that a part is on.
    public Optional<NodeStatus> host(Target part) {
        return Optional.ofNullable(hosts.get(part));
    }

    /// Whether the node of a part is not heard of now.
    public boolean isSilent(Target part) {
        NodeStatus node = hosts.get(part);
        return node != null && node.isSilent();
    }

    /// Something on the Live screen that a node hosts; empty for one of which none has been heard.
    public Optional<Target> anyPart(NodeStatus node) {
        return node.snapshot().flatMap(snapshot -> Stream.of(
                snapshot.keyServers().stream().<Target>map(server -> new Target.OfKeyServer(server.name())),
                Audience.streams(snapshot).stream().<Target>map(stream -> new Target.OfStream(stream.name())),
                snapshot.clients().stream().<Target>map(client -> new Target.OfClient(client.name())))
                .flatMap(parts -> parts).findFirst());
    }

    /// Those that are not heard of now, in their order.
    public List<NodeStatus> silent() {
        return nodes.stream().filter(NodeStatus::isSilent).toList();
    }

    @Override
    public Heard stream(StreamName name) {
        return heard(new Target.OfStream(name));
    }

    @Override
    public Heard client(NodeName name) {
        return heard(new Target.OfClient(name));
    }

    private Heard heard(Target part) {
        NodeStatus node = hosts.get(part);
        return node == null
                ? new Heard(Instant.MIN, Optional.empty())
                : new Heard(node.snapshot().map(NodeSnapshot::at).orElse(Instant.MIN), node.silentSince());
    }
}
