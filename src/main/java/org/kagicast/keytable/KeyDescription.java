package org.kagicast.keytable;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// What a key table tells of a key without telling the key.
///
/// @param line its stream, and its label where the stream has several keys at once
/// @param number counts the keys of its line, from 1 on, whatever becomes of them: the key with the higher number comes
///        into use later. 0 in a copy of a table of an earlier version, which did not count
/// @param owner the content server whose stream it is
/// @param activated when it began to seal; empty if it never did
/// @param deactivated when nothing new was to be sealed with it any more; empty before
/// @param fingerprint first 4 bytes of the SHA-256 of the decryption key, in hexadecimal; empty once destroyed
/// @param revision the table's revision that brought the record into this form
/// @param keptFrom from when on its [Retention] counts, by the table's [RunningTime]: when it was made, or since when
///        nothing new was sealed with it; 0 in a copy, which retains as its master does
public record KeyDescription(KeyId keyId, KeyLine line, long number, NodeName owner, CipherSuite suite, KeyState state,
        Instant created, Optional<Instant> activated, Optional<Instant> deactivated, String fingerprint,
        long revision, long keptFrom) {

    public StreamName stream() {
        return line.stream();
    }

    public KeyName name() {
        return new KeyName(keyId, line, number);
    }

    /// The same key one change later.
    ///
    /// @param at for people
    /// @param running the same moment by the table's [RunningTime]
    /// @throws IllegalArgumentException if the state may not become `next`
    public KeyDescription become(KeyState next, Instant at, long running, long newRevision) {
        if (!state.mayBecome(next)) {
            throw new IllegalArgumentException("a key that is " + state + " may not become " + next);
        }
        boolean seals = next == KeyState.ACTIVE;
        return new KeyDescription(keyId, line, number, owner, suite, next, created, seals ? Optional.of(at) : activated,
                seals ? deactivated : deactivated.or(() -> Optional.of(at)),
                next == KeyState.DESTROYED ? "" : fingerprint, newRevision,
                seals || deactivated.isPresent() ? keptFrom : running);
    }
}
