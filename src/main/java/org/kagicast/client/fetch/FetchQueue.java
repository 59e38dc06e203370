package org.kagicast.client.fetch;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The key IDs that wait for their turn to be asked for, by their claim: an ID with many packets, as a stream has, comes
/// before one with few, and what nobody knew comes after others with as many packets, but never after a single one. State:
/// the client's loop.
final class FetchQueue {

    private final GuardedLongMap<Entry> entries;
    private final Ranking<Entry> byClaim = new Ranking<>();
    /// Those that were never asked for.
    private final Ranking<Entry> newcomers = new Ranking<>();
    private long cost;

    FetchQueue(RandomGenerator randomness) {
        this.entries = new GuardedLongMap<>(randomness);
    }

    /// An ID that waits. No record: whoever makes IDs up could choose such as have one hash code.
    private static final class Entry {
        private final long keyId;
        private final int packets;
        private final long cost;
        private final long claim;
        private final boolean isNew;

        Entry(HeldPackets held, int unknown) {
            this.keyId = held.keyId();
            this.packets = held.size();
            this.cost = held.cost();
            this.claim = Math.ceilDiv(packets, 1 + unknown);
            this.isNew = unknown == 0;
        }
    }

    /// An ID waits with these packets; one without packets waits no more.
    ///
    /// @param unknown how often nobody knew it, which weakens its claim
    void put(HeldPackets packets, int unknown) {
        remove(packets.keyId());
        if (packets.isEmpty()) {
            return;
        }
        Entry entry = new Entry(packets, unknown);
        entries.put(entry.keyId, entry);
        byClaim.add(entry.claim, entry);
        if (entry.isNew) {
            newcomers.add(entry.claim, entry);
        }
        cost += entry.cost;
    }

    /// An ID waits no more.
    void remove(long keyId) {
        @Nullable
        Entry entry = entries.remove(keyId);
        if (entry != null) {
            byClaim.remove(entry.claim, entry);
            newcomers.remove(entry.claim, entry);
            cost -= entry.cost;
        }
    }

    /// The one with the strongest claim.
    Optional<Long> first() {
        return keyId(byClaim.highest());
    }

    /// Of those that were never asked for, the one with most packets, if it has so many.
    Optional<Long> newcomer(int atLeast) {
        Entry next = newcomers.highest();
        return next == null || next.packets < atLeast ? Optional.empty() : keyId(next);
    }

    /// The one with the weakest claim.
    Optional<Long> last() {
        return keyId(byClaim.lowest());
    }

    /// How many wait.
    int size() {
        return byClaim.size();
    }

    /// The memory that their packets take, in bytes.
    long cost() {
        return cost;
    }

    private static Optional<Long> keyId(@Nullable Entry entry) {
        return entry == null ? Optional.empty() : Optional.of(entry.keyId);
    }
}
