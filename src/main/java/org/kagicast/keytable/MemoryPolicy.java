package org.kagicast.keytable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// Grants and revocations in memory. The log's monitor guards them. A grant taken back is remembered, so that copies hear of
/// it.
final class MemoryPolicy implements Policy {

    private final RevisionLog log;
    private final TableLimits limits;
    private final Map<Grant, GrantChange> changes = new HashMap<>();
    private final Map<Member, RevocationChange> revocations = new HashMap<>();
    private final PolicyState state = new PolicyState();
    private final StreamOwners owners;

    MemoryPolicy(RevisionLog log, TableLimits limits) {
        this.log = log;
        this.limits = limits;
        this.owners = new StreamOwners(limits.streamsPerOwner());
    }

    @Override
    public Map<StreamName, NodeName> owners() {
        synchronized (log) {
            return owners.all();
        }
    }

    Optional<NodeName> ownerOf(StreamName stream) {
        synchronized (log) {
            return owners.ownerOf(stream);
        }
    }

    @Override
    public void own(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness) {
        synchronized (log) {
            owners.ownerOf(stream).filter(present -> !present.equals(owner)).ifPresent(present -> {
                throw new OperatorException(new TableRefusal.StreamTaken(stream, present).sentence());
            });
            give(stream, owner, witness);
        }
    }

    private Optional<NodeName> give(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness) {
        Optional<NodeName> former = owners.ownerOf(stream);
        owners.requireRoom(stream, owner);
        Attesting.require(witness, former);
        owners.put(stream, owner);
        return former;
    }

    @Override
    public Optional<NodeName> takeOver(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness) {
        synchronized (log) {
            return give(stream, owner, witness);
        }
    }

    @Override
    public Optional<NodeName> release(StreamName stream, Witness<Optional<NodeName>> witness) {
        synchronized (log) {
            Optional<NodeName> former = owners.ownerOf(stream);
            Attesting.require(witness, former);
            owners.remove(stream);
            return former;
        }
    }

    @Override
    public Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        synchronized (log) {
            return state.refusal(client, line);
        }
    }

    @Override
    public boolean isRevoked(Member member) {
        synchronized (log) {
            return state.isRevoked(member);
        }
    }

    /// Part of [KeyTable#revoke]. Nothing changes when the member is revoked already.
    void revoke(Member member) {
        synchronized (log) {
            if (!state.isStored(member)) {
                change(member, Trust.REVOKED);
            }
        }
    }

    /// Whether a revocation holds that stands in the log.
    boolean isStored(Member member) {
        synchronized (log) {
            return state.isStored(member);
        }
    }

    Set<Member> unstored() {
        synchronized (log) {
            return state.unstored();
        }
    }

    /// Part of [KeyTable#revoke], when nobody could note it.
    void revokeUnstored(Member member) {
        synchronized (log) {
            state.revokeUnstored(member);
        }
    }

    @Override
    public Optional<Long> reinstate(Member member, Witness<Optional<Long>> witness) {
        synchronized (log) {
            Optional<Long> revision = state.isRevoked(member) ? Optional.of(log.next()) : Optional.empty();
            Attesting.require(witness, revision);
            if (revision.isPresent()) {
                change(member, Trust.REINSTATED);
            }
            return revision;
        }
    }

    @Override
    public Set<Member> revoked() {
        synchronized (log) {
            return state.revoked();
        }
    }

    @Override
    public Set<Member> everRevoked() {
        synchronized (log) {
            return state.everRevoked();
        }
    }

    private void change(Member member, Trust trust) {
        RevocationChange change = new RevocationChange(member, trust, log.next());
        RevocationChange former = revocations.put(member, change);
        state.apply(change);
        log.record(former == null ? 0 : former.revision(), () -> change);
    }

    @Override
    public void grant(Grant grant, Witness<Long> witness) {
        synchronized (log) {
            boolean isNew = !state.holds(grant);
            if (isNew && !changes.containsKey(grant) && changes.size() >= limits.grants()) {
                throw limits.policyFull(grant);
            }
            Attesting.require(witness, isNew ? log.next() : log.last());
            if (isNew) {
                change(grant, Standing.GIVEN);
            }
        }
    }

    @Override
    public void ungrant(Set<Grant> grants, Witness<Long> witness) {
        synchronized (log) {
            List<Grant> held = grants.stream().filter(state::holds).toList();
            Attesting.require(witness, log.last() + held.size());
            held.forEach(grant -> change(grant, Standing.TAKEN_BACK));
        }
    }

    @Override
    public Set<Grant> grants() {
        synchronized (log) {
            return state.grants();
        }
    }

    @Override
    public Set<Grant> everGranted() {
        synchronized (log) {
            return state.everGranted();
        }
    }

    private void change(Grant grant, Standing standing) {
        GrantChange change = new GrantChange(grant, standing, log.next());
        GrantChange former = changes.put(grant, change);
        state.apply(change);
        log.record(former == null ? 0 : former.revision(), () -> change);
    }
}
