package org.kagicast.client.fetch;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Values by key ID, where anybody may choose the IDs: which of them lie beside each other depends on a number drawn at
/// the start, so nobody can make up IDs that all fall on one place and make each look-up a long search. One thread.
public final class KeyIdMap<V> {

    private final LongObjectMap<V> values = new LongObjectHashMap<>();
    private final long secret;

    public KeyIdMap(RandomGenerator randomness) {
        this.secret = randomness.nextLong() | 1;
    }

    @Nullable
    public V get(long keyId) {
        return values.get(place(keyId));
    }

    /// @return the value before
    @Nullable
    public V put(long keyId, V value) {
        return values.put(place(keyId), value);
    }

    @Nullable
    public V remove(long keyId) {
        return values.remove(place(keyId));
    }

    public Collection<V> values() {
        return values.values();
    }

    public void clear() {
        values.clear();
    }

    /// Another number for each ID, since each step can be undone.
    private long place(long keyId) {
        long mixed = keyId * secret;
        mixed ^= mixed >>> 29;
        return mixed * secret;
    }
}
