package org.kagicast.authenticity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kagicast.model.KeyId;
import org.kagicast.model.SigningKey;

/// What one key has sealed and not yet vouched for often enough, and the manifests over it (R29). Time is cut into slots; a
/// slot's manifests are about what was sealed in it and in the slots before: in that before it, if each packet is vouched for
/// twice, so that a manifest that is lost costs nothing. It belongs to one thread.
public final class SealedLog {

    /// In how many manifests each packet is, unless said otherwise.
    public static final int USUAL_MANIFESTS = 2;

    private static final int FIRST_ROOM = 64;
    private static final int LONGS = 2;
    private static final int DEEPEST = 8;

    private final PacketHasher hasher = new PacketHasher();
    private long[] hashes = new long[LONGS * FIRST_ROOM];
    /// The counter of the first hash that is here.
    private long base;
    /// How many hashes are here.
    private int size;
    /// How many of them were here at the end of each of the latest slots.
    private final List<Integer> ends = new ArrayList<>();
    private final int manifests;
    /// How many of them come before the end of the last packet that is no manifest: those sign themselves.
    private int owed;

    /// @param manifests in how many each packet is, at least 1
    public SealedLog(int manifests) {
        this.manifests = manifests;
    }

    /// Notes the packet that was sealed last; this or [#sealedManifest] is to be called for every one, in the order of their
    /// counters, from 0 on.
    public void sealed(ByteBuffer datagram) {
        note(datagram);
        owed = size;
    }

    /// Notes the packet that was sealed last, which is a manifest.
    public void sealedManifest(ByteBuffer datagram) {
        note(datagram);
    }

    private void note(ByteBuffer datagram) {
        if (LONGS * size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * hashes.length);
        }
        hasher.hash(datagram);
        hashes[LONGS * size] = hasher.high();
        hashes[LONGS * size + 1] = hasher.low();
        size++;
    }

    /// How many packets no manifest is about yet, manifests included.
    public int fresh() {
        return size - (ends.isEmpty() ? 0 : ends.getLast());
    }

    /// Whether there are packets that are to be vouched for once more at least.
    public boolean isOwing() {
        return owed > 0;
    }

    /// How many packets a manifest can be about that shares its signature with no other.
    ///
    /// @param largestBody bytes of the longest manifest
    public static int room(int largestBody) {
        return (largestBody - Manifest.bytes(0, 0)) / PacketHasher.BYTES;
    }

    /// Ends the slot: makes the manifests over all that is not in manifests enough. They are to be sealed at once and in
    /// this order, as the packets from the given counter on, and are noted with [#sealed] themselves.
    ///
    /// @param counter of the first manifest's packet
    /// @param largestBody bytes of the longest manifest, enough for one hash at least
    /// @return their bodies; none if there is nothing to vouch for
    public List<byte[]> endSlot(KeyId keyId, long counter, SigningKey key, int largestBody) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < size;) {
            Plan plan = Plan.of(size - from, largestBody);
            int taken = Math.min(size - from, plan.inAll());
            bodies.addAll(sign(from, taken, plan.each, keyId, counter + bodies.size(), key));
            from += taken;
        }
        ends.add(size);
        if (ends.size() >= manifests) {
            forgetFirst(ends.removeFirst());
        }
        return bodies;
    }

    private List<byte[]> sign(int from, int taken, int each, KeyId keyId, long counter, SigningKey key) {
        int leaves = Math.ceilDiv(taken, each);
        List<ByteBuffer> bodies = new ArrayList<>();
        List<byte[]> leafHashes = new ArrayList<>();
        for (int leaf = 0; leaf < leaves; leaf++) {
            int first = from + leaf * each;
            ByteBuffer body = body(first, Math.min(each, from + taken - first), leaf, leaves);
            bodies.add(body);
            leafHashes.add(MerkleTree.leaf(Manifest.place(keyId, counter + leaf), body.slice(0, body.position())));
        }
        MerkleTree tree = new MerkleTree(leafHashes);
        byte[] signature = key.sign(Manifest.signed(keyId, leaves, tree.root()));
        for (int leaf = 0; leaf < leaves; leaf++) {
            ByteBuffer body = bodies.get(leaf);
            tree.path(leaf).forEach(body::put);
            body.put(signature);
        }
        return bodies.stream().map(ByteBuffer::array).toList();
    }

    /// @return a manifest's body up to its hashes, with room for what comes after them
    private ByteBuffer body(int from, int count, int leaf, int leaves) {
        ByteBuffer body = ByteBuffer.allocate(Manifest.bytes(count, MerkleTree.pathLength(leaf, leaves)))
                .putLong(base + from).putShort((short) count).putShort((short) leaf).putShort((short) leaves);
        for (int at = LONGS * from; at < LONGS * (from + count); at++) {
            body.putLong(hashes[at]);
        }
        return body;
    }

    private void forgetFirst(int count) {
        System.arraycopy(hashes, LONGS * count, hashes, 0, LONGS * (size - count));
        base += count;
        size -= count;
        owed = Math.max(0, owed - count);
        ends.replaceAll(end -> end - count);
    }

    /// How packets are shared out among the manifests of one signature.
    ///
    /// @param each packets of one manifest
    /// @param depth of their tree
    private record Plan(int each, int depth) {

        int inAll() {
            return each << depth;
        }

        /// The flattest tree that is enough, or the one for the most packets.
        static Plan of(int packets, int largestBody) {
            Plan best = new Plan(0, 0);
            for (int depth = 0; depth <= DEEPEST; depth++) {
                Plan plan = new Plan((largestBody - Manifest.bytes(0, depth)) / PacketHasher.BYTES, depth);
                if (plan.each <= 0) {
                    break;
                }
                if (plan.inAll() > best.inAll()) {
                    best = plan;
                }
                if (plan.inAll() >= packets) {
                    return plan;
                }
            }
            if (best.each == 0) {
                throw new IllegalArgumentException("no manifest fits into " + largestBody + " bytes");
            }
            return best;
        }
    }
}
