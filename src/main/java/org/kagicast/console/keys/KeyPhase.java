package org.kagicast.console.keys;

import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyState;

/// Where a key stands in its life, as far as its look goes.
public enum KeyPhase {
    /// Announced, and not used yet: a dashed outline.
    COMING,
    /// Announced to a client, which will fetch it: an outline with a clock.
    ANNOUNCED,
    /// Being fetched by a client: an outline with an arrow.
    FETCHING,
    /// Held by a client that has not used it yet: a dashed outline with a tick.
    READY,
    /// In use: filled.
    IN_USE,
    /// Used no more: faded.
    FORMER,
    /// Refused to a client: crossed out.
    REFUSED,
    /// Known to somebody who must not have it: a red outline with a warning.
    COMPROMISED;

    public static KeyPhase of(KeyState state) {
        return switch (state) {
            case PRE_ACTIVE -> COMING;
            case ACTIVE -> IN_USE;
            case DEACTIVATED, DESTROYED -> FORMER;
            case COMPROMISED -> COMPROMISED;
        };
    }

    public static KeyPhase of(KeyStatus status) {
        return switch (status) {
            case ANNOUNCED -> ANNOUNCED;
            case FETCHING -> FETCHING;
            case READY -> READY;
            case IN_USE -> IN_USE;
            case FORMER -> FORMER;
            case REFUSED -> REFUSED;
        };
    }

    /// Whether it is to be used, and is not yet.
    public boolean isAhead() {
        return this == COMING || this == ANNOUNCED || this == FETCHING || this == READY;
    }
}
