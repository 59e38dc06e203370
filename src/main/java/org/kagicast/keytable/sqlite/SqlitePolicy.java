package org.kagicast.keytable.sqlite;

import java.util.Optional;
import java.util.Set;

import org.kagicast.keytable.Grant;
import org.kagicast.keytable.Policy;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// Grants and revocations in the file. A grant taken back is remembered, so that copies hear of it.
final class SqlitePolicy implements Policy {

    private final GroupCommit writer;
    private final CommittedTable committed;
    private final TableLimits limits;

    SqlitePolicy(GroupCommit writer, CommittedTable committed, TableLimits limits) {
        this.writer = writer;
        this.committed = committed;
        this.limits = limits;
    }

    @Override
    public Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        return committed.refusal(client, line);
    }

    @Override
    public void grant(Grant grant, Witness<Long> witness) {
        writer.write(in -> {
            Optional<GrantChange> former = GrantRows.find(in.sql(), grant);
            if (former.isEmpty() && GrantRows.count(in.sql()) >= limits.grants()) {
                throw limits.policyFull(grant);
            }
            change(in, grant, former, Standing.GIVEN);
            return in.revision();
        }, witness);
    }

    @Override
    public void ungrant(Set<Grant> grants, Witness<Long> witness) {
        writer.write(in -> {
            for (Grant grant : grants) {
                Optional<GrantChange> former = GrantRows.find(in.sql(), grant);
                if (former.isPresent()) {
                    change(in, grant, former, Standing.TAKEN_BACK);
                }
            }
            return in.revision();
        }, witness);
    }

    @Override
    public Set<Grant> grants() {
        return committed.grants();
    }

    @Override
    public Set<Grant> everGranted() {
        return committed.everGranted();
    }

    @Override
    public boolean isRevoked(NodeName client) {
        return committed.isRevoked(client);
    }

    @Override
    public void revoke(NodeName client, Witness<Long> witness) {
        writer.write(in -> {
            if (!RevocationRows.exists(in.sql(), client)) {
                in.put(new RevocationChange(client, in.nextRevision()));
            }
            return in.revision();
        }, witness);
    }

    @Override
    public Set<NodeName> revoked() {
        return committed.revoked();
    }

    private static void change(Transaction in, Grant grant, Optional<GrantChange> former, Standing standing) {
        if (former.isEmpty() || former.get().standing() != standing) {
            in.put(new GrantChange(grant, standing, in.nextRevision()));
        }
    }
}
