package org.kagicast.console.parts;

import org.kagicast.model.ClientSnapshot;

/// How a status feels; its word says the rest. The worst last.
public enum Tone {
    GOOD,
    IDLE,
    BUSY,
    BAD,
    /// Somebody else's packets may be taken for the content server's.
    UNTRUSTED;

    /// Whether something is to be done.
    public boolean isTrouble() {
        return this == BAD || this == UNTRUSTED;
    }

    public static Tone of(ClientSnapshot.Status status) {
        return switch (status) {
            case DECRYPTING -> GOOD;
            case FETCHING -> BUSY;
            case WAITING -> IDLE;
            case NO_ACCESS, NO_KEY_SERVER, FORGED, TOO_OLD, NO_INTERFACE, FAILED -> BAD;
            case UNAUTHENTICATED -> UNTRUSTED;
        };
    }
}
