package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.kagicast.client.ClientLimits;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.Interfaces;
import org.kagicast.node.program.ClientProgram;
import org.kagicast.node.program.ClientProgramSettings;
import org.kagicast.rpc.KeyServerChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast client`: receives, fetches keys, decrypts, delivers.
@Command(name = "client", mixinStandardHelpOptions = true, description = "Receives multicast, fetches keys, decrypts, and delivers to a sink.")
final class ClientCommand implements Callable<Integer> {

    @Mixin
    private final RoleOptions common;

    @Option(names = "--identity", required = true, paramLabel = "DIR", description = "Folder of this node's identity, as 'enrol' made it.")
    private Path identity;

    @Option(names = "--key-server", required = true, split = ",", paramLabel = "HOST:PORT", description = "Whom to ask for keys; several with commas.")
    private List<HostPort> keyServers;

    @Option(names = "--key-server-choice", defaultValue = "fixed", paramLabel = "HOW", description = "fixed: always the first that answers; round-robin: another one each time (default: ${DEFAULT-VALUE}).")
    private KeyServerChoice choice;

    @Option(names = "--group", required = true, split = ",", paramLabel = "GROUP:PORT", description = "What to receive; several with commas.")
    private List<MulticastGroup> groups;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface to receive on.")
    private String networkInterface;

    @Option(names = "--key-idle", defaultValue = "10m", paramLabel = "DURATION", description = "A key unused for so long is erased (default: ${DEFAULT-VALUE}).")
    private Duration keyIdle;

    @Option(names = "--sink", required = true, paramLabel = "SINK", description = "udp://HOST:PORT, file:PATH, - or count; %%n is this client's name.")
    private String sink;

    ClientCommand(InputStream input, OutputStream output, InstantSource wallClock) {
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        ClientProgramSettings settings = new ClientProgramSettings(common.listen(), identity, keyServers, choice,
                groups,
                Interfaces.find(networkInterface), sink, ClientLimits.DEFAULTS.withKeyIdle(keyIdle));
        return common.run(around -> ClientProgram.start(settings, around));
    }
}
