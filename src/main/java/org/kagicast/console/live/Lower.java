package org.kagicast.console.live;

/// What stands under the lanes.
enum Lower {
    /// As there is room and need; nobody has chosen.
    BY_ITSELF,
    PICTURES,
    MATRIX,
    NOTHING
}
