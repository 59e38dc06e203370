package org.kagicast.bench;

import java.time.Duration;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param rate            packets a second
/// @param rekeysPerSecond changes of the key a second
/// @param measured        how long, after a warm-up
public record RekeysSettings(RekeyKind kind, int rate, int rekeysPerSecond, Duration measured) {

    static final Duration WARM_UP = Duration.ofSeconds(5);

    private static final int MOST_REKEYS_PER_SECOND = 30;
    private static final long MOST_PACKETS = 50_000_000;

    public RekeysSettings {
        if (rekeysPerSecond < 1 || rekeysPerSecond > MOST_REKEYS_PER_SECOND) {
            throw new OperatorException("A stream cannot change its key " + rekeysPerSecond
                    + " times a second: take 1 to " + MOST_REKEYS_PER_SECOND + ".");
        }
        if (rate < 1 || measured.isNegative() || measured.isZero() || measured.toSeconds() > MOST_PACKETS
                || rate * measured.plus(WARM_UP).toSeconds() > MOST_PACKETS) {
            throw new OperatorException("Each packet is kept account of, so there can be at most " + MOST_PACKETS
                    + ": take a lower rate or a shorter time.");
        }
    }

    Duration interval() {
        return Duration.ofSeconds(1).dividedBy(rekeysPerSecond);
    }

    /// Packets of the whole run, and some to spare for a source that is ahead.
    int packets() {
        return (int) (rate * measured.plus(WARM_UP).plusSeconds(5).toSeconds());
    }
}
