package org.kagicast.console.keys;

import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyState;

/// Where a key stands in its life, as far as its look goes.
public enum KeyPhase {
    /// Announced or fetched, not used yet: a dashed outline.
    COMING,
    /// In use: filled.
    IN_USE,
    /// Used no more: faded.
    FORMER;

    public static KeyPhase of(KeyState state) {
        return switch (state) {
            case PRE_ACTIVE -> COMING;
            case ACTIVE -> IN_USE;
            case DEACTIVATED, COMPROMISED, DESTROYED -> FORMER;
        };
    }

    public static KeyPhase of(KeyStatus status) {
        return switch (status) {
            case ANNOUNCED, FETCHING, READY -> COMING;
            case IN_USE -> IN_USE;
            case FORMER, REFUSED -> FORMER;
        };
    }
}
