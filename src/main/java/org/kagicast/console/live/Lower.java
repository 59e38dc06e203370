package org.kagicast.console.live;

/// What stands under the lanes.
public enum Lower {
    /// As there is room and need; nobody has chosen.
    BY_ITSELF,
    PICTURES,
    MATRIX,
    NOTHING
}
