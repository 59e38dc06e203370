package org.kagicast.keytable;

import java.util.function.Predicate;

import org.kagicast.model.KeyId;

/// Counts from 1, so that students can read the number in a capture.
public final class SequentialKeyIds implements KeyIdAllocator {

    /// So many taken in a row are a restart, and no gap among them is looked for.
    private static final int PATIENCE = 1_000;

    private long last;

    @Override
    public KeyId next(Predicate<KeyId> taken) {
        for (int tries = 0; tries < PATIENCE; tries++) {
            KeyId counted = new KeyId(++last);
            if (!taken.test(counted)) {
                return counted;
            }
        }
        last = freeAfter(last, taken);
        return new KeyId(last);
    }

    /// After a restart all that was counted before is taken, which may be millions: so it doubles its steps until it is
    /// past them, and halves them on the way back.
    private static long freeAfter(long known, Predicate<KeyId> taken) {
        long used = known;
        long step = 1;
        while (taken.test(new KeyId(used + step))) {
            used += step;
            step *= 2;
        }
        long free = used + step;
        while (free - used > 1) {
            long middle = used + (free - used) / 2;
            if (taken.test(new KeyId(middle))) {
                used = middle;
            } else {
                free = middle;
            }
        }
        return free;
    }

    @Override
    public boolean survivesForgetting() {
        return false;
    }
}
