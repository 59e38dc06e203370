package org.kagicast.pki;

import java.util.Set;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;

/// Takes the streams that a token was bound to, when it is used.
@FunctionalInterface
public interface StreamGrants {

    StreamGrants NONE = (who, streams) -> {
    };

    /// @throws org.kagicast.model.OperatorException if they cannot be granted; the enrolment is refused then
    void grant(Identity who, Set<KeyLine> streams);
}
