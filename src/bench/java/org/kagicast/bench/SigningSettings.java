package org.kagicast.bench;

import java.time.Duration;
import java.util.List;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.OperatorException;

/// What is to be measured.
///
/// @param plain the suite that does not sign; its packets are those of the one that does
/// @param megabits of payload a second, at which delays are measured
/// @param turns with and without, one after the other; the middle one counts
/// @param measured how long each turn of each kind lasts, after a warm-up
public record SigningSettings(CipherSuite plain, List<Integer> megabits, int turns, Duration measured) {

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);
    private static final int BITS_PER_MEGABIT = 1_000_000;
    private static final int MOST_MEGABITS = 5_000;
    private static final int MOST_TURNS = 99;
    private static final int LONGEST_SECONDS = 60;

    /// @throws OperatorException if a value is out of its range
    public SigningSettings {
        megabits = List.copyOf(megabits);
        if (plain.signs()) {
            throw new OperatorException(
                    "The suite " + plain.text() + " signs: take the one without, both are measured.");
        }
        if (megabits.stream().anyMatch(rate -> rate < 1 || rate > MOST_MEGABITS)) {
            throw new OperatorException("A rate that is not from 1 to " + MOST_MEGABITS
                    + " Mbit/s cannot be measured: take others than " + megabits + ".");
        }
        if (turns < 1 || turns > MOST_TURNS || turns % 2 == 0 || !measured.isPositive()
                || measured.toSeconds() > LONGEST_SECONDS) {
            throw new OperatorException("Take up to " + LONGEST_SECONDS + " s and an odd number of turns up to "
                    + MOST_TURNS + ", so that one of them is in the middle.");
        }
    }

    Duration warmUp() {
        return measured.compareTo(LONGEST_WARM_UP) < 0 ? measured : LONGEST_WARM_UP;
    }

    /// @return packets a second
    static int rate(int megabits) {
        return Math.max(1, megabits * BITS_PER_MEGABIT / (Byte.SIZE * OneStream.PAYLOAD));
    }
}
