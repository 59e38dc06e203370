package org.kagicast.console.timeline;

import java.util.Optional;

import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;

/// Whose row of the timeline: that of a stream or one of its labels, or of one of its clients.
///
/// @param client empty for the stream itself
public record Place(KeyLine line, Optional<NodeName> client) {

    public static Place of(KeyLine line) {
        return new Place(line, Optional.empty());
    }

    public static Place of(KeyLine line, NodeName client) {
        return new Place(line, Optional.of(client));
    }
}
