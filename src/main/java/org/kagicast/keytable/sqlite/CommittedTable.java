package org.kagicast.keytable.sqlite;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// What is on the disk, held in memory for reading: about 0.5 KB a record, keys sealed. Nothing enters before it is
/// synced, so nobody ever sees a key, grant or revision that a power cut could take back.
///
/// The writing thread puts in; its monitor guards it, for short work in memory only.
final class CommittedTable {

    private final Map<KeyId, StoredKey> keys = new LinkedHashMap<>();
    private final Map<StreamName, NodeName> owners = new HashMap<>();
    private final Set<Grant> grants = new HashSet<>();
    private final Set<NodeName> revoked = new HashSet<>();
    private @Nullable List<KeyDescription> descriptions;
    private long revision;

    synchronized void apply(Collection<StoredKey> changedKeys, Collection<GrantChange> changedGrants,
            Collection<RevocationChange> revocations, long newRevision) {
        for (StoredKey key : changedKeys) {
            keys.put(key.description().keyId(), key);
            owners.putIfAbsent(key.description().stream(), key.description().owner());
        }
        for (GrantChange change : changedGrants) {
            if (change.standing() == Standing.GIVEN) {
                grants.add(change.grant());
            } else {
                grants.remove(change.grant());
            }
        }
        revocations.forEach(change -> revoked.add(change.client()));
        revision = newRevision;
        descriptions = changedKeys.isEmpty() ? descriptions : null;
    }

    synchronized long revision() {
        return revision;
    }

    synchronized Optional<StoredKey> find(KeyId keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    synchronized List<KeyDescription> describeAll() {
        List<KeyDescription> all = descriptions;
        if (all == null) {
            all = keys.values().stream().map(StoredKey::description).toList();
            descriptions = all;
        }
        return all;
    }

    synchronized Optional<NodeName> ownerOf(StreamName stream) {
        return Optional.ofNullable(owners.get(stream));
    }

    synchronized boolean holds(Grant grant) {
        return grants.contains(grant);
    }

    synchronized boolean isRevoked(NodeName client) {
        return revoked.contains(client);
    }

    synchronized Set<NodeName> revoked() {
        return Set.copyOf(revoked);
    }

    synchronized Set<Grant> grants() {
        return Set.copyOf(grants);
    }
}
