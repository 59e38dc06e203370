package org.kagicast.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// When something happens: delays are reckoned by the monotonic clock, and people read the wall clock.
///
/// @param nanos of the monotonic clock
public record Moment(long nanos, Instant wall) {

    public static Moment now(Time time) {
        return new Moment(time.nanos(), time.now());
    }

    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /// For people.
    public Instant second() {
        return wall.truncatedTo(ChronoUnit.SECONDS);
    }

    /// For people.
    public Instant secondAfter(Duration delay) {
        return wall.plus(delay).truncatedTo(ChronoUnit.SECONDS);
    }
}
