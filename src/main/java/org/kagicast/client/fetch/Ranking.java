package org.kagicast.client.fetch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Things by rank; of those with the same rank, the one that has had it longest comes first. One thread.
final class Ranking<T> {

    private final TreeMap<Long, Set<T>> byRank = new TreeMap<>();
    private int size;

    /// A thing is in it at most once.
    void add(long rank, T thing) {
        byRank.computeIfAbsent(rank, alike -> new LinkedHashSet<>()).add(thing);
        size++;
    }

    /// @param rank with which it was added
    void remove(long rank, T thing) {
        Set<T> alike = byRank.get(rank);
        if (alike != null && alike.remove(thing)) {
            size--;
            if (alike.isEmpty()) {
                byRank.remove(rank);
            }
        }
    }

    @Nullable
    T highest() {
        return byRank.isEmpty() ? null : byRank.lastEntry().getValue().iterator().next();
    }

    @Nullable
    T lowest() {
        return byRank.isEmpty() ? null : byRank.firstEntry().getValue().iterator().next();
    }

    int size() {
        return size;
    }
}
