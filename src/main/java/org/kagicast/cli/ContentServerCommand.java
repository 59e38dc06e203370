package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kagicast.contentserver.StreamPlan;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.node.program.ContentServerProgram;
import org.kagicast.node.program.ContentServerSettings;
import org.kagicast.node.program.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kagicast content-server`: encrypts streams and multicasts them.
@Command(name = "content-server", mixinStandardHelpOptions = true, description = {
        "Encrypts a stream and multicasts it.",
        "A --config file may hold the options of each of several streams in a table [[stream]], and changes to it are taken over on SIGHUP."})
final class ContentServerCommand implements Callable<Integer>, Tabular<StreamOptions, StreamSettings> {

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

    @Mixin
    private StreamOptions stream;

    private List<StreamSettings> tables = List.of();

    ContentServerCommand(InputStream input, OutputStream output, InstantSource wallClock) {
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        ContentServerSettings settings = settings();
        return common.runReloading((around, again) -> ContentServerProgram.start(settings,
                () -> again.read(ContentServerCommand.class, ContentServerCommand::settings), around));
    }

    /// What the options say together is as wrong as what one of them says.
    ContentServerSettings settings() {
        try {
            List<StreamSettings> streams = tables.isEmpty() ? List.of(stream.settings()) : tables;
            StreamPlan.check(streams);
            StreamPlan.checkGroups(streams);
            return new ContentServerSettings(common.listen(), identity,
                    data.map(DataFolder::new).orElseGet(() -> ContentServerSettings.dataOf(identity)), keyServers,
                    streams);
        } catch (OperatorException told) {
            throw new ParameterException(spec.commandLine(), String.valueOf(told.getMessage()), told);
        }
    }

    @Override
    public String table() {
        return "stream";
    }

    @Override
    public String nameKey() {
        return "name";
    }

    @Override
    public StreamOptions options() {
        return new StreamOptions();
    }

    @Override
    public StreamSettings settings(StreamOptions options) {
        return options.settings();
    }

    @Override
    public void take(List<StreamSettings> streams) {
        tables = List.copyOf(streams);
    }
}
