package org.kagicast.keytable;

import java.util.UUID;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// A content server's wish for a new key (R2).
///
/// @param idempotencyId drawn afresh for each key wanted; the same one again, from the same owner, is a retry
public record KeyRequest(NodeName owner, KeyLine line, CipherSuite suite, UUID idempotencyId) {

    /// For a stream without labels.
    public KeyRequest(NodeName owner, StreamName stream, CipherSuite suite, UUID idempotencyId) {
        this(owner, new KeyLine(stream), suite, idempotencyId);
    }

    public StreamName stream() {
        return line.stream();
    }
}
