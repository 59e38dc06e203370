package org.kagicast.rpc.keys;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

/// How many have keys, as a key server tells their owner.
///
/// @param keys what the key server does not have is left out
/// @param slaves how many key slaves follow the key master that was asked
/// @param following the names of these, or of the first [#MOST_SLAVES]; none from a key master that does not tell
/// @param lately those that followed it until lately and are not revoked, at most [#MOST_SLAVES], and for how long they
///        have not
/// @param revoked which of the slaves that the owner asked about are revoked
/// @param notStoring which of those that follow say that they cannot store what they are sent, or the first [#MOST_SLAVES]
public record KeyCounts(Map<KeyId, Count> keys, int slaves, Set<NodeName> following, Map<NodeName, Duration> lately,
        Set<NodeName> revoked, Set<NodeName> notStoring) {

    /// How many slaves an owner may ask about, and is told the names of.
    public static final int MOST_SLAVES = 64;

    public KeyCounts {
        keys = Map.copyOf(keys);
        following = Set.copyOf(following);
        lately = Map.copyOf(lately);
        revoked = Set.copyOf(revoked);
        notStoring = Set.copyOf(notStoring);
    }

    /// What a key master tells that does not name its slaves.
    public KeyCounts(Map<KeyId, Count> keys, int slaves) {
        this(keys, slaves, Set.of(), Map.of(), Set.of(), Set.of());
    }

    public Optional<Count> of(KeyId keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /// @param clients how many different ones have fetched it
    /// @param slaves how many key slaves have stored it
    public record Count(int clients, int slaves) {}
}
