package org.kagicast.keytable.sqlite;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.Policy;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.TableRefusal;
import org.kagicast.keytable.Witness;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// Grants and revocations in the file. A grant taken back is remembered, so that copies hear of it.
final class SqlitePolicy implements Policy {

    private final GroupCommit writer;
    private final TableCache committed;
    private final TableLimits limits;

    SqlitePolicy(GroupCommit writer, TableCache committed, TableLimits limits) {
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
    public Map<StreamName, NodeName> owners() {
        return committed.owners();
    }

    @Override
    public void own(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness) {
        writer.write(in -> {
            OwnerRows.of(in.sql(), stream).filter(present -> !present.equals(owner)).ifPresent(present -> {
                throw new OperatorException(new TableRefusal.StreamTaken(stream, present).sentence());
            });
            return give(in, stream, owner);
        }, witness);
    }

    @Override
    public Optional<NodeName> takeOver(StreamName stream, NodeName owner, Witness<Optional<NodeName>> witness) {
        return writer.write(in -> give(in, stream, owner), witness);
    }

    @Override
    public Optional<NodeName> release(StreamName stream, Witness<Optional<NodeName>> witness) {
        return writer.write(in -> {
            Optional<NodeName> former = OwnerRows.of(in.sql(), stream);
            if (former.isPresent()) {
                in.release(stream);
            }
            return former;
        }, witness);
    }

    private Optional<NodeName> give(Transaction in, StreamName stream, NodeName owner) {
        Optional<NodeName> former = OwnerRows.of(in.sql(), stream);
        if (!former.equals(Optional.of(owner))) {
            TableRefusal.requireRoom(owner, OwnerRows.streamsOf(in.sql(), owner), limits.streamsPerOwner());
            in.own(stream, owner);
        }
        return former;
    }

    @Override
    public boolean isRevoked(Member member) {
        return committed.isRevoked(member);
    }

    @Override
    public Optional<Long> reinstate(Member member, Witness<Optional<Long>> witness) {
        return writer.write(in -> {
            if (!RevocationRows.isRevoked(in.sql(), member) && !committed.unstored().contains(member)) {
                return Optional.<Long>empty();
            }
            in.put(new RevocationChange(member, Trust.REINSTATED, in.nextRevision()));
            return Optional.of(in.revision());
        }, witness);
    }

    @Override
    public Set<Member> revoked() {
        return committed.revoked();
    }

    @Override
    public Set<Member> everRevoked() {
        return committed.everRevoked();
    }

    private static void change(Transaction in, Grant grant, Optional<GrantChange> former, Standing standing) {
        if (former.isEmpty() || former.get().standing() != standing) {
            in.put(new GrantChange(grant, standing, in.nextRevision()));
        }
    }
}
