package org.kagicast.keytable;

import java.util.Optional;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// What the policy says, to those who cannot change it. Safe for use by several threads.
public interface PolicyView {

    /// Why a client may not have the keys of a stream; empty when it may. That it is revoked goes before everything.
    Optional<RefusalReason> refusal(NodeName client, StreamName stream);

    /// Whether a client has been revoked, which is for ever.
    boolean isRevoked(NodeName client);
}
