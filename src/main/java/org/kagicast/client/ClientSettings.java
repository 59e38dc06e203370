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

    String groupsText() {
        return groups.stream().map(MulticastGroup::toString).collect(Collectors.joining(", "));
    }
}
