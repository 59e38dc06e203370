package org.kagicast.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.kagicast.console.Console;
import org.kagicast.console.ConsoleSetup;
import org.kagicast.lab.Lab;
import org.kagicast.lab.LabOptions;
import org.kagicast.lab.Scenario;
import org.kagicast.time.SystemTime;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kagicast console`: the window.
@Command(name = "console", mixinStandardHelpOptions = true, description = "Opens the console.")
final class ConsoleCommand implements Callable<Integer> {

    private static final String SETTINGS = "console.properties";

    @Option(names = "--lab", paramLabel = "SCENARIO", description = "Start with this lab running: first, second, third or classroom (default: the one that ran last).")
    private Optional<Scenario> lab = Optional.empty();

    @Override
    public Integer call() {
        try (SystemTime time = new SystemTime()) {
            Console.launch(new ConsoleSetup(scenario -> Lab.start(LabOptions.of(scenario), time), lab,
                    ConfigurationFolder.ofUser(System.getenv()).resolve(SETTINGS), time));
        }
        return 0;
    }
}
