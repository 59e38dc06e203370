package org.kagicast.keytable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Which content server owns which stream. Guarded by the policy that uses it.
final class StreamOwners {

    private final int limit;
    private final Map<StreamName, NodeName> owners = new HashMap<>();

    /// @param limit streams of one owner
    StreamOwners(int limit) {
        this.limit = limit;
    }

    Optional<NodeName> ownerOf(StreamName stream) {
        return Optional.ofNullable(owners.get(stream));
    }

    Map<StreamName, NodeName> all() {
        return Map.copyOf(owners);
    }

    /// @throws org.kagicast.model.OperatorException if a content server may not own one more stream
    void requireRoom(StreamName stream, NodeName owner) {
        if (!ownerOf(stream).equals(Optional.of(owner))) {
            TableRefusal.requireRoom(owner, owners.values().stream().filter(owner::equals).count(), limit);
        }
    }

    void put(StreamName stream, NodeName owner) {
        owners.put(stream, owner);
    }

    void remove(StreamName stream) {
        owners.remove(stream);
    }
}
