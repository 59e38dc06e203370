package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.node.program.DataFolder;
import org.kagicast.node.program.KeyServerProgram;
import org.kagicast.node.program.KeyServerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kagicast key-server` and `kagicast key-master`: where keys are made.
@Command(mixinStandardHelpOptions = true)
final class KeyServerCommand implements Callable<Integer> {

    private final Role role;
    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final RoleOptions common;

    @Mixin
    private Passphrases passphrases;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the key table.")
    private Path data;

    @Option(names = "--domain", paramLabel = "DIR", description = "Folder of the trust domain that others are enrolled into.")
    private Optional<Path> domain = Optional.empty();

    @Option(names = "--identity", paramLabel = "DIR", description = "Folder of this node's identity (default: identity in the data folder; made from the trust domain if it is not there).")
    private Optional<Path> identity = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "Name for an identity that is made (default: the command's).")
    private Optional<NodeName> name = Optional.empty();

    @Option(names = "--address", split = ",", paramLabel = "HOST", description = "Where others reach an identity that is made, besides this machine's own name; several with commas.")
    private List<String> addresses = new ArrayList<>();

    @Mixin
    private KekOptions kek;

    @Option(names = "--key-ids", defaultValue = "random", paramLabel = "HOW", description = "random or sequential (default: ${DEFAULT-VALUE}).")
    private String keyIds;

    @Option(names = "--most-keys", defaultValue = "1000000", paramLabel = "N", description = "Keys that the table holds at once, about 0.5 KB of memory each (default: ${DEFAULT-VALUE}). A key is destroyed 7 days after its stream has ceased to use it, and forgotten a day later.")
    private int mostKeys;

    /// @param role key server or key master
    KeyServerCommand(Role role, InputStream input, OutputStream output, InstantSource wallClock) {
        this.role = role;
        this.input = input;
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        KeyServerSettings settings = new KeyServerSettings(role, common.listen(), domain,
                identity.orElseGet(() -> data.resolve("identity")), name.orElseGet(() -> new NodeName(role.text())),
                reachable(), new DataFolder(data),
                kek.in(data, input), keyIds, mostKeys());
        return common.run(around -> KeyServerProgram.start(settings, around), () -> passphrases.needed(input));
    }

    private int mostKeys() {
        if (mostKeys < 1) {
            throw new ParameterException(spec.commandLine(), "--most-keys " + mostKeys + ": give at least 1.");
        }
        return mostKeys;
    }

    private List<String> reachable() {
        List<String> all = new ArrayList<>(addresses);
        all.addAll(List.of("localhost", "127.0.0.1"));
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (!own.equals("localhost")) {
                all.add(own);
            }
        } catch (UnknownHostException nameless) {
            // A machine without a name is reached by its addresses.
        }
        return all.stream().distinct().toList();
    }
}
