package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.model.KeyId;

/// A while in which one key was used.
///
/// @param to empty while it lasts
public record Span(KeyId keyId, Instant from, Optional<Instant> to) {

    Span until(Instant end) {
        return new Span(keyId, from, Optional.of(end.isBefore(from) ? from : end));
    }

    boolean isOpen() {
        return to.isEmpty();
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }
}
