package org.kagicast.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.kagicast.model.OperatorException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Finds the commands that not every package holds. One that is of another build, or broken, is as good as missing:
/// nothing else suffers from it.
final class AddOns {

    private static final String BENCH = "bench";

    private AddOns() {
    }

    /// Adds the commands that the class loader finds, and in place of a missing one a hidden command that tells where to
    /// get it.
    ///
    /// @return what was found
    static List<AddOnCommand> addTo(CommandLine root, ClassLoader classes) {
        List<AddOnCommand> added = new ArrayList<>();
        try {
            for (AddOnCommand command : ServiceLoader.load(AddOnCommand.class, classes)) {
                root.addSubcommand(command);
                added.add(command);
            }
        } catch (ServiceConfigurationError | LinkageError unfit) {
            LoggerFactory.getLogger(AddOns.class).debug("A command cannot be added", unfit);
        }
        if (!root.getSubcommands().containsKey(BENCH)) {
            root.addSubcommand(new CommandLine(new NoBench()).setUnmatchedArgumentsAllowed(true));
        }
        return added;
    }

    /// Stands for `kagicast bench`, whatever is said after it.
    @Command(name = BENCH, hidden = true, description = NoBench.TOLD)
    static final class NoBench implements Callable<Integer> {

        static final String TOLD = "This package has no benchmark that fits it: put kagicast-bench.jar beside kagicast.jar"
                + " in its folder lib; 'mvn package' makes both.";

        @Override
        public Integer call() {
            throw new OperatorException(TOLD);
        }
    }
}
