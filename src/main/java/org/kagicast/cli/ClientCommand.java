package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.kagicast.model.HostPort;
import org.kagicast.node.program.ClientProgram;
import org.kagicast.node.program.ClientProgramSettings;
import org.kagicast.node.program.ClientProgramSettings.Reception;
import org.kagicast.rpc.keys.KeyServerChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast client`: receives, fetches keys, decrypts, delivers.
@Command(name = "client", mixinStandardHelpOptions = true, description = {
        "Receives multicast, fetches keys, decrypts, and delivers to a sink.",
        "A --config file may hold the options of each of several groups in a table [[group]], and changes to it are taken over on SIGHUP."})
final class ClientCommand implements Callable<Integer>, Tabular<GroupOptions, Reception> {

    @Mixin
    private final RoleOptions common;

    @Option(names = "--identity", required = true, paramLabel = "DIR", description = "Folder of this node's identity, as 'enrol' made it.")
    private Path identity;

    @Option(names = "--key-server", required = true, split = ",", paramLabel = "HOST:PORT", description = "Whom to ask for keys; several with commas.")
    private List<HostPort> keyServers;

    @Option(names = "--key-server-choice", defaultValue = "fixed", paramLabel = "HOW", description = "fixed: always the first that answers; round-robin: another one each time (default: ${DEFAULT-VALUE}).")
    private KeyServerChoice choice;

    @Mixin
    private GroupOptions group;

    private List<Reception> tables = List.of();

    ClientCommand(InputStream input, OutputStream output, InstantSource wallClock) {
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        ClientProgramSettings settings = settings();
        return common.runReloading((around, again) -> ClientProgram.start(settings,
                () -> again.read(ClientCommand.class, ClientCommand::settings), around));
    }

    ClientProgramSettings settings() {
        return new ClientProgramSettings(common.listen(), identity, keyServers, choice,
                tables.isEmpty() ? List.of(group.reception()) : tables);
    }

    @Override
    public String table() {
        return "group";
    }

    @Override
    public String nameKey() {
        return "group";
    }

    @Override
    public GroupOptions options() {
        return new GroupOptions();
    }

    @Override
    public Reception settings(GroupOptions options) {
        return options.reception();
    }

    @Override
    public void take(List<Reception> groups) {
        tables = List.copyOf(groups);
    }
}
