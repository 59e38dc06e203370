package org.kagicast.keytable;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.kagicast.model.KeyId;

/// Draws 2^48 ≤ ID < 2^53, so that a restored backup, a second master or a depositing content server practically never
/// gives an ID out again.
public final class RandomKeyIds implements KeyIdAllocator {

    static final long FIRST = 1L << 48;

    private final RandomGenerator randomness;

    public RandomKeyIds(RandomGenerator randomness) {
        this.randomness = randomness;
    }

    /// Ends soon: a table holds far fewer records than there are numbers.
    @Override
    public KeyId next(Predicate<KeyId> taken) {
        while (true) {
            KeyId drawn = new KeyId(randomness.nextLong(FIRST, KeyId.LIMIT));
            if (!taken.test(drawn)) {
                return drawn;
            }
        }
    }

    @Override
    public boolean survivesForgetting() {
        return true;
    }
}
