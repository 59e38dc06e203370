package org.kagicast.contentserver.keys;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.rpc.keys.CreatedKey;

/// The encryption-key table of one stream: key ID to encryption key, several at once (R4, R6), of all its labels. Retired
/// keys are wiped, and the rows of the latest few stay for people to see. It belongs to the stream's thread.
public final class EncryptionKeyTable {

    /// Rows of retired keys that stay.
    public static final int RETIRED_ROWS = 8;

    /// IDs remembered beyond the keys that are here: those of four days for 16 labels that change each minute. One comes a
    /// second time only from a key server that has lost a part of its table, and with another key, so that no counter
    /// starts over; and clients that might take the one for the other have long forgotten so old a key.
    public static final int MOST_REMEMBERED = 100_000;

    private final Map<KeyId, EncryptionKey> keys = new LinkedHashMap<>();
    private final SequencedSet<KeyId> held = new LinkedHashSet<>();
    /// Of each line the highest number of a key that came, used or not.
    private final Map<KeyLine, Long> highest = new HashMap<>();

    private final int manifests;

    /// @param manifests in how many each packet is, under keys that sign
    public EncryptionKeyTable(int manifests) {
        this.manifests = manifests;
    }

    /// Stores a key that the key server created (step A7, C7).
    ///
    /// @return empty if this ID is held or has been held among the latest [#MOST_REMEMBERED]: a second key under it would be
    ///         mistaken for the first
    public Optional<EncryptionKey> store(CreatedKey created, Instant now) {
        if (keys.containsKey(created.keyId()) || !held.add(created.keyId())) {
            return Optional.empty();
        }
        if (held.size() > MOST_REMEMBERED) {
            held.removeFirst();
        }
        EncryptionKey key = new EncryptionKey(created, now, manifests);
        keys.put(key.id(), key);
        return Optional.of(key);
    }

    /// A key has come, whatever is made of it.
    public void saw(CreatedKey created) {
        highest.merge(created.line(), created.number(), Math::max);
    }

    /// The highest number of a key of this line that has come; 0 if none has.
    public long highestNumber(KeyLine line) {
        return highest.getOrDefault(line, 0L);
    }

    public Optional<EncryptionKey> find(KeyId keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /// Ends a key's use and forgets the oldest of those that ended before.
    public void retire(EncryptionKey key, KeyState last) {
        key.retire(last);
        List<EncryptionKey> retired = keys.values().stream().filter(EncryptionKeyTable::isRetired).toList();
        for (EncryptionKey old : retired.subList(0, Math.max(0, retired.size() - RETIRED_ROWS))) {
            keys.remove(old.id());
        }
    }

    /// Wipes every key that is left.
    public void retireAll() {
        for (EncryptionKey key : List.copyOf(keys.values())) {
            if (!isRetired(key)) {
                retire(key, key.state() == KeyState.ACTIVE ? KeyState.DEACTIVATED : KeyState.DESTROYED);
            }
        }
    }

    public List<EncryptionKeyRow> rows() {
        return keys.values().stream().map(EncryptionKey::row).toList();
    }

    private static boolean isRetired(EncryptionKey key) {
        return key.state() != KeyState.PRE_ACTIVE && key.state() != KeyState.ACTIVE;
    }
}
