package org.kagicast.bench.window;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.lab.Scenario;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param launchers each is measured in turn, start by start, so that all have the same weather
/// @param scenario  the lab in the window, with a key change every 10 seconds; without one, a window with nothing in it
/// @param starts    of each launcher; the last one stays
/// @param stays     how long the last one is watched, after [#WARM_UP]
/// @param headless  whether it is drawn into memory, without a display
public record WindowSettings(List<Path> launchers, Optional<Scenario> scenario, int starts, Duration stays,
        boolean headless) {

    static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final int MOST_STARTS = 100;

    public WindowSettings {
        launchers = List.copyOf(launchers);
        if (starts < 1 || starts > MOST_STARTS || stays.isNegative() || stays.compareTo(Duration.ofDays(1)) > 0) {
            throw new OperatorException("The console can be started 1 to " + MOST_STARTS
                    + " times and watched for a day at most: take less.");
        }
        launchers.stream().filter(launcher -> !Files.isExecutable(launcher)).findFirst().ifPresent(missing -> {
            throw new OperatorException("There is no launcher " + missing + " to start the console with: name one with"
                    + " --launcher, such as target/kagicast/bin/kagicast after 'mvn package'.");
        });
    }
}
