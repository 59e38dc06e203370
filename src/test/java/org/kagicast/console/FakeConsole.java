package org.kagicast.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.lab.Scenario;
import org.kagicast.time.SystemTime;

/// Opens the console with a lab that pretends, to look at it.
public final class FakeConsole {

    private FakeConsole() {
    }

    /// @param arguments the settings file, and the scenario
    public static void main(String[] arguments) {
        try (SystemTime time = new SystemTime();
                ExecutorService executor = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().factory())) {
            Console.launch(new ConsoleSetup(scenario -> new FakeLab(time, executor, scenario), NodeDialer.NONE,
                    Optional.of(Scenario.of(arguments[1])), List.of(), Path.of("operator"), Path.of(arguments[0]),
                    Path.of(arguments[0] + ".log"),
                    time));
        }
    }
}
