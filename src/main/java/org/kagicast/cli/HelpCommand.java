package org.kagicast.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kagicast help`: the help of a command, or of a command of a command, as in `help domain init`.
@Command(name = "help", helpCommand = true, description = "Shows the help of a command, for example 'help domain init'.")
final class HelpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, and its own command if it has some.")
    private List<String> path = List.of();

    @Override
    public Integer call() {
        CommandLine found = spec.parent().commandLine();
        for (String name : path) {
            CommandLine next = found.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(found, "There is no command '" + name + "' here: take one of "
                        + String.join(", ", found.getSubcommands().keySet()) + ".");
            }
            found = next;
        }
        found.usage(spec.commandLine().getOut());
        return 0;
    }
}
