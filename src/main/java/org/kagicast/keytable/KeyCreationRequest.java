package org.kagicast.keytable;

import java.util.UUID;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// A content server's wish for a new key (R2).
///
/// @param idempotencyId drawn afresh for each key wanted; the same one again, from the same owner, is a retry
/// @param afterNumber the highest number of a key of this line that the owner knows, 0 if it knows none: the new key gets a
///        higher one, also from a table that was put back to an older state ([LineNumbers])
public record KeyCreationRequest(NodeName owner, KeyLine line, CipherSuite suite, UUID idempotencyId,
        long afterNumber) {

    /// Of an owner that knows no key of the line.
    public KeyCreationRequest(NodeName owner, KeyLine line, CipherSuite suite, UUID idempotencyId) {
        this(owner, line, suite, idempotencyId, 0);
    }

    /// For a stream without labels.
    public KeyCreationRequest(NodeName owner, StreamName stream, CipherSuite suite, UUID idempotencyId) {
        this(owner, new KeyLine(stream), suite, idempotencyId);
    }

    public StreamName stream() {
        return line.stream();
    }
}
