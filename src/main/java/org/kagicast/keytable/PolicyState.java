package org.kagicast.keytable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// Which grants hold and who is revoked, as the changes so far left it, and what follows from that for a client. Whoever
/// has one guards it.
public final class PolicyState {

    private final Set<Grant> grants = new HashSet<>();
    private final Set<Grant> takenBack = new HashSet<>();
    private final Set<NodeName> revoked = new HashSet<>();

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
        revoked.add(change.client());
    }

    public void clear() {
        grants.clear();
        takenBack.clear();
        revoked.clear();
    }

    /// As [PolicyView#refusal] says.
    public Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        if (isRevoked(client)) {
            return Optional.of(RefusalReason.REVOKED);
        }
        return holds(new Grant(client, line)) || holds(new Grant(client, line.stream()))
                ? Optional.empty()
                : Optional.of(RefusalReason.NOT_GRANTED);
    }

    public boolean isRevoked(NodeName client) {
        return revoked.contains(client);
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

    /// Every client that is revoked, copied.
    public Set<NodeName> revoked() {
        return Set.copyOf(revoked);
    }
}
