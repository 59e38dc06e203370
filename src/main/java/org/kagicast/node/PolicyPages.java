package org.kagicast.node;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kagicast.keyserver.IdentityDirectory.Term;
import org.kagicast.keyserver.PolicyListing;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.proto.GetPolicyRequest;
import org.kagicast.proto.GetPolicyResponse;
import org.kagicast.proto.PolicyEntry;
import org.kagicast.rpc.ProtoEnums;

/// Writes a policy into messages, a page each, so that no message grows with it.
final class PolicyPages {

    static final int MOST = 1_000;

    private PolicyPages() {
    }

    static GetPolicyResponse page(PolicyListing policy, GetPolicyRequest request) {
        long limit = request.getLimit() == 0 ? MOST : Math.min(MOST, Integer.toUnsignedLong(request.getLimit()));
        List<PolicyEntry> page = entries(policy).skip(Integer.toUnsignedLong(request.getOffset())).limit(limit)
                .toList();
        return GetPolicyResponse.newBuilder().setRevision(policy.revision()).setGrants(policy.grants().size())
                .setOwners(policy.owners().size()).setRevocations(policy.revoked().size())
                .setEnrolled(policy.enrolled().size()).setTokens(policy.tokens().size()).setEnrols(policy.enrols())
                .addAllEntries(page).build();
    }

    private static Stream<PolicyEntry> entries(PolicyListing policy) {
        Set<Member> revoked = Set.copyOf(policy.revoked());
        Predicate<Member> unknown = policy.neverEnrolled();
        return Stream.of(
                policy.grants().stream().map(grant -> entry(PolicyEntry.Kind.KIND_GRANT, Member.client(grant.client()),
                        revoked, unknown).setStream(grant.line().toString())),
                policy.owners().stream().map(owner -> entry(PolicyEntry.Kind.KIND_OWNER, owner(owner.getValue()),
                        revoked, unknown).setStream(owner.getKey().value())),
                policy.revoked().stream()
                        .map(member -> entry(PolicyEntry.Kind.KIND_REVOCATION, member, Set.of(), unknown)),
                policy.enrolled().stream().map(term -> entry(PolicyEntry.Kind.KIND_ENROLLED, term, revoked)),
                policy.tokens().stream().map(term -> entry(PolicyEntry.Kind.KIND_TOKEN, term, revoked)))
                .flatMap(kind -> kind).map(PolicyEntry.Builder::build);
    }

    private static Member owner(NodeName name) {
        return new Member(Role.CONTENT_SERVER, name);
    }

    private static PolicyEntry.Builder entry(PolicyEntry.Kind kind, Term term, Set<Member> revoked) {
        return entry(kind, term.member(), revoked, _ -> false).setEndsMs(term.end().toEpochMilli());
    }

    private static PolicyEntry.Builder entry(PolicyEntry.Kind kind, Member member, Set<Member> revoked,
            Predicate<Member> unknown) {
        return PolicyEntry.newBuilder().setKind(kind).setRole(ProtoEnums.toProto(member.role()))
                .setName(member.name().value()).setRevoked(revoked.contains(member))
                .setNeverEnrolled(unknown.test(member));
    }
}
