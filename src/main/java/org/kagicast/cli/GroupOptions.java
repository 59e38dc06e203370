package org.kagicast.cli;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.Interfaces;
import org.kagicast.node.program.ClientProgramSettings.Reception;
import picocli.CommandLine.Option;

/// The options of what a client receives, on the command line or in a table of a configuration file.
final class GroupOptions {

    @Option(names = "--group", required = true, split = ",", paramLabel = "GROUP:PORT", description = "What to receive; several with commas.")
    private List<MulticastGroup> groups;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface to receive on.")
    private String networkInterface;

    @Option(names = "--source-address", paramLabel = "ADDRESS", description = "Hear this sender alone, as a source-specific group (232.0.0.0/8, ff3x::/32) needs.")
    private Optional<InetAddress> source = Optional.empty();

    @Option(names = "--key-idle", defaultValue = "10m", paramLabel = "DURATION", description = "A key unused for so long is erased (default: ${DEFAULT-VALUE}).")
    private Duration keyIdle;

    @Option(names = "--authenticity", defaultValue = "where-signed", paramLabel = "MODE", description = "Who must have sent a packet: where-signed, its content server in streams that sign; required, the same, and no other streams; marked, delivered at once and counted afterwards; off (default: ${DEFAULT-VALUE}).")
    private AuthenticityMode authenticity;

    @Option(names = "--sink", required = true, paramLabel = "SINK", description = "udp://HOST:PORT, file:PATH (overwritten when it is opened; file:PATH?append goes on behind what is there), - or count; %%n is this client's name.")
    private String sink;

    /// @throws org.kagicast.model.OperatorException if there is no such interface, or the source is none of the groups'
    Reception reception() {
        groups.forEach(group -> group.checkSource(source));
        return new Reception(groups, source, Interfaces.find(networkInterface), sink,
                ClientLimits.DEFAULTS.withKeyIdle(keyIdle), authenticity);
    }
}
