package org.kagicast.keytable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// Which grants hold and who is revoked, as the changes so far left it, and what follows from that for a client. Whoever
/// has one guards it.
public final class PolicyState {

    private final Set<Grant> grants = new HashSet<>();
    private final Set<Grant> takenBack = new HashSet<>();
    private final Set<Member> everRevoked = new HashSet<>();
    /// Replaced with each change, and handed out as it is.
    private Set<Member> revoked = Set.of();

    public void apply(GrantChange change) {
        if (change.standing() == Standing.GIVEN) {
            grants.add(change.grant());
            takenBack.remove(change.grant());
        } else {
            grants.remove(change.grant());
            takenBack.add(change.grant());
        }
    }

    public void apply(RevocationChange change) {
        Set<Member> changed = new HashSet<>(revoked);
        everRevoked.add(change.member());
        boolean isNews = change.trust() == Trust.REVOKED
                ? changed.add(change.member())
                : changed.remove(change.member());
        if (isNews) {
            revoked = Set.copyOf(changed);
        }
    }

    public void clear() {
        grants.clear();
        takenBack.clear();
        everRevoked.clear();
        revoked = Set.of();
    }

    /// As [PolicyView#refusal] says.
    public Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        if (isRevoked(Member.client(client))) {
            return Optional.of(RefusalReason.REVOKED);
        }
        return holds(new Grant(client, line)) || holds(new Grant(client, line.stream()))
                ? Optional.empty()
                : Optional.of(RefusalReason.NOT_GRANTED);
    }

    public boolean isRevoked(Member member) {
        return revoked.contains(member);
    }

    boolean holds(Grant grant) {
        return grants.contains(grant);
    }

    /// Every grant that holds, copied.
    public Set<Grant> grants() {
        return Set.copyOf(grants);
    }

    /// Every grant that holds or has been taken back, copied.
    public Set<Grant> everGranted() {
        return Stream.concat(grants.stream(), takenBack.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /// As [PolicyView#revoked] says.
    public Set<Member> revoked() {
        return revoked;
    }

    /// Everybody who is revoked or once was, copied.
    public Set<Member> everRevoked() {
        return Set.copyOf(everRevoked);
    }
}
