package org.kagicast.keytable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// Grants and revocations in memory. The log's monitor guards them. A grant taken back is remembered, so that copies hear of it.
final class MemoryPolicy implements Policy {

    private final RevisionLog log;
    private final TableLimits limits;
    private final Map<Grant, GrantChange> changes = new HashMap<>();
    private final PolicyState state = new PolicyState();

    MemoryPolicy(RevisionLog log, TableLimits limits) {
        this.log = log;
        this.limits = limits;
    }

    @Override
    public Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        synchronized (log) {
            return state.refusal(client, line);
        }
    }

    @Override
    public boolean isRevoked(NodeName client) {
        synchronized (log) {
            return state.isRevoked(client);
        }
    }

    @Override
    public void revoke(NodeName client, Witness<Long> witness) {
        synchronized (log) {
            boolean isNew = !state.isRevoked(client);
            Attesting.require(witness, isNew ? log.next() : log.last());
            if (isNew) {
                RevocationChange change = new RevocationChange(client, log.next());
                state.apply(change);
                log.record(0, () -> change);
            }
        }
    }

    @Override
    public Set<NodeName> revoked() {
        synchronized (log) {
            return state.revoked();
        }
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
