package org.kagicast.keyserver;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kagicast.keyserver.IdentityDirectory.Term;
import org.kagicast.keytable.Grant;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Who may do what, for people to see, each list in the order of names.
///
/// @param revision of the key table when it was made
/// @param enrols   whether this key server knows who is enrolled and which tokens are out
public record PolicyListing(long revision, List<Grant> grants, List<Map.Entry<StreamName, NodeName>> owners,
        List<Member> revoked, boolean enrols, List<Term> enrolled, List<Term> tokens) {

    public PolicyListing {
        grants = grants.stream().sorted(Comparator.comparing(Grant::client).thenComparing(Grant::line,
                Comparator.comparing(KeyLine::toString))).toList();
        owners = owners.stream().sorted(Comparator.comparing(owner -> owner.getKey().value())).toList();
        revoked = revoked.stream().sorted().toList();
        enrolled = byName(enrolled);
        tokens = byName(tokens);
    }

    /// Tells of members that they were never enrolled here and have no token, so that their name may be a slip of the hand;
    /// of nobody where that is not known.
    public Predicate<Member> neverEnrolled() {
        if (!enrols) {
            return _ -> false;
        }
        Set<Member> known = Stream.concat(enrolled.stream(), tokens.stream()).map(Term::member)
                .collect(Collectors.toUnmodifiableSet());
        return member -> !known.contains(member);
    }

    private static List<Term> byName(List<Term> terms) {
        return terms.stream().sorted(Comparator.comparing(Term::member).thenComparing(Term::end)).toList();
    }
}
