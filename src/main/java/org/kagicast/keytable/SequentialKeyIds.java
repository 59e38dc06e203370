package org.kagicast.keytable;

import java.util.function.Predicate;

import org.kagicast.model.KeyId;

/// Counts from 1, so that students can read the number in a capture.
public final class SequentialKeyIds implements KeyIdAllocator {

    private long last;

    @Override
    public KeyId next(Predicate<KeyId> taken) {
        while (true) {
            KeyId counted = new KeyId(++last);
            if (!taken.test(counted)) {
                return counted;
            }
        }
    }

    @Override
    public boolean survivesForgetting() {
        return false;
    }
}
