package org.kagicast.bench.dataplane;

import java.time.Duration;
import java.util.List;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param payloads bytes of a packet's payload, a row for each
/// @param seconds how long each of the parts of a row is measured, after a warm-up; 1 to 600
public record DataPlaneSettings(List<Integer> payloads, CipherSuite suite, int seconds) {

    private static final int SMALLEST_PAYLOAD = 16;
    private static final int LARGEST_PAYLOAD = 65_000;
    private static final int LONGEST = 600;

    /// @throws OperatorException if a value is out of its range
    public DataPlaneSettings {
        payloads = List.copyOf(payloads);
        for (int payload : payloads) {
            if (payload < SMALLEST_PAYLOAD || payload > LARGEST_PAYLOAD) {
                throw new OperatorException("The payload " + payload + " cannot be measured: take one from "
                        + SMALLEST_PAYLOAD + " to " + LARGEST_PAYLOAD + " bytes.");
            }
        }
        if (payloads.isEmpty() || seconds < 1 || seconds > LONGEST) {
            throw new OperatorException("A measurement of " + payloads.size() + " payloads for " + seconds
                    + " s is not possible: take at least one payload, and 1 to " + LONGEST + " s.");
        }
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }
}
