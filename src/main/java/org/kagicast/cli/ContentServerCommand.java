package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kagicast.contentserver.KeyOrigin;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.source.NamedSource;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.node.program.ContentServerProgram;
import org.kagicast.node.program.ContentServerSettings;
import org.kagicast.node.program.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kagicast content-server`: encrypts a stream and multicasts it.
@Command(name = "content-server", mixinStandardHelpOptions = true, description = "Encrypts a stream and multicasts it.")
final class ContentServerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final RoleOptions common;

    @Option(names = "--identity", required = true, paramLabel = "DIR", description = "Folder of this node's identity, as 'enrol' made it.")
    private Path identity;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of its audit log (default: the identity's folder with -data after its name).")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--key-server", required = true, split = ",", paramLabel = "HOST:PORT", description = "Whom to ask for keys; several, with commas, are tried in order.")
    private List<HostPort> keyServers;

    @Option(names = "--stream", required = true, paramLabel = "NAME", description = "Name of the stream.")
    private StreamName stream;

    @Option(names = "--group", required = true, paramLabel = "GROUP:PORT", description = "Where to multicast it.")
    private MulticastGroup group;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface to multicast through.")
    private String networkInterface;

    @Option(names = "--ttl", defaultValue = "1", paramLabel = "HOPS", description = "How far: 0 this machine, 1 this network (default: ${DEFAULT-VALUE}).")
    private int ttl;

    @Option(names = "--suite", defaultValue = "aes-256-gcm", paramLabel = "SUITE", description = "aes-128-gcm or aes-256-gcm (default: ${DEFAULT-VALUE}).")
    private CipherSuite suite;

    @Option(names = "--keys", defaultValue = "ask", paramLabel = "ask|deposit", description = "Ask the key server to make keys, or make them here and deposit them (default: ${DEFAULT-VALUE}).")
    private KeyOrigin keys;

    @Option(names = "--source", required = true, split = TomlDefaults.LIST, paramLabel = "[NAME=]SOURCE", description = "test-card, pattern:[rate=1000][&size=1316], file:PATH[?rate=20M][&loop=true], udp://[ADDR@]HOST:PORT[?rtp=keep|strip] or -[?rate=20M]. May be repeated: several sources feed the stream, called by their names or numbers.")
    private List<NamedSource> sources;

    @Option(names = "--key-label", split = TomlDefaults.LIST, paramLabel = "LABEL=WHICH", description = "Seal these packets with keys of this label: pid:0x101,0x102, program:2, prefix:4b4b, source:2 or time:20:00-23:00[@ZONE], several joined by &; or rest. May be repeated; the first that fits decides, and what cannot be judged by PID or program is taken for the first that it might be of.")
    private List<String> labels = List.of();

    @Mixin
    private RekeyOptions rekeying;

    ContentServerCommand(InputStream input, OutputStream output, InstantSource wallClock) {
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        StreamSettings settings = stream().withTtl(ttl).withSuite(suite).withKeys(keys);
        return common.run(around -> ContentServerProgram.start(
                new ContentServerSettings(common.listen(), identity,
                        data.map(DataFolder::new).orElseGet(() -> ContentServerSettings.dataOf(identity)), keyServers,
                        List.of(settings)),
                around));
    }

    /// What the options say together is as wrong as what one of them says.
    private StreamSettings stream() {
        try {
            return StreamSettings.of(stream, group, networkInterface, Sources.together(sources))
                    .withLabels(LabelRules.parse(labels)).withRekeying(rekeying.policy());
        } catch (OperatorException told) {
            throw new ParameterException(spec.commandLine(), String.valueOf(told.getMessage()), told);
        }
    }
}
