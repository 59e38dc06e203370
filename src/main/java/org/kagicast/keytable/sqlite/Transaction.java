package org.kagicast.keytable.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// What is being written before the next sync: the changes of one or more callers, each of whom sees those before.
/// Belongs to the writing thread.
final class Transaction {

    private final Sql sql;
    private final PolicySeal.Sum policy;
    private final List<StoredKey> keys = new ArrayList<>();
    private final List<GrantChange> grants = new ArrayList<>();
    private final List<RevocationChange> revocations = new ArrayList<>();
    private final Map<StreamName, Optional<NodeName>> owners = new HashMap<>();
    private final List<KeyRecord> handedOut = new ArrayList<>();
    private long revision;
    private int records;
    private long forgottenUpTo;
    private Optional<String> another = Optional.empty();
    private final Set<KeyId> removed = new HashSet<>();
    private Optional<ReplicaTable.Reached> reached = Optional.empty();
    private Optional<String> begun = Optional.empty();
    private boolean destroys;
    private boolean moves;

    /// @param revision of the latest change before
    /// @param records that the file holds
    /// @param policy the sum of the policy's rows
    Transaction(Sql sql, long revision, int records, PolicySeal.Sum policy) {
        this.sql = sql;
        this.policy = policy;
        this.revision = revision;
        this.records = records;
    }

    /// The sum of the policy's rows as of this transaction.
    PolicySeal.Sum policy() {
        return policy;
    }

    Sql sql() {
        return sql;
    }

    /// The number for the next change.
    long nextRevision() {
        return revision + 1;
    }

    /// Inserts a record that this table has numbered.
    void insert(StoredKey key, @Nullable UUID request) {
        KeyRecordStatements.insert(sql, key, request);
        LineRows.put(sql, key.description().line(), key.description().number());
        records++;
        changed(key);
    }

    private void aroundOwner(StreamName stream, Runnable write) {
        policy.around(sql, "stream_owner", "stream = ?", List.of(stream.value()), write);
    }

    void update(StoredKey key) {
        KeyRecordStatements.update(sql, key);
        changed(key);
        destroys |= key.decryption().isEmpty();
    }

    /// Inserts or updates a record that the master numbered.
    void put(StoredKey key) {
        if (KeyRecordStatements.exists(sql, key.description().keyId())) {
            update(key);
        } else {
            KeyRecordStatements.insert(sql, key, null);
            records++;
            changed(key);
        }
    }

    /// How many records the file holds by now.
    int records() {
        return records;
    }

    /// Takes the record of a destroyed key out, and remembers its ID.
    void forget(KeyDescription key) {
        KeyRecordStatements.delete(sql, key.keyId());
        UsedKeyIds.put(sql, key.keyId());
        TableRow.setForgotten(sql, key.revision());
        removed.add(key.keyId());
        records--;
        forgottenUpTo = Math.max(forgottenUpTo, key.revision());
    }

    /// The latest revision whose record this transaction forgot; 0 if it forgot none.
    long forgottenUpTo() {
        return forgottenUpTo;
    }

    /// Takes a record out, so that nothing is known of it any more.
    void remove(KeyId keyId) {
        KeyRecordStatements.delete(sql, keyId);
        keys.removeIf(key -> key.description().keyId().equals(keyId));
        removed.add(keyId);
        destroys = true;
    }

    /// Forgets everything, to become a copy of another table.
    void startOver(String identity) {
        List.of("key_record", "stream_owner", "policy_grant", "policy_revocation")
                .forEach(table -> sql.run("DELETE FROM " + table));
        TableRow.startOver(sql, identity);
        policy.clear();
        keys.clear();
        grants.clear();
        revocations.clear();
        owners.clear();
        removed.clear();
        another = Optional.of(identity);
        revision = 0;
        destroys = true;
    }

    /// What has been put and removed leads to a revision that the master numbered.
    void reach(ReplicaTable.Reached now, Instant at) {
        TableRow.setReached(sql, now, at);
        revision = now.revision();
        reached = Optional.of(now);
    }

    /// What a copy has reached; empty of a table.
    Optional<ReplicaTable.Reached> reached() {
        return reached;
    }

    /// Begins an epoch of the table.
    ///
    /// @param first the first revision that it makes
    void begin(String epoch, long first) {
        EpochRows.begin(sql, first, epoch);
        begun = Optional.of(epoch);
    }

    /// From now on the table says of itself that it was put back to an older state.
    void putBack() {
        TableRow.setPutBack(sql);
        moves = true;
    }

    /// The epoch that begins with this transaction.
    Optional<String> begun() {
        return begun;
    }

    /// Nothing changes but what the table says of itself, as how long it has been open.
    void keepAsItIs() {
        moves = true;
    }

    void put(GrantChange change) {
        policy.around(sql, "policy_grant", "client = ? AND stream = ? AND label = ?",
                List.of(change.grant().client().value(), change.grant().stream().value(),
                        change.grant().label().value()),
                () -> GrantRows.put(sql, change));
        grants.add(change);
        revision++;
    }

    void put(RevocationChange change) {
        policy.around(sql, "policy_revocation", "role = ? AND name = ?",
                List.of(change.member().role().name(), change.member().name().value()),
                () -> RevocationRows.put(sql, change));
        revocations.add(change);
        revision++;
    }

    /// Gives a stream to an owner. It is no news to copies, so no revision is spent on it.
    void own(StreamName stream, NodeName owner) {
        aroundOwner(stream, () -> OwnerRows.put(sql, stream, owner));
        owners.put(stream, Optional.of(owner));
    }

    /// Lets nobody own a stream.
    void release(StreamName stream) {
        aroundOwner(stream, () -> OwnerRows.delete(sql, stream));
        owners.put(stream, Optional.empty());
    }

    /// Remembers a record that an answer holds, to wipe it if the answer is never given.
    KeyRecord handOut(KeyRecord record) {
        handedOut.add(record);
        return record;
    }

    private void changed(StoredKey key) {
        keys.add(key);
        revision++;
    }

    long revision() {
        return revision;
    }

    List<StoredKey> keys() {
        return keys;
    }

    List<GrantChange> grants() {
        return grants;
    }

    List<RevocationChange> revocations() {
        return revocations;
    }

    /// Streams whose owner has changed, with the present one, if any.
    Map<StreamName, Optional<NodeName>> owners() {
        return owners;
    }

    /// The table of which the file has become a copy; empty if it stays what it is.
    Optional<String> another() {
        return another;
    }

    Set<KeyId> removed() {
        return removed;
    }

    boolean changesNothing() {
        return keys.isEmpty() && grants.isEmpty() && revocations.isEmpty() && owners.isEmpty() && another.isEmpty()
                && removed.isEmpty() && reached.isEmpty() && !moves;
    }

    /// Whether a key is gone afterwards, so that no trace of it may stay in the files.
    boolean destroys() {
        return destroys;
    }

    void wipe() {
        handedOut.forEach(KeyRecord::close);
    }
}
