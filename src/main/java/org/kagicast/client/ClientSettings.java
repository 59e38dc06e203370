package org.kagicast.client;

import java.net.NetworkInterface;
import java.util.List;
import java.util.stream.Collectors;

import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;

/// What a client is to do.
///
/// @param groups to receive, at least one
public record ClientSettings(NodeName name, List<MulticastGroup> groups, NetworkInterface networkInterface,
        SinkSpec sink, ClientLimits limits) {

    public ClientSettings {
        groups = List.copyOf(groups);
    }

    ClientSettings withLimits(ClientLimits others) {
        return new ClientSettings(name, groups, networkInterface, sink, others);
    }

    /// Whether a client with these settings need not be made anew for the others: they differ at most in how long keys are
    /// kept, and in shares of limits, which depend on how many groups there are.
    boolean isAdaptableTo(ClientSettings other) {
        return groups.equals(other.groups) && networkInterface.getName().equals(other.networkInterface.getName())
                && sink.equals(other.sink);
    }

    String groupsText() {
        return groups.stream().map(MulticastGroup::toString).collect(Collectors.joining(", "));
    }
}
