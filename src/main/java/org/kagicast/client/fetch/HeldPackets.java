package org.kagicast.client.fetch;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The packets held of one key ID, oldest first. State: the client's loop.
public final class HeldPackets {

    /// What holding a packet costs beside its bytes.
    private static final int COST_PER_PACKET = 1024;

    private final long keyId;
    private final Deque<Packet> packets = new ArrayDeque<>();
    private long bytes;
    private boolean gaveUp;

    HeldPackets(long keyId) {
        this.keyId = keyId;
    }

    /// A held packet.
    ///
    /// @param arrived monotonic nanoseconds
    public record Packet(ByteBuffer datagram, long arrived) {}

    long keyId() {
        return keyId;
    }

    int size() {
        return packets.size();
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /// The memory that they take, in bytes.
    long cost() {
        return cost(packets.size(), bytes);
    }

    /// The memory that so many packets take, in bytes.
    static long cost(int packets, long bytes) {
        return bytes + (long) COST_PER_PACKET * packets;
    }

    List<Packet> all() {
        return List.copyOf(packets);
    }

    void add(Packet packet) {
        packets.add(packet);
        bytes += packet.datagram.remaining();
    }

    /// Drops the oldest before its key has come.
    void giveUpOldest() {
        bytes -= packets.remove().datagram.remaining();
        gaveUp = true;
    }

    /// Whether the oldest came no later than `arrived`; not if there is none.
    boolean isOldestFrom(long arrived) {
        Packet oldest = packets.peek();
        return oldest != null && oldest.arrived - arrived <= 0;
    }

    /// Whether some have been given up.
    boolean gaveUp() {
        return gaveUp;
    }
}
