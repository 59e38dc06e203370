package org.kagicast.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import org.kagicast.console.Console;
import org.kagicast.console.ConsoleSetup;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer.Dialled;
import org.kagicast.lab.Lab;
import org.kagicast.lab.LabOptions;
import org.kagicast.lab.Scenario;
import org.kagicast.model.HostPort;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.OperatorRenewal;
import org.kagicast.time.SystemTime;
import org.kagicast.time.Time;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kagicast console`: the window.
@Command(name = "console", mixinStandardHelpOptions = true, description = "Opens the console with what is named here; with nothing named, what was open last.")
final class ConsoleCommand implements Callable<Integer> {

    private static final String SETTINGS = "console.properties";
    private static final String LOG = "console.log";
    private static final Set<String> OPENING = Set.of("--lab", "--crypto-period", "--signed", "--impostor", "--connect",
            "--identity");

    @Option(names = "--lab", paramLabel = "SCENARIO", description = "Start with this lab running: first, second, third or classroom.")
    private Optional<Scenario> lab = Optional.empty();

    @Option(names = "--crypto-period", paramLabel = "DURATION", description = "How long a key of the lab's is used at most, for example 10s (default: 60s).")
    private Optional<Duration> cryptoPeriod = Optional.empty();

    @Option(names = "--signed", description = "Have the lab's streams sign what they send, so that no member can pass for a content server.")
    private boolean signed;

    @Option(names = "--impostor", description = "Put an impostor among the lab's members, who seals a test card of its own under the keys of all streams.")
    private boolean impostor;

    @Option(names = "--connect", paramLabel = "HOST:PORT", description = "Connect to this node; can be repeated.")
    private List<HostPort> nodes = List.of();

    @Option(names = "--identity", paramLabel = "DIR", description = "Folder of the operator's identity (default: ~/.config/kagicast/operator, where 'domain init' puts it).")
    private Optional<Path> identity = Optional.empty();

    /// Whether the console is what a command line opens, and not only its help or a complaint.
    static boolean isNamed(String... arguments) {
        List<String> words = List.of(arguments);
        return words.isEmpty() || (words.getFirst().equals("console")
                && words.stream().skip(1).filter(word -> word.startsWith("-")).allMatch(OPENING::contains));
    }

    @Override
    public Integer call() {
        Path operator = identity.orElseGet(OperatorLink::usualIdentity).toAbsolutePath();
        try (SystemTime time = new SystemTime()) {
            Console.launch(new ConsoleSetup(scenario -> Lab.start(options(scenario), time),
                    destination -> dial(destination, time), lab,
                    nodes.stream().map(node -> new Destination(node, operator)).toList(), operator,
                    ConfigurationFolder.ofUser(System.getenv()).resolve(SETTINGS),
                    UserFolders
                            .under("XDG_STATE_HOME", ".local/state", System.getenv(), System.getProperty("user.home"))
                            .resolve("kagicast").resolve(LOG),
                    time));
        }
        return 0;
    }

    private LabOptions options(Scenario scenario) {
        LabOptions usual = LabOptions.of(scenario).withSigning(signed).withImpostor(impostor);
        return cryptoPeriod.map(period -> usual.withRekeying(usual.rekeying().withCryptoPeriod(period)))
                .orElse(usual);
    }

    private static Dialled dial(Destination destination, Time time) {
        Membership operator = OperatorLink.operator(destination.identity(), time);
        NodeClient node = OperatorLink.connect(operator, destination.address());
        OperatorRenewal renewal = OperatorRenewal.lasting(operator, destination.identity(), destination.address(), time,
                new SecureRandom(), work -> Thread.ofVirtual().name("kagicast-renewal").start(work));
        node.closeWith(renewal::close);
        return new Dialled(new Domain.Trust(operator.identity().trustDomain(),
                HexFormat.of().formatHex(operator.authorityFingerprint())), node, renewal::problem);
    }
}
