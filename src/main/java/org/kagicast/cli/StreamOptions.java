package org.kagicast.cli;

import java.util.List;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.source.NamedSource;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Dscp;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.StreamName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of one stream, on the command line or in a table of a configuration file.
final class StreamOptions {

    @Option(names = "--stream", required = true, paramLabel = "NAME", description = "Name of the stream.")
    private StreamName stream;

    @Option(names = "--group", required = true, paramLabel = "GROUP:PORT", description = "Where to multicast it.")
    private MulticastGroup group;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface to multicast through, or its address to send from (default address: its first).")
    private String networkInterface;

    @Option(names = "--ttl", defaultValue = "1", paramLabel = "HOPS", description = "How far: 0 this machine, 1 this network (default: ${DEFAULT-VALUE}).")
    private int ttl;

    @Option(names = "--dscp", defaultValue = "cs0", paramLabel = "DSCP", description = "How routers shall treat its packets: 0 to 63, or a name such as af41 or ef (default: ${DEFAULT-VALUE}).")
    private Dscp dscp;

    @Option(names = "--suite", defaultValue = "aes-256-gcm", paramLabel = "SUITE", description = "aes-128-gcm or aes-256-gcm, or one of these with -ed25519: signed, so that no client can pass for this content server (default: ${DEFAULT-VALUE}).")
    private CipherSuite suite;

    @Option(names = "--manifests", defaultValue = "2", paramLabel = "N", description = "In how many manifests each packet is vouched for, if the suite signs: 1 to 4; one that is lost costs nothing if there is another (default: ${DEFAULT-VALUE}).")
    private int manifests;

    @Option(names = "--keys", defaultValue = "ask", paramLabel = "ask|deposit", description = "Ask the key server to make keys, or make them here and deposit them (default: ${DEFAULT-VALUE}).")
    private KeyProvider.Origin keys;

    @Option(names = "--source", required = true, split = ConfigurationFile.LIST, paramLabel = "[NAME=]SOURCE", description = "test-card, pattern:[rate=1000][&size=1316], file:PATH[?rate=20M][&loop=true], udp://[ADDR@]HOST:PORT[?rtp=keep|strip][&source-address=ADDR] or -[?rate=20M]. May be repeated: several sources feed the stream, called by their names or numbers.")
    private List<NamedSource> sources;

    @Option(names = "--key-label", split = ConfigurationFile.LIST, paramLabel = "LABEL=WHICH", description = "Seal these packets with keys of this label: pid:0x101,0x102, program:2, prefix:4b4b, source:2 or time:20:00-23:00[@ZONE], several joined by &; or rest. May be repeated; the first that fits decides, and what cannot be judged by PID or program is taken for the first that it might be of.")
    private List<String> labels = List.of();

    @Mixin
    private RekeyOptions rekeying;

    /// @throws org.kagicast.model.OperatorException if the options do not go together
    StreamSettings settings() {
        return StreamSettings.of(stream, group, networkInterface, Sources.together(sources))
                .withLabels(LabelRules.parse(labels)).withRekeying(rekeying.policy()).withTtl(ttl).withDscp(dscp)
                .withSuite(suite).withManifests(manifests).withKeys(keys);
    }
}
