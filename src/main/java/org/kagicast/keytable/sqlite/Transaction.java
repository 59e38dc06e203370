package org.kagicast.keytable.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;

/// What is being written before the next sync: the changes of one or more callers, each of whom sees those before.
/// Belongs to the writing thread.
final class Transaction {

    private final Sql sql;
    private final List<StoredKey> keys = new ArrayList<>();
    private final List<GrantChange> grants = new ArrayList<>();
    private final List<RevocationChange> revocations = new ArrayList<>();
    private final List<KeyRecord> handedOut = new ArrayList<>();
    private long revision;
    private boolean destroys;

    Transaction(Sql sql, long revision) {
        this.sql = sql;
        this.revision = revision;
    }

    Sql sql() {
        return sql;
    }

    /// The number for the next change.
    long nextRevision() {
        return revision + 1;
    }

    void insert(StoredKey key, @Nullable UUID request) {
        KeyRows.insert(sql, key, request);
        changed(key);
    }

    void update(StoredKey key) {
        KeyRows.update(sql, key);
        changed(key);
        destroys |= key.decryption().isEmpty();
    }

    void put(GrantChange change) {
        GrantRows.put(sql, change);
        grants.add(change);
        revision++;
    }

    void put(RevocationChange change) {
        RevocationRows.put(sql, change);
        revocations.add(change);
        revision++;
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

    boolean changesNothing() {
        return keys.isEmpty() && grants.isEmpty() && revocations.isEmpty();
    }

    /// Whether a key is gone afterwards, so that no trace of it may stay in the files.
    boolean destroys() {
        return destroys;
    }

    void wipe() {
        handedOut.forEach(KeyRecord::close);
    }
}
