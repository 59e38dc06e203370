package org.kagicast.console.timeline;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// When each part of a snapshot was heard of, since its parts may be on several nodes.
public interface Freshness {

    Heard stream(StreamName name);

    Heard client(NodeName name);

    /// All of it at the same moment, and none of it silent.
    static Freshness allAt(Instant at) {
        Heard heard = new Heard(at, Optional.empty());
        return new Freshness() {
            @Override
            public Heard stream(StreamName name) {
                return heard;
            }

            @Override
            public Heard client(NodeName name) {
                return heard;
            }
        };
    }

    /// @param at the moment that the newest snapshot of the part shows
    /// @param silentSince since when its node is not heard of; empty while it is
    record Heard(Instant at, Optional<Instant> silentSince) {}
}
