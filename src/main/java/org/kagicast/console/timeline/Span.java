package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.model.KeyId;

/// A while in which packets of one key came, all with one fate.
///
/// @param to empty while it lasts
public record Span(KeyId keyId, Fate fate, Instant from, Optional<Instant> to) {

    /// What becomes of the packets.
    public enum Fate {
        /// A stream seals them with the key; a client opens them.
        USED,
        /// A client keeps them until it has the key.
        HELD,
        /// A client takes none of them: it was refused the key, they do not verify under it, or nobody vouches for them.
        REFUSED
    }

    Span until(Instant end) {
        return new Span(keyId, fate, from, Optional.of(end.isBefore(from) ? from : end));
    }

    boolean isOpen() {
        return to.isEmpty();
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && to.map(at::isBefore).orElse(true);
    }
}
