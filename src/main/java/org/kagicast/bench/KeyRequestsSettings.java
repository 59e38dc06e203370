package org.kagicast.bench;

import java.time.Duration;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param measured how long each server is measured in each mode, after a warm-up as long, but at most 5 s
/// @param connections open at a time, each with one request in flight
public record KeyRequestsSettings(Duration measured, int connections) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);
    private static final int MOST_CONNECTIONS = 2_000;

    public KeyRequestsSettings {
        if (measured.isNegative() || measured.isZero() || measured.compareTo(LONGEST) > 0) {
            throw new OperatorException("It cannot be measured for so long: take more than 0 and at most 600 seconds.");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new OperatorException("There cannot be " + connections + " connections: take 1 to " + MOST_CONNECTIONS
                    + ".");
        }
    }

    Duration warmUp() {
        return measured.compareTo(LONGEST_WARM_UP) < 0 ? measured : LONGEST_WARM_UP;
    }
}
