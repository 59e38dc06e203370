package org.kagicast.client;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyLine;
import org.kagicast.sframe.Opener;

/// The client's table: key ID to decryption key. It starts empty, and an entry unused for a set time is erased (R11).
/// State: the client's loop.
final class DecryptionKeyTable implements AutoCloseable {

    /// The forgotten keys that are remembered by ID and counter, so that no replay revives them.
    private static final int MOST_TOMBSTONES = 4096;

    private final LongObjectMap<DecryptionKey> keys = new LongObjectHashMap<>();
    private final Map<KeyLine, DecryptionKey> latest = new HashMap<>();
    private final LongObjectMap<Opener.Tombstone> tombstones = new LongObjectHashMap<>();
    private final ArrayDeque<Long> tombstonesByAge = new ArrayDeque<>();
    /// Packet after packet comes under the same key.
    private @Nullable DecryptionKey previous;

    @Nullable
    DecryptionKey find(long keyId) {
        DecryptionKey hit = previous;
        if (hit != null && hit.origin().keyId().value() == keyId) {
            return hit;
        }
        hit = keys.get(keyId);
        if (hit != null) {
            previous = hit;
        }
        return hit;
    }

    void add(DecryptionKey key) {
        long keyId = key.origin().keyId().value();
        Opener.Tombstone tombstone = tombstones.get(keyId);
        if (tombstone != null) {
            key.opener().resumeAfter(tombstone);
        }
        DecryptionKey replaced = keys.put(keyId, key);
        if (replaced != null) {
            forget(replaced);
        }
    }

    /// The key that opened the latest packet of its stream and label.
    @Nullable
    DecryptionKey latest(KeyLine line) {
        return latest.get(line);
    }

    /// The key has opened its first packet. A former key that opens a straggler later does not come back by that.
    void tookOver(DecryptionKey key) {
        latest.put(key.line(), key);
    }

    Collection<DecryptionKey> keys() {
        return keys.values();
    }

    void remove(DecryptionKey key) {
        keys.remove(key.origin().keyId().value());
        forget(key);
    }

    /// Erases what has not been used since then (R11); its losses stay counted.
    void forgetIdleSince(long nanos, Counting counting) {
        List<DecryptionKey> idle = new ArrayList<>();
        for (DecryptionKey key : keys.values()) {
            if (key.usedNanos() - nanos < 0) {
                idle.add(key);
            }
        }
        idle.forEach(key -> {
            counting.keyGone(key);
            remove(key);
        });
    }

    @Override
    public void close() {
        keys.values().forEach(DecryptionKey::close);
        keys.clear();
        latest.clear();
        previous = null;
    }

    private void forget(DecryptionKey key) {
        if (previous == key) {
            previous = null;
        }
        latest.remove(key.line(), key);
        long keyId = key.origin().keyId().value();
        if (tombstones.put(keyId, key.opener().tombstone()) == null) {
            tombstonesByAge.add(keyId);
        }
        if (tombstonesByAge.size() > MOST_TOMBSTONES) {
            tombstones.remove(tombstonesByAge.remove().longValue());
        }
        key.close();
    }
}
