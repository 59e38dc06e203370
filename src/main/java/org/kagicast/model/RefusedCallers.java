package org.kagicast.model;

import java.util.Optional;

/// Whom one node has refused since its start, before anything that it serves was asked.
///
/// @param calls of callers who may not make them: who are revoked, have another role, or showed no certificate in force
/// @param handshakes of callers whose certificate is not to be believed
/// @param latest who it was last and why, such as "client tv-1, revoked"; empty while nobody was refused
public record RefusedCallers(long calls, long handshakes, Optional<String> latest) {

    public static final RefusedCallers NONE = new RefusedCallers(0, 0, Optional.empty());

    public boolean areAny() {
        return calls > 0 || handshakes > 0;
    }
}
