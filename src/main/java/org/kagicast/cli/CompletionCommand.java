package org.kagicast.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `kagicast completion`: the script by which bash and zsh complete commands and options.
@Command(name = "completion", mixinStandardHelpOptions = true, description = "Prints a script that completes commands and options in bash and zsh.")
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(AutoComplete.bash("kagicast", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
