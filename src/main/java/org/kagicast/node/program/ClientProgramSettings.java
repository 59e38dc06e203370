package org.kagicast.node.program;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.rpc.keys.KeyServerChoice;

/// What a client is to do.
///
/// @param listen where operators reach it
/// @param receptions what it receives, each by itself; one alone is received as it always was
public record ClientProgramSettings(HostPort listen, Path identity, List<HostPort> keyServers, KeyServerChoice choice,
        List<Reception> receptions) {

    /// Groups that go to one sink.
    ///
    /// @param source who alone is heard in the groups; source-specific ones need it
    /// @param sink as the option writes it, `%n` being the client's name
    /// @param authenticity what is asked of packets before it is believed who sent them
    public record Reception(List<MulticastGroup> groups, Optional<InetAddress> source,
            NetworkInterface networkInterface, String sink, ClientLimits limits, AuthenticityMode authenticity) {

        public Reception {
            groups = List.copyOf(groups);
        }
    }

    public ClientProgramSettings {
        keyServers = List.copyOf(keyServers);
        receptions = List.copyOf(receptions);
    }

    /// A client with one sink.
    public ClientProgramSettings(HostPort listen, Path identity, List<HostPort> keyServers, KeyServerChoice choice,
            List<MulticastGroup> groups, NetworkInterface networkInterface, String sink, ClientLimits limits) {
        this(listen, identity, keyServers, choice,
                List.of(new Reception(groups, Optional.empty(), networkInterface, sink, limits,
                        AuthenticityMode.WHERE_SIGNED)));
    }

    /// Which of these, by the names of their options, differ from others and cannot change while the program runs.
    List<String> restartFor(ClientProgramSettings others) {
        List<String> differ = new ArrayList<>();
        if (!listen.equals(others.listen)) {
            differ.add("listen");
        }
        if (!identity.equals(others.identity)) {
            differ.add("identity");
        }
        if (!keyServers.equals(others.keyServers)) {
            differ.add("key-server");
        }
        if (choice != others.choice) {
            differ.add("key-server-choice");
        }
        return differ;
    }
}
