package org.kagicast.keytable;

import java.util.Optional;
import java.util.Set;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// What the policy says, to those who cannot change it. Safe for use by several threads.
public interface PolicyView {

    /// Why a client may not have a key of that line; empty when it may, be it by a grant of its label or of all labels of
    /// its stream. That it is revoked goes before everything.
    Optional<RefusalReason> refusal(NodeName client, KeyLine line);

    /// Whether a member has been revoked, and not been reinstated since.
    boolean isRevoked(Member member);

    /// Everybody who is revoked. The same object as long as nobody is revoked or reinstated, so that asking often costs
    /// nothing.
    Set<Member> revoked();
}
