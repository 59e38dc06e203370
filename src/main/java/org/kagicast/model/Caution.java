package org.kagicast.model;

/// What an order that looks like a mistake is met with.
public enum Caution {
    REFUSE_MISTAKES,
    INSIST
}
