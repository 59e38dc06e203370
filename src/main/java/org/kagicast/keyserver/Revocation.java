package org.kagicast.keyserver;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.message.CodedMessage;

/// What a revocation did.
///
/// @param compromised keys that the member may hold and that were in use or announced, in the order in which they came
/// @param ordered streams, or labels of streams, whose content server has been ordered to rekey
/// @param waiting those that are to rekey, but whose content server does not listen now: it is ordered when it comes
///        back. One that is revoked itself never does, so its streams wait until another one takes them over
/// @param unstored why it holds in memory only, in one sentence: the member is shut out, and nothing else of it has been
///        done yet; empty if it is stored
public record Revocation(Member member, List<KeyId> compromised, Set<KeyLine> ordered, Set<KeyLine> waiting,
        Optional<CodedMessage> unstored) {

    public Revocation {
        compromised = List.copyOf(compromised);
        ordered = Set.copyOf(ordered);
        waiting = Set.copyOf(waiting);
    }

    /// One that is stored.
    public Revocation(Member member, List<KeyId> compromised, Set<KeyLine> ordered, Set<KeyLine> waiting) {
        this(member, compromised, ordered, waiting, Optional.empty());
    }

    /// One that could not be stored.
    static Revocation unstored(Member member, CodedMessage why) {
        return new Revocation(member, List.of(), Set.of(), Set.of(), Optional.of(why));
    }
}
