package org.kagicast.console.parts;

/// Whether a part of a screen is folded to one row.
public enum Fold {
    /// As there is room; nobody has chosen.
    BY_ITSELF,
    /// Somebody wants it folded.
    FOLDED,
    /// Somebody wants all of it.
    OPEN
}
