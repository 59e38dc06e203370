package org.kagicast.keytable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Which content server owns which stream: the first that has a key of it. Guarded by the table that uses it.
final class StreamOwners {

    private final int limit;
    private final Map<StreamName, NodeName> owners = new HashMap<>();
    private final Map<NodeName, Integer> streams = new HashMap<>();

    StreamOwners(int limit) {
        this.limit = limit;
    }

    Optional<NodeName> ownerOf(StreamName stream) {
        return Optional.ofNullable(owners.get(stream));
    }

    /// Why a content server may have no key of a stream; empty when it may.
    Optional<TableRefusal> refusal(NodeName owner, StreamName stream) {
        NodeName present = owners.get(stream);
        if (present != null) {
            return present.equals(owner)
                    ? Optional.empty()
                    : Optional.of(new TableRefusal.StreamTaken(stream, present));
        }
        return streams.getOrDefault(owner, 0) < limit
                ? Optional.empty()
                : Optional.of(new TableRefusal.TooManyStreams(owner, limit));
    }

    /// To be called once [#refusal] has been empty.
    void claim(NodeName owner, StreamName stream) {
        if (owners.putIfAbsent(stream, owner) == null) {
            streams.merge(owner, 1, Integer::sum);
        }
    }
}
