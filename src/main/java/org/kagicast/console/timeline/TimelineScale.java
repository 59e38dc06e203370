package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;

/// Where a moment stands on the time axis, in pixels.
///
/// @param now the moment of the red line
/// @param left where the axis begins
/// @param width of the whole axis, past and future
public record TimelineScale(Instant now, double left, double width) {

    private static final double PAST_MILLIS = TimelineHistory.PAST.toMillis();
    private static final double MILLIS = PAST_MILLIS + TimelineHistory.FUTURE.toMillis();

    public double right() {
        return left + width;
    }

    /// May lie outside the axis.
    public double x(Instant at) {
        return left + (Duration.between(now, at).toMillis() + PAST_MILLIS) / MILLIS * width;
    }

    /// As [#x(Instant)], but never outside the axis.
    public double within(Instant at) {
        return Math.clamp(x(at), left, Math.max(left, right()));
    }

    public Instant at(double x) {
        return now.plusMillis(Math.round((x - left) / width * MILLIS - PAST_MILLIS));
    }

    /// The time that some pixels stand for.
    Duration span(double pixels) {
        return Duration.ofMillis(Math.round(pixels / width * MILLIS));
    }
}
