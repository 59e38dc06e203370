package org.kagicast.keyserver;

import java.util.List;
import java.util.Set;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// What a revocation did.
///
/// @param compromised keys that the client may hold and that were in use or announced, in the order in which they came
/// @param ordered streams whose content server has been ordered to rekey
/// @param waiting streams that are to rekey, but whose content server does not listen now: it is ordered when it comes
/// back
public record Revocation(NodeName client, List<KeyId> compromised, Set<StreamName> ordered, Set<StreamName> waiting) {

    public Revocation {
        compromised = List.copyOf(compromised);
        ordered = Set.copyOf(ordered);
        waiting = Set.copyOf(waiting);
    }
}
