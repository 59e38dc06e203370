package org.kagicast.console.timeline;

/// Where the bar of a row is drawn.
///
/// @param row in the order of the screen
/// @param top of the bar, in pixels below the axis; may lie above or below what is seen
/// @param height of the bar, in pixels
public record Slice(TimelineRow row, double top, double height) {}
