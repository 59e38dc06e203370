package org.kagicast.keytable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
    private final Set<Member> stored = new HashSet<>();
    /// What counts over what is stored; nothing that is stored like that anyway.
    private Map<Member, Trust> overlaid = Map.of();
    private Set<Member> unstored = Set.of();
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
        everRevoked.add(change.member());
        if (change.trust() == Trust.REVOKED) {
            stored.add(change.member());
        } else {
            stored.remove(change.member());
        }
        if (overlaid.containsKey(change.member())) {
            Map<Member, Trust> others = new HashMap<>(overlaid);
            others.remove(change.member());
            overlaid = Map.copyOf(others);
        }
        recount();
    }

    /// As [KeyRecords#unstored] says.
    public Set<Member> unstored() {
        return unstored;
    }

    /// As [ReplicaTable#overlaid] says.
    public Map<Member, Trust> overlaid() {
        return overlaid;
    }

    /// As [ReplicaTable#overlay] says.
    public void overlay(Map<Member, Trust> words) {
        overlaid = words.entrySet().stream()
                .filter(word -> (word.getValue() == Trust.REVOKED) != stored.contains(word.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        recount();
    }

    /// Revokes one more without a change that says so.
    public void revokeUnstored(Member member) {
        Map<Member, Trust> words = new HashMap<>(overlaid);
        words.put(member, Trust.REVOKED);
        overlay(words);
    }

    private void recount() {
        unstored = overlaid.entrySet().stream().filter(word -> word.getValue() == Trust.REVOKED)
                .map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
        Set<Member> all = Stream
                .concat(stored.stream().filter(member -> !overlaid.containsKey(member)), unstored.stream())
                .collect(Collectors.toUnmodifiableSet());
        if (!all.equals(revoked)) {
            revoked = all;
        }
    }

    /// Forgets all changes, but not who is revoked: a copy that begins anew lets nobody in until it knows better, by a
    /// change or by [#overlay].
    public void clear() {
        overlaid = revoked.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), member -> Trust.REVOKED));
        grants.clear();
        takenBack.clear();
        everRevoked.clear();
        stored.clear();
        recount();
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

    /// Whether the changes so far left a member revoked.
    boolean isStored(Member member) {
        return stored.contains(member);
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
