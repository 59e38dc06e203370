package org.kagicast.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A key server, key master or key slave at one moment.
///
/// @param problem one sentence, when something is wrong
/// @param tableId the identity of its key table
/// @param revision grows with each change of the key table
/// @param creations keys made since start
/// @param requests key information requests answered since start, refusals included
public record KeyServerSnapshot(NodeName name, Role role, Optional<String> problem, String tableId, long revision,
        long creations, long requests, long refusals, List<KeyRow> keys) implements RoleSnapshot {

    public KeyServerSnapshot {
        keys = List.copyOf(keys);
    }

    /// One row of the key table.
    ///
    /// @param fingerprint first 4 bytes of the SHA-256 of the key, in hexadecimal
    /// @param fetchers how many distinct clients have fetched it
    public record KeyRow(KeyId keyId, StreamName stream, NodeName owner, CipherSuite suite, KeyState state,
            Instant created, Optional<Instant> activated, Optional<Instant> deactivated, String fingerprint,
            int fetchers) {}
}
