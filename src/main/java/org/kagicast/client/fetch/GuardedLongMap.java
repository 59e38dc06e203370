package org.kagicast.client.fetch;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Values by a number that a packet brings, a key ID or a counter: which of them lie beside each other depends on another
/// number, drawn at the start, so nobody can make up some that all fall on one place and make each look-up a long search.
/// Nothing is allocated for a look-up. One thread.
public final class GuardedLongMap<V> {

    private final LongObjectMap<V> values = new LongObjectHashMap<>();
    private final long secret;

    public GuardedLongMap(RandomGenerator randomness) {
        this.secret = randomness.nextLong() | 1;
    }

    @Nullable
    public V get(long number) {
        return values.get(place(number));
    }

    /// @return the value before
    @Nullable
    public V put(long number, V value) {
        return values.put(place(number), value);
    }

    @Nullable
    public V remove(long number) {
        return values.remove(place(number));
    }

    public Collection<V> values() {
        return values.values();
    }

    public int size() {
        return values.size();
    }

    public void clear() {
        values.clear();
    }

    /// Another one for each number, since each step can be undone.
    private long place(long number) {
        long mixed = number * secret;
        mixed ^= mixed >>> 29;
        return mixed * secret;
    }
}
