package org.kagicast.client;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Keeps packets whose key is being fetched, in order of arrival, bounded in number and bytes. State: the client's loop.
///
/// Anybody can make key IDs up, so a full buffer has to choose what to give up:
///
/// - While more IDs wait for their turn to be asked for than will ever have it, and fill half of the buffer, it is a
///   flood, and the ID with the fewest packets gives up its oldest, the longest waiting first: the flood evicts itself,
///   and a stream, whose packets share an ID, stays.
/// - Otherwise the ID that holds most gives up its oldest packet, so that none crowds out the others.
///
/// Whoever has hundreds of IDs with as many packets each as a stream has cannot be told from hundreds of streams: he can
/// keep a new ID out while he goes on.
final class HoldBuffer {

    /// One ID in so many packets may wait for its turn before it is a flood.
    private static final int PACKETS_PER_CANDIDATE = 256;

    /// What holding a packet costs beside its bytes.
    private static final int COST_PER_PACKET = 1024;

    private final int mostPackets;
    private final long mostBytes;
    private final KeyIdMap<Queue> queues;
    /// Those that have packets, by what they cost.
    private final Ranking<Queue> byCost = new Ranking<>();
    /// Those whose ID waits for its turn to be asked for, by its claim.
    private final Ranking<Queue> waiting = new Ranking<>();
    /// Those of them that were never asked for.
    private final Ranking<Queue> newcomers = new Ranking<>();
    private long waitingCost;
    private int packets;
    private long bytes;
    private long expired;

    HoldBuffer(int mostPackets, long mostBytes, RandomGenerator randomness) {
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
        this.queues = new KeyIdMap<>(randomness);
    }

    /// A held packet.
    ///
    /// @param arrived monotonic nanoseconds
    record Held(ByteBuffer datagram, long arrived) {}

    /// Copies what remains of the datagram.
    void hold(long keyId, ByteBuffer datagram, long arrived) {
        Queue queue = queues.get(keyId);
        if (queue == null) {
            queue = new Queue(keyId);
            queues.put(keyId, queue);
        }
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
        unlist(queue);
        queue.add(new Held(copy, arrived));
        list(queue);
        packets++;
        bytes += copy.remaining();
        while (packets > mostPackets || bytes > mostBytes) {
            evict();
        }
    }

    /// The ID is being asked for from now on.
    void asked(long keyId) {
        Queue queue = queues.get(keyId);
        if (queue != null && !queue.isAsked) {
            unlist(queue);
            queue.isAsked = true;
            list(queue);
        }
    }

    /// The ID waits for its turn again.
    ///
    /// @param unknown how often nobody knew it, which weakens its claim
    void waiting(long keyId, int unknown) {
        Queue queue = queues.get(keyId);
        if (queue != null) {
            unlist(queue);
            queue.isAsked = false;
            queue.unknown = unknown;
            list(queue);
        }
    }

    /// Of the IDs that wait for their turn, the one with the strongest claim: many packets, and seldom unknown.
    Optional<Long> nextToAsk() {
        Queue next = waiting.highest();
        return next == null ? Optional.empty() : Optional.of(next.keyId);
    }

    /// Of the IDs that wait for their first turn, the one with most packets, if it has so many.
    Optional<Long> newcomer(int atLeast) {
        Queue next = newcomers.highest();
        return next == null || next.held.size() < atLeast ? Optional.empty() : Optional.of(next.keyId);
    }

    /// Takes out all packets of an ID, oldest first.
    List<Held> release(long keyId) {
        Queue queue = queues.remove(keyId);
        if (queue == null) {
            return List.of();
        }
        unlist(queue);
        packets -= queue.held.size();
        bytes -= queue.bytes;
        return List.copyOf(queue.held);
    }

    /// Drops the packets of an ID that came no later than `arrived`.
    ///
    /// @return how many those were
    int giveUp(long keyId, long arrived) {
        Queue queue = queues.get(keyId);
        if (queue == null) {
            return 0;
        }
        unlist(queue);
        int before = packets;
        while (!queue.held.isEmpty() && queue.held.getFirst().arrived - arrived <= 0) {
            removeOldest(queue);
        }
        keep(queue);
        return before - packets;
    }

    /// How many IDs packets are held of.
    int keyIds() {
        return byCost.size();
    }

    int held(long keyId) {
        Queue queue = queues.get(keyId);
        return queue == null ? 0 : queue.held.size();
    }

    /// Whether packets of this ID have been given up, so that its gaps are not losses of the network.
    boolean hasExpired(long keyId) {
        Queue queue = queues.get(keyId);
        return queue != null && queue.gaveUp;
    }

    /// Packets held now.
    int packets() {
        return packets;
    }

    /// Packets dropped because the buffer was full.
    long expired() {
        return expired;
    }

    private void evict() {
        Queue victim = isFlooded() ? waiting.lowest() : byCost.highest();
        if (victim == null) {
            throw new IllegalStateException("the hold buffer is full of nothing");
        }
        unlist(victim);
        removeOldest(victim);
        expired++;
        keep(victim);
    }

    private boolean isFlooded() {
        return waiting.size() > mostPackets / PACKETS_PER_CANDIDATE && 2 * waitingCost > cost(packets, bytes);
    }

    private void removeOldest(Queue queue) {
        bytes -= queue.removeOldest();
        queue.gaveUp = true;
        packets--;
    }

    /// What has no packets left is forgotten, unless its key may still come.
    private void keep(Queue queue) {
        if (queue.held.isEmpty() && !queue.isAsked) {
            queues.remove(queue.keyId);
        } else {
            list(queue);
        }
    }

    private void list(Queue queue) {
        if (!queue.held.isEmpty()) {
            byCost.add(queue.cost(), queue);
            if (!queue.isAsked) {
                waiting.add(queue.claim(), queue);
                waitingCost += queue.cost();
                if (queue.unknown == 0) {
                    newcomers.add(queue.claim(), queue);
                }
            }
        }
    }

    private void unlist(Queue queue) {
        if (!queue.held.isEmpty()) {
            byCost.remove(queue.cost(), queue);
            if (!queue.isAsked) {
                waiting.remove(queue.claim(), queue);
                waitingCost -= queue.cost();
                newcomers.remove(queue.claim(), queue);
            }
        }
    }

    private static long cost(int packets, long bytes) {
        return bytes + (long) COST_PER_PACKET * packets;
    }

    private static final class Queue {
        private final long keyId;
        private final ArrayDeque<Held> held = new ArrayDeque<>();
        private long bytes;
        private int unknown;
        private boolean isAsked;
        private boolean gaveUp;

        Queue(long keyId) {
            this.keyId = keyId;
        }

        void add(Held packet) {
            held.add(packet);
            bytes += packet.datagram.remaining();
        }

        /// @return its bytes
        int removeOldest() {
            int gone = held.remove().datagram.remaining();
            bytes -= gone;
            return gone;
        }

        long cost() {
            return HoldBuffer.cost(held.size(), bytes);
        }

        /// What nobody knew comes after others with as many packets, but never after a single one.
        long claim() {
            return Math.ceilDiv(held.size(), 1 + unknown);
        }
    }
}
