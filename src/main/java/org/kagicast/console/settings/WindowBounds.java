package org.kagicast.console.settings;

/// Where the window stood, in the screen's units.
public record WindowBounds(double x, double y, double width, double height, boolean maximized) {

    /// Whether this can be a window's place at all.
    public boolean isSane() {
        return Double.isFinite(x) && Double.isFinite(y) && width >= 640 && height >= 480 && width <= 16_384
                && height <= 16_384;
    }
}
