package org.kagicast.pki;

import org.kagicast.model.Identity;

/// Who has been revoked. Asked on every call, so the answer must come at once; a change counts from the next question
/// on. Implementations are safe for use by several threads.
@FunctionalInterface
public interface Revocations {

    /// For a caller who has nobody to ask, such as a client that talks to servers only.
    Revocations NONE = identity -> false;

    boolean isRevoked(Identity identity);
}
