package org.kagicast.rpc;

import java.util.Map;
import java.util.Optional;
import org.kagicast.model.KeyId;

/// How many have keys, as a key server tells their owner.
///
/// @param keys what the key server does not have is left out
/// @param slaves how many key slaves follow the key master that was asked
public record KeyCounts(Map<KeyId, Count> keys, int slaves) {

    public KeyCounts {
        keys = Map.copyOf(keys);
    }

    public Optional<Count> of(KeyId keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /// @param clients how many different ones have fetched it
    /// @param slaves how many key slaves have stored it
    public record Count(int clients, int slaves) {}
}
