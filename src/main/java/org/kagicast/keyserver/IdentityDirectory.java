package org.kagicast.keyserver;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;

/// Who has been enrolled, or has a token, as far as a key server can know. Safe for use by several threads.
public interface IdentityDirectory {

    /// Of a key server that enrols nobody.
    IdentityDirectory NONE = new IdentityDirectory() {
        @Override
        public List<Term> enrolled() {
            return List.of();
        }

        @Override
        public List<Term> tokens() {
            return List.of();
        }

        @Override
        public boolean enrols() {
            return false;
        }
    };

    /// What a member has until some moment.
    record Term(Member member, Instant end) {}

    /// Everybody who has a certificate, or had one, with the end of the latest.
    List<Term> enrolled();

    /// Every token that can be used still, with its end.
    List<Term> tokens();

    /// Whether anything can be known here.
    default boolean enrols() {
        return true;
    }

    /// The names of all who are enrolled in a role, or have a token for it.
    default Set<NodeName> names(Role role) {
        return Stream.concat(enrolled().stream(), tokens().stream()).map(Term::member)
                .filter(member -> member.role() == role).map(Member::name).collect(Collectors.toUnmodifiableSet());
    }
}
