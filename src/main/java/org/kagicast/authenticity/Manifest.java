package org.kagicast.authenticity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.kagicast.model.KeyId;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;

/// The multicast message by which a content server vouches for packets (R29): the hash of each of a run of counters, and a
/// signature over all manifests of one time slot through a [MerkleTree]. Immutable.
///
/// ```
/// +-----------------+-----------+----------+------------+---------------+-------------+------------+
/// | first counter 8 | count 2   | leaf 2   | leaves 2   | count × 16    | path n × 32 | signature  |
/// |                 | 1 or more | from 0   | 1 or more  | hashes        |             | 64         |
/// +-----------------+-----------+----------+------------+---------------+-------------+------------+
/// ```
///
/// It is sealed like data, and key ID and counter of its own packet are signed with it: under another counter or key it
/// vouches for nothing.
public final class Manifest {

    /// Bytes in front of the hashes.
    static final int HEAD_BYTES = Long.BYTES + 3 * Short.BYTES;

    private static final byte[] PURPOSE = "Kagicast manifest 1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int UNSIGNED_SHORT = 0xffff;

    private final byte[] bytes;
    private final ByteBuffer body;
    private final long first;
    private final int count;
    private final int leaf;
    private final int leaves;

    private Manifest(byte[] bytes) {
        this.bytes = bytes;
        this.body = ByteBuffer.wrap(bytes);
        this.first = body.getLong(0);
        this.count = body.getShort(Long.BYTES) & UNSIGNED_SHORT;
        this.leaf = body.getShort(Long.BYTES + Short.BYTES) & UNSIGNED_SHORT;
        this.leaves = body.getShort(Long.BYTES + 2 * Short.BYTES) & UNSIGNED_SHORT;
    }

    /// Reads what remains of `body`; nothing of it is proven by that.
    ///
    /// @return empty if it is no manifest
    public static Optional<Manifest> parse(ByteBuffer body) {
        if (body.remaining() < HEAD_BYTES) {
            return Optional.empty();
        }
        byte[] copy = new byte[body.remaining()];
        body.get(body.position(), copy);
        Manifest manifest = new Manifest(copy);
        return manifest.isWellFormed() ? Optional.of(manifest) : Optional.empty();
    }

    private boolean isWellFormed() {
        return first >= 0 && count > 0 && leaf < leaves
                && bytes.length == bytes(count, MerkleTree.pathLength(leaf, leaves));
    }

    /// The bytes of a manifest's body.
    static int bytes(int count, int pathLength) {
        return HEAD_BYTES + count * PacketHasher.BYTES + pathLength * Sha256.BYTES + SigningKey.SIGNATURE_BYTES;
    }

    /// The counter of the first packet that it is about.
    public long first() {
        return first;
    }

    /// The counter of the first packet that the manifests of its signature are about: no later slot is about any before that.
    /// Empty if this is the last of several, which may be shorter than they.
    public OptionalLong slotFirst() {
        return leaf < leaves - 1 || leaf == 0 ? OptionalLong.of(first - (long) leaf * count) : OptionalLong.empty();
    }

    /// Of how many packets it holds the hashes, at least 1.
    public int count() {
        return count;
    }

    /// The first half of the hash of the packet with the counter [#first] + `index`, as [PacketHasher#high].
    public long high(int index) {
        return body.getLong(HEAD_BYTES + index * PacketHasher.BYTES);
    }

    /// The other half of that hash, as [PacketHasher#low].
    public long low(int index) {
        return body.getLong(HEAD_BYTES + index * PacketHasher.BYTES + Long.BYTES);
    }

    /// What the signature is over, if this came in the packet of that key ID and counter.
    byte[] signed(KeyId keyId, long counter) {
        int listed = HEAD_BYTES + count * PacketHasher.BYTES;
        byte[] leafHash = MerkleTree.leaf(place(keyId, counter), body.slice(0, listed));
        ByteBuffer path = body.duplicate().position(listed);
        return signed(keyId, leaves, MerkleTree.root(leafHash, leaf, leaves, path));
    }

    byte[] signature() {
        return Arrays.copyOfRange(bytes, bytes.length - SigningKey.SIGNATURE_BYTES, bytes.length);
    }

    /// Whether the content server made this, for the packet of that key ID and counter. It costs a signature's
    /// verification.
    public boolean isSignedBy(VerificationKey key, KeyId keyId, long counter) {
        return key.verifies(signed(keyId, counter), signature());
    }

    /// What a leaf begins with.
    static ByteBuffer place(KeyId keyId, long counter) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(keyId.value()).putLong(counter).flip();
    }

    static byte[] signed(KeyId keyId, int leaves, byte[] root) {
        return ByteBuffer.allocate(PURPOSE.length + Long.BYTES + Short.BYTES + root.length).put(PURPOSE)
                .putLong(keyId.value()).putShort((short) leaves).put(root).array();
    }
}
