package org.kagicast.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.kagicast.lab.Scenario;
import org.kagicast.model.OperatorException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kagicast console`: the window.
@Command(name = "console", mixinStandardHelpOptions = true, description = "Opens the console.")
final class ConsoleCommand implements Callable<Integer> {

    @Option(names = "--lab", paramLabel = "SCENARIO", description = "Start with this lab running: first, second, third or classroom.")
    private Optional<Scenario> lab = Optional.empty();

    @Override
    public Integer call() {
        throw new OperatorException("The console is not there yet " + lab + ": use kagicast lab.");
    }
}
