package org.kagicast.console.timebar;

import java.time.Instant;
import org.kagicast.console.events.Event;
import org.kagicast.console.keys.Rgb;

/// Something that happened, on the bar of time.
///
/// @param at when it can be seen first
/// @param colour of the key that took over
public record Tick(Instant at, Kind kind, Rgb colour, Event event) {

    public enum Kind {
        /// A key took over.
        KEY,
        WARNING,
        ERROR
    }
}
