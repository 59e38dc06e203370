package org.kagicast.bench;

import java.time.Duration;
import java.util.List;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param measured how long each server is measured in each mode, after a warm-up at most twice as long
/// @param modes in this order
/// @param connections open at a time, each with one request in flight
public record KeyRequestsSettings(List<ConnectionMode> modes, Duration measured, int connections) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    /// The Java runtime goes on compiling for about so long; see `java -XX:+PrintCompilation`.
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(12);
    private static final Duration LATER_WARM_UP = Duration.ofSeconds(8);
    private static final int MOST_CONNECTIONS = 1_000;

    public KeyRequestsSettings {
        modes = List.copyOf(modes);
        if (measured.isNegative() || measured.isZero() || measured.compareTo(LONGEST) > 0) {
            throw new OperatorException("It cannot be measured for so long: take more than 0 and at most 600 seconds.");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new OperatorException("There cannot be " + connections + " connections: take 1 to " + MOST_CONNECTIONS
                    + ".");
        }
    }

    /// Later modes find some of the code compiled.
    Duration warmUp(ConnectionMode mode) {
        Duration usual = mode == modes.getFirst() ? FIRST_WARM_UP : LATER_WARM_UP;
        Duration most = measured.multipliedBy(2);
        return most.compareTo(usual) < 0 ? most : usual;
    }
}
