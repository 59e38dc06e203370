package org.kagicast.acceptance;

import java.nio.file.Path;
import java.util.Arrays;
import org.kagicast.cli.Kagicast;

/// Kagicast on a wall clock that can be put forward and back while it runs: the first argument names the file that says by
/// how much, the others are the command line.
final class SteppedMain {

    private SteppedMain() {
    }

    public static void main(String[] arguments) {
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
        System.exit(new Kagicast(new SteppedClock(Path.of(arguments[0]))).run(command));
    }
}
