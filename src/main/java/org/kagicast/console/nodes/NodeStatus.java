package org.kagicast.console.nodes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kagicast.model.ConnectionCounts;

import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.message.CodedMessage;

/// What is known of a node at one moment. With neither a snapshot nor a silence, it has not answered yet.
///
/// @param destination how it is reached; empty for the lab's
/// @param snapshot the newest; the last known while the node is silent
/// @param silentSince when it was last heard of, or first called, while it is not heard of; empty while it is
/// @param reason of the silence, in one sentence
/// @param operator what is wrong with the certificate that the operator shows to this node, in one sentence
public record NodeStatus(Optional<Destination> destination, Optional<NodeSnapshot> snapshot,
        Optional<Instant> silentSince, Optional<CodedMessage> reason, Optional<CodedMessage> operator) {

    /// Before anything has come.
    public static NodeStatus calling(Optional<Destination> destination) {
        return new NodeStatus(destination, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Of one that cannot even be called.
    public static NodeStatus unreachable(Destination destination, Instant since, CodedMessage reason) {
        return new NodeStatus(Optional.of(destination), Optional.empty(), Optional.of(since), Optional.of(reason),
                Optional.empty());
    }

    public boolean isHeard() {
        return snapshot.isPresent() && silentSince.isEmpty();
    }

    public boolean isSilent() {
        return silentSince.isPresent();
    }

    /// What people call it by: its name with its address behind, and the address alone until it has been heard.
    public String name() {
        return destination.map(Destination::address)
                .map(address -> snapshot.map(heard -> heard.node() + " (" + address + ")")
                        .orElseGet(address::toString))
                .orElse("lab");
    }

    /// What it calls itself; as [#name] until it has been heard.
    public String ownName() {
        return snapshot.map(NodeSnapshot::node).map(Object::toString).orElseGet(this::name);
    }

    /// What is wrong with the node itself, each in one sentence, as far as is known.
    public List<CodedMessage> problems() {
        return snapshot.map(shown -> Stream.concat(shown.problems().stream(),
                shown.connections().flatMap(ConnectionCounts::problem).stream()).toList()).orElse(List.of());
    }

    NodeStatus heard(NodeSnapshot newest, Optional<CodedMessage> ownCertificate) {
        return new NodeStatus(destination, Optional.of(newest), Optional.empty(), Optional.empty(), ownCertificate);
    }

    /// That the operator's certificate has ended may be the very reason.
    NodeStatus silent(Instant since, CodedMessage why, Optional<CodedMessage> ownCertificate) {
        return new NodeStatus(destination, snapshot, Optional.of(silentSince.orElse(since)),
                Optional.of(ownCertificate.map(why::then).orElse(why)), ownCertificate);
    }
}
