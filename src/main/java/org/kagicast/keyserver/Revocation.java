package org.kagicast.keyserver;

import java.util.List;
import java.util.Set;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;

/// What a revocation did.
///
/// @param compromised keys that the member may hold and that were in use or announced, in the order in which they came
/// @param ordered streams, or labels of streams, whose content server has been ordered to rekey
/// @param waiting those that are to rekey, but whose content server does not listen now: it is ordered when it comes
///        back. One that is revoked itself never does, so its streams wait until another one takes them over
public record Revocation(Member member, List<KeyId> compromised, Set<KeyLine> ordered, Set<KeyLine> waiting) {

    public Revocation {
        compromised = List.copyOf(compromised);
        ordered = Set.copyOf(ordered);
        waiting = Set.copyOf(waiting);
    }
}
