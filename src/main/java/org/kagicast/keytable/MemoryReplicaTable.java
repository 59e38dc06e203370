package org.kagicast.keytable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.KeyChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// A copy of a key table that lives as long as the process. Its monitor guards everything, for short work in memory.
public final class MemoryReplicaTable implements ReplicaTable, PolicyView {

    private final Map<KeyId, KeyRecord> records = new HashMap<>();
    private final PolicyState policy = new PolicyState();
    private String tableId = "";
    private long revision;
    private String epoch = "";
    private boolean isWhole;
    private @Nullable List<KeyDescription> descriptions;
    private boolean closed;

    @Override
    public synchronized String tableId() {
        return tableId;
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public synchronized Optional<KeyRecord> find(KeyId keyId) {
        return Optional.ofNullable(records.get(keyId)).map(KeyRecord::copy);
    }

    @Override
    public synchronized Optional<KeyDescription> describe(KeyId keyId) {
        return Optional.ofNullable(records.get(keyId)).map(KeyRecord::description);
    }

    @Override
    public synchronized List<KeyDescription> describeAll() {
        List<KeyDescription> all = descriptions;
        if (all == null) {
            all = records.values().stream().map(KeyRecord::description).sorted(AS_THEY_CAME).toList();
            descriptions = all;
        }
        return all;
    }

    @Override
    public PolicyView policy() {
        return this;
    }

    @Override
    public synchronized Optional<RefusalReason> refusal(NodeName client, KeyLine line) {
        return policy.refusal(client, line);
    }

    @Override
    public synchronized boolean isRevoked(Member member) {
        return policy.isRevoked(member);
    }

    @Override
    public synchronized Set<Member> revoked() {
        return policy.revoked();
    }

    @Override
    public synchronized Set<Member> unstored() {
        return policy.unstored();
    }

    @Override
    public synchronized Map<Member, Trust> overlaid() {
        return policy.overlaid();
    }

    @Override
    public synchronized void overlay(Map<Member, Trust> words) {
        policy.overlay(words);
    }

    @Override
    public Optional<Instant> foundAsOf() {
        return Optional.empty();
    }

    @Override
    public synchronized void startOver(String newTableId) {
        wipe();
        policy.clear();
        tableId = newTableId;
        revision = 0;
        epoch = "";
        isWhole = false;
    }

    @Override
    public synchronized String epoch() {
        return epoch;
    }

    @Override
    public synchronized boolean isWhole() {
        return isWhole;
    }

    @Override
    public synchronized void apply(List<TableChange> changes, Reached reached) {
        if (closed) {
            return;
        }
        changes.forEach(this::apply);
        descriptions = null;
        revision = reached.revision();
        epoch = reached.epoch();
        isWhole |= reached.isWhole();
    }

    private void apply(TableChange change) {
        switch (change) {
            case KeyChange changed -> {
                KeyId keyId = changed.key().description().keyId();
                KeyRecord former = changed.key().description().state() == KeyState.DESTROYED
                        ? records.remove(keyId)
                        : records.put(keyId, changed.key().copy());
                if (former != null) {
                    former.close();
                }
            }
            case GrantChange changed -> policy.apply(changed);
            case RevocationChange changed -> policy.apply(changed);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        wipe();
    }

    private void wipe() {
        records.values().forEach(KeyRecord::close);
        records.clear();
        descriptions = null;
    }
}
