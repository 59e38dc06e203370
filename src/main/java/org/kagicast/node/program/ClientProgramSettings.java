package org.kagicast.node.program;

import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;

import org.kagicast.client.ClientLimits;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.rpc.KeyServerChoice;

/// What a client is to do.
///
/// @param listen where operators reach it
/// @param sink as the option writes it, `%n` being the client's name
public record ClientProgramSettings(HostPort listen, Path identity, List<HostPort> keyServers, KeyServerChoice choice,
        List<MulticastGroup> groups, NetworkInterface networkInterface, String sink, ClientLimits limits) {

    public ClientProgramSettings {
        keyServers = List.copyOf(keyServers);
        groups = List.copyOf(groups);
    }
}
