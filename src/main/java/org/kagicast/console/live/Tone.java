package org.kagicast.console.live;

/// How a status feels; its word says the rest.
public enum Tone {
    GOOD,
    BUSY,
    IDLE,
    BAD
}
