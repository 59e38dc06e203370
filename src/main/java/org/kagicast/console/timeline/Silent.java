package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.Optional;

/// A while in which nothing was heard of a row's node.
///
/// @param to empty while it lasts
public record Silent(Instant from, Optional<Instant> to) {

    boolean covers(Instant at) {
        return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }
}
