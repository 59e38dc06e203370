package org.kagicast.console.timebar;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the bar of time shows.
///
/// @param from the first moment that is kept
/// @param to now
/// @param paused the moment at which the screens stand still; empty while they show what is
/// @param ticks in their order
record TimeBarState(Instant from, Instant to, Optional<Instant> paused, List<Tick> ticks) {

    /// There is nothing to go back to yet.
    static final TimeBarState NOTHING = new TimeBarState(Instant.EPOCH, Instant.EPOCH, Optional.empty(), List.of());

    TimeBarState {
        ticks = List.copyOf(ticks);
    }

    boolean isEmpty() {
        return !from.isBefore(to);
    }

    Instant shown() {
        return paused.orElse(to);
    }

    /// Where a moment stands, from 0 at the left to 1 at the right.
    double place(Instant at) {
        return isEmpty()
                ? 1
                : Math.clamp((double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis(), 0,
                        1);
    }

    Instant at(double place) {
        return from.plusMillis(Math.round(Math.clamp(place, 0, 1) * Duration.between(from, to).toMillis()));
    }
}
