package org.kagicast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.kagicast.model.HostPort;
import org.kagicast.node.program.DataFolder;
import org.kagicast.node.program.KeySlaveProgram;
import org.kagicast.node.program.KeySlaveSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast key-slave`: answers clients from a copy of the key master's table.
@Command(name = "key-slave", mixinStandardHelpOptions = true, description = "Answers clients from a copy of the key master's table, which it keeps over a restart.")
final class KeySlaveCommand implements Callable<Integer> {

    private final InputStream input;

    @Mixin
    private final RoleOptions common;

    @Option(names = "--identity", required = true, paramLabel = "DIR", description = "Folder of this node's identity, as 'enrol' made it.")
    private Path identity;

    @Option(names = "--master", required = true, split = ",", paramLabel = "HOST:PORT", description = "The key master; several addresses with commas.")
    private List<HostPort> masters;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the copy and of the audit log.")
    private Path data;

    @Mixin
    private KekOptions kek;

    KeySlaveCommand(InputStream input, OutputStream output, InstantSource wallClock) {
        this.input = input;
        common = new RoleOptions(input, output, wallClock);
    }

    @Override
    public Integer call() {
        KeySlaveSettings settings = new KeySlaveSettings(common.listen(), identity, masters,
                new DataFolder(data), kek.in(data, input));
        return common.run(around -> KeySlaveProgram.start(settings, around));
    }
}
