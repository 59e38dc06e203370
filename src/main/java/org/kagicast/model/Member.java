package org.kagicast.model;

import java.util.Comparator;

/// A member of the trust domain by what it does and its name, whichever certificates it has. Who is shut out is shut out
/// as a member.
public record Member(Role role, NodeName name) implements Comparable<Member> {

    private static final Comparator<Member> ORDER = Comparator.comparing(Member::role).thenComparing(Member::name);

    public static Member of(Identity identity) {
        return new Member(identity.role(), identity.name());
    }

    public static Member client(NodeName name) {
        return new Member(Role.CLIENT, name);
    }

    public Identity in(String trustDomain) {
        return new Identity(trustDomain, role, name);
    }

    @Override
    public int compareTo(Member other) {
        return ORDER.compare(this, other);
    }

    /// As people write it, such as "key-slave ks-1".
    @Override
    public String toString() {
        return role.text() + " " + name;
    }
}
