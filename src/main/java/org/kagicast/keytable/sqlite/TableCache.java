package org.kagicast.keytable.sqlite;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.PolicyState;
import org.kagicast.keytable.PolicyView;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.keytable.TableHistory;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// What is on the disk, held in memory for reading: about 0.5 KB a record, keys sealed. Nothing enters before it is
/// synced, so nobody ever sees a key, grant or revision that a power cut could take back.
///
/// The writing thread puts in; its monitor guards it, for short work in memory only.
final class TableCache implements PolicyView {

    private final Map<KeyId, StoredKey> keys = new LinkedHashMap<>();
    private final Map<StreamName, NodeName> owners = new HashMap<>();
    private final PolicyState policy = new PolicyState();
    private @Nullable List<KeyDescription> descriptions;
    private final FileKind kind;
    private String identity;
    private long revision;
    private long forgottenUpTo;
    private String epoch;
    private boolean isWhole;
    private final TableHistory history;

    /// @param row what the file says of itself
    /// @param history of a table; a copy has none of its own
    TableCache(FileKind kind, TableRow row, TableHistory history) {
        this.kind = kind;
        this.identity = row.identity();
        this.revision = row.revision();
        this.forgottenUpTo = row.forgotten();
        this.epoch = row.epoch();
        this.isWhole = row.whole();
        this.history = history;
    }

    /// What stood in the file.
    synchronized void load(Collection<StoredKey> storedKeys, Map<StreamName, NodeName> storedOwners,
            Collection<GrantChange> storedGrants, Collection<RevocationChange> revocations) {
        owners.putAll(storedOwners);
        putAll(storedKeys, storedGrants, revocations);
    }

    /// A transaction that is on the disk.
    synchronized void apply(Transaction done) {
        done.another().ifPresent(this::startOver);
        done.removed().forEach(keys::remove);
        putAll(done.keys(), done.grants(), done.revocations());
        done.owners().forEach((stream, owner) -> owner.ifPresentOrElse(present -> owners.put(stream, present),
                () -> owners.remove(stream)));
        if (!done.keys().isEmpty() || !done.removed().isEmpty()) {
            descriptions = null;
        }
        done.begun().ifPresent(begun -> history.begin(revision + 1, begun));
        done.reached().ifPresent(reached -> {
            epoch = reached.epoch();
            isWhole |= reached.isWhole();
        });
        revision = done.revision();
        forgottenUpTo = Math.max(forgottenUpTo, done.forgottenUpTo());
    }

    private void startOver(String another) {
        keys.clear();
        owners.clear();
        policy.clear();
        descriptions = null;
        identity = another;
        epoch = "";
        isWhole = false;
    }

    private void putAll(Collection<StoredKey> changedKeys, Collection<GrantChange> changedGrants,
            Collection<RevocationChange> revocations) {
        for (StoredKey key : changedKeys) {
            keys.put(key.description().keyId(), key);
        }
        changedGrants.forEach(policy::apply);
        revocations.forEach(policy::apply);
    }

    synchronized String identity() {
        return identity;
    }

    synchronized long revision() {
        return revision;
    }

    synchronized String epochAt(long at) {
        return history.epochAt(at);
    }

    synchronized String epoch() {
        return epoch;
    }

    synchronized boolean isWhole() {
        return isWhole;
    }

    synchronized long forgottenUpTo() {
        return forgottenUpTo;
    }

    synchronized int size() {
        return keys.size();
    }

    synchronized Optional<StoredKey> find(KeyId keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    synchronized List<KeyDescription> describeAll() {
        List<KeyDescription> all = descriptions;
        if (all == null) {
            Stream<KeyDescription> stored = keys.values().stream().map(StoredKey::description);
            all = switch (kind) {
                case TABLE -> stored.toList();
                case COPY -> stored.sorted(ReplicaTable.AS_THEY_CAME).toList();
            };
            descriptions = all;
        }
        return all;
    }

    synchronized Map<StreamName, NodeName> owners() {
        return Map.copyOf(owners);
    }

    synchronized Optional<NodeName> ownerOf(StreamName stream) {
        return Optional.ofNullable(owners.get(stream));
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

    synchronized Set<Member> unstored() {
        return policy.unstored();
    }

    synchronized void revokeUnstored(Member member) {
        policy.revokeUnstored(member);
    }

    synchronized Map<Member, Trust> overlaid() {
        return policy.overlaid();
    }

    synchronized void overlay(Map<Member, Trust> words) {
        policy.overlay(words);
    }

    synchronized Set<Member> everRevoked() {
        return policy.everRevoked();
    }

    synchronized Set<Grant> grants() {
        return policy.grants();
    }

    synchronized Set<Grant> everGranted() {
        return policy.everGranted();
    }
}
