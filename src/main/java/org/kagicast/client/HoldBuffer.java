package org.kagicast.client;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps packets whose key is being fetched, in order of arrival, bounded in number and bytes. State: the client's loop.
///
/// A key ID that has been asked for is taken more seriously than one that still waits for its turn, since anybody can
/// make IDs up. When the buffer is full, the ID that waits for its turn with the fewest packets gives way, the longest
/// waiting first, so that a flood of made-up IDs evicts itself; when all have been asked for, the ID that holds most
/// gives up its oldest packet.
final class HoldBuffer {

    private final int mostPackets;
    private final long mostBytes;
    private final LongObjectMap<Queue> queues = new LongObjectHashMap<>();
    /// The queues whose ID has not been asked for, by their number of packets, the longest waiting first.
    private final TreeMap<Integer, Set<Queue>> unasked = new TreeMap<>();
    private int packets;
    private long bytes;
    private long expired;

    HoldBuffer(int mostPackets, long mostBytes) {
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
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
        queue.held.add(new Held(copy, arrived));
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
        if (queue != null) {
            unlist(queue);
            queue.asked = true;
        }
    }

    /// The ID waits for its turn again.
    void waiting(long keyId) {
        Queue queue = queues.get(keyId);
        if (queue != null && queue.asked) {
            queue.asked = false;
            list(queue);
        }
    }

    /// Of the IDs that wait for their turn, the one that holds most.
    Optional<Long> nextToAsk() {
        return unasked.isEmpty()
                ? Optional.empty()
                : Optional.of(unasked.lastEntry().getValue().iterator().next().keyId);
    }

    /// Takes out all packets of an ID, oldest first.
    List<Held> release(long keyId) {
        Queue queue = queues.remove(keyId);
        if (queue == null) {
            return List.of();
        }
        unlist(queue);
        packets -= queue.held.size();
        queue.held.forEach(held -> bytes -= held.datagram.remaining());
        return List.copyOf(queue.held);
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
        Queue victim = unasked.isEmpty() ? largest() : unasked.firstEntry().getValue().iterator().next();
        if (victim == null) {
            return;
        }
        unlist(victim);
        Held oldest = victim.held.remove();
        victim.gaveUp = true;
        packets--;
        bytes -= oldest.datagram.remaining();
        expired++;
        if (!victim.held.isEmpty()) {
            list(victim);
        } else if (!victim.asked) {
            queues.remove(victim.keyId);
        }
    }

    /// The IDs that have been asked for are few: the token bucket sees to that.
    private @Nullable Queue largest() {
        Queue largest = null;
        for (Queue queue : queues.values()) {
            if (!queue.held.isEmpty() && (largest == null || queue.held.size() > largest.held.size())) {
                largest = queue;
            }
        }
        return largest;
    }

    private void list(Queue queue) {
        if (!queue.asked) {
            unasked.computeIfAbsent(queue.held.size(), size -> new LinkedHashSet<>()).add(queue);
        }
    }

    private void unlist(Queue queue) {
        Set<Queue> alike = unasked.get(queue.held.size());
        if (!queue.asked && alike != null && alike.remove(queue) && alike.isEmpty()) {
            unasked.remove(queue.held.size());
        }
    }

    private static final class Queue {
        private final long keyId;
        private final ArrayDeque<Held> held = new ArrayDeque<>();
        private boolean asked;
        private boolean gaveUp;

        Queue(long keyId) {
            this.keyId = keyId;
        }
    }
}
