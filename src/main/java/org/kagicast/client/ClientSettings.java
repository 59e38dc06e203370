package org.kagicast.client;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;

/// What a client is to do.
///
/// @param groups to receive, at least one
/// @param source who alone is heard in the groups; source-specific ones need it (RFC 4607)
/// @param authenticity what is asked of packets before it is believed who sent them
public record ClientSettings(NodeName name, List<MulticastGroup> groups, Optional<InetAddress> source,
        NetworkInterface networkInterface, SinkSpec sink, ClientLimits limits, AuthenticityMode authenticity) {

    /// @throws org.kagicast.model.OperatorException if that cannot be a source of a group, or a group needs one
    public ClientSettings {
        groups = List.copyOf(groups);
        for (MulticastGroup group : groups) {
            group.checkSource(source);
        }
    }

    /// Whoever sends is heard, and believed unless the stream signs.
    public ClientSettings(NodeName name, List<MulticastGroup> groups, NetworkInterface networkInterface, SinkSpec sink,
            ClientLimits limits) {
        this(name, groups, Optional.empty(), networkInterface, sink, limits, AuthenticityMode.WHERE_SIGNED);
    }

    public ClientSettings withAuthenticity(AuthenticityMode mode) {
        return new ClientSettings(name, groups, source, networkInterface, sink, limits, mode);
    }

    ClientSettings withLimits(ClientLimits others) {
        return new ClientSettings(name, groups, source, networkInterface, sink, others, authenticity);
    }

    /// Whether a client with these settings need not be made anew for the others: they differ at most in how long keys are
    /// kept, and in shares of limits, which depend on how many groups there are.
    boolean isAdaptableTo(ClientSettings other) {
        return groups.equals(other.groups) && source.equals(other.source)
                && networkInterface.getName().equals(other.networkInterface.getName())
                && sink.equals(other.sink) && authenticity == other.authenticity;
    }

    String groupsText() {
        return groups.stream().map(MulticastGroup::toString).collect(Collectors.joining(", "));
    }
}
