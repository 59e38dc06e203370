package org.kagicast.keytable;

import java.util.Optional;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// What the policy says, to those who cannot change it. Safe for use by several threads.
public interface PolicyView {

    /// Why a client may not have a key of that line; empty when it may, be it by a grant of its label or of all labels of
    /// its stream. That it is revoked goes before everything.
    Optional<RefusalReason> refusal(NodeName client, KeyLine line);

    /// Whether a client has been revoked, which is for ever.
    boolean isRevoked(NodeName client);
}
