package org.kagicast.keyserver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.keytable.PolicyView;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.model.KeyId;
import org.kagicast.model.Member;

/// A copy that outlives the slave that closes it, as one on a disk does, and that can be made to fail.
final class KeepingTable implements ReplicaTable {

    final List<KeyId> applied = new ArrayList<>();
    Runnable beforeApplying = () -> {
    };
    Runnable afterApplying = () -> {
    };
    private final MemoryReplicaTable kept = new MemoryReplicaTable();

    @Override
    public String tableId() {
        return kept.tableId();
    }

    @Override
    public long revision() {
        return kept.revision();
    }

    @Override
    public Optional<KeyRecord> find(KeyId keyId) {
        return kept.find(keyId);
    }

    @Override
    public Optional<KeyDescription> describe(KeyId keyId) {
        return kept.describe(keyId);
    }

    @Override
    public List<KeyDescription> describeAll() {
        return kept.describeAll();
    }

    @Override
    public PolicyView policy() {
        return kept.policy();
    }

    @Override
    public Set<Member> unstored() {
        return kept.unstored();
    }

    @Override
    public Map<Member, TableChange.Trust> overlaid() {
        return kept.overlaid();
    }

    @Override
    public void overlay(Map<Member, TableChange.Trust> words) {
        kept.overlay(words);
    }

    @Override
    public Optional<Instant> foundAsOf() {
        return kept.foundAsOf();
    }

    @Override
    public String epoch() {
        return kept.epoch();
    }

    @Override
    public boolean isWhole() {
        return kept.isWhole();
    }

    @Override
    public void startOver(String tableId) {
        kept.startOver(tableId);
    }

    @Override
    public void apply(List<TableChange> changes, Reached reached) {
        beforeApplying.run();
        changes.forEach(change -> {
            if (change instanceof TableChange.KeyChange(KeyRecord key)) {
                applied.add(key.description().keyId());
            }
        });
        kept.apply(changes, reached);
        afterApplying.run();
    }

    @Override
    public void close() {
        // It lasts.
    }
}
