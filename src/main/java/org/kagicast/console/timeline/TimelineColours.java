package org.kagicast.console.timeline;

import javafx.scene.paint.Color;

/// The timeline's colours besides those of the keys, as the style sheet gives them.
///
/// @param track while no packets come
/// @param held packets that wait for their key
/// @param refused packets that cannot be opened
record TimelineColours(Color text, Color muted, Color track, Color now, Color ground, Color held, Color refused) {

    /// Whether the ground is dark, so that lines on it must be light.
    boolean dark() {
        return ground.getBrightness() < 0.5;
    }
}
