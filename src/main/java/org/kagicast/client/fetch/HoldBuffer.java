package org.kagicast.client.fetch;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kagicast.client.fetch.HeldPackets.Packet;

/// Keeps packets whose key is being fetched, in order of arrival, bounded in number and bytes (R9, R10). When it is full,
/// the ID that its owner names gives up its oldest packet, or else the ID that holds most, so that none crowds out the
/// others. State: the client's loop.
public final class HoldBuffer {

    /// Who knows what becomes of the keys. Called on the client's loop.
    interface Owner {

        /// There are more packets of an ID, or fewer, or none any more.
        void changed(HeldPackets packets);

        /// Whether the key of an ID is being asked for, so that it stays known that packets of it have been given up.
        boolean isAskedFor(long keyId);

        /// Whose oldest packet is to go; empty if the owner does not mind.
        Optional<Long> toGiveUp();
    }

    private final int mostPackets;
    private final long mostBytes;
    private final Owner owner;
    private final GuardedLongMap<HeldPackets> byKeyId;
    /// Those that have packets.
    private final Ranking<HeldPackets> byCost = new Ranking<>();
    private int packets;
    private long bytes;
    private long expired;

    HoldBuffer(int mostPackets, long mostBytes, RandomGenerator randomness, Owner owner) {
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
        this.owner = owner;
        this.byKeyId = new GuardedLongMap<>(randomness);
    }

    /// Copies what remains of the datagram.
    void hold(long keyId, ByteBuffer datagram, long arrived) {
        HeldPackets held = byKeyId.get(keyId);
        if (held == null) {
            held = new HeldPackets(keyId);
            byKeyId.put(keyId, held);
        }
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
        unrank(held);
        held.add(new Packet(copy, arrived));
        rank(held);
        while (packets > mostPackets || bytes > mostBytes) {
            evict();
        }
    }

    /// Takes out all packets of an ID, oldest first.
    public List<Packet> release(long keyId) {
        HeldPackets held = byKeyId.remove(keyId);
        if (held == null) {
            return List.of();
        }
        unrank(held);
        owner.changed(new HeldPackets(keyId));
        return held.all();
    }

    /// Drops the packets of an ID that came no later than `arrived`.
    ///
    /// @return how many those were
    int giveUp(long keyId, long arrived) {
        HeldPackets held = byKeyId.get(keyId);
        if (held == null) {
            return 0;
        }
        int before = packets;
        unrank(held);
        while (held.isOldestFrom(arrived)) {
            held.giveUpOldest();
        }
        rank(held);
        return before - packets;
    }

    /// How many IDs packets are held of.
    public int keyIds() {
        return byCost.size();
    }

    /// How many packets of an ID are held.
    public int held(long keyId) {
        return of(keyId).size();
    }

    /// The packets of an ID; with none in it if there are none.
    HeldPackets of(long keyId) {
        HeldPackets held = byKeyId.get(keyId);
        return held == null ? new HeldPackets(keyId) : held;
    }

    /// Whether packets of this ID have been given up, so that its gaps are not losses of the network.
    public boolean hasExpired(long keyId) {
        return of(keyId).gaveUp();
    }

    /// Packets held now.
    public int packets() {
        return packets;
    }

    /// The memory that all of them take, in bytes.
    long cost() {
        return HeldPackets.cost(packets, bytes);
    }

    /// Packets dropped because the buffer was full.
    public long expired() {
        return expired;
    }

    private void evict() {
        HeldPackets victim = owner.toGiveUp().map(byKeyId::get).orElseGet(byCost::highest);
        if (victim == null) {
            throw new IllegalStateException("the hold buffer is full of nothing");
        }
        unrank(victim);
        victim.giveUpOldest();
        expired++;
        rank(victim);
    }

    /// What has no packets left is forgotten, unless its key may still come.
    private void rank(HeldPackets held) {
        if (!held.isEmpty()) {
            byCost.add(held.cost(), held);
            packets += held.size();
            bytes += held.bytes();
        } else if (!owner.isAskedFor(held.keyId())) {
            byKeyId.remove(held.keyId());
        }
        owner.changed(held);
    }

    private void unrank(HeldPackets held) {
        if (!held.isEmpty()) {
            byCost.remove(held.cost(), held);
            packets -= held.size();
            bytes -= held.bytes();
        }
    }
}
