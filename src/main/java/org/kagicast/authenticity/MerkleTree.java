package org.kagicast.authenticity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 9162 §2.1 over the manifests of one time slot, so that one signature covers all of them.
/// Immutable.
final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /// The leaves, the nodes above them, and so on up to the root. A last one that has nothing beside it goes up as it is.
    private final List<List<byte[]>> levels = new ArrayList<>();

    /// @param leaves their hashes; at least one
    MerkleTree(List<byte[]> leaves) {
        levels.add(leaves);
        MessageDigest digest = Sha256.digest();
        while (levels.getLast().size() > 1) {
            levels.add(above(levels.getLast(), digest));
        }
    }

    private static List<byte[]> above(List<byte[]> nodes, MessageDigest digest) {
        List<byte[]> above = new ArrayList<>();
        for (int left = 0; left < nodes.size(); left += 2) {
            above.add(left + 1 < nodes.size() ? node(digest, nodes.get(left), nodes.get(left + 1)) : nodes.get(left));
        }
        return above;
    }

    byte[] root() {
        return levels.getLast().getFirst();
    }

    /// What proves that a leaf is in the tree: the hashes beside its way to the root, from below (RFC 9162 §2.1.3.1).
    List<byte[]> path(int leaf) {
        List<byte[]> path = new ArrayList<>();
        int at = leaf;
        for (List<byte[]> level : levels) {
            int beside = at ^ 1;
            if (beside < level.size()) {
                path.add(level.get(beside));
            }
            at >>= 1;
        }
        return path;
    }

    /// The hash of a leaf that consists of these parts, one after the other.
    static byte[] leaf(ByteBuffer... parts) {
        MessageDigest digest = Sha256.digest();
        digest.update(LEAF);
        for (ByteBuffer part : parts) {
            digest.update(part.duplicate());
        }
        return digest.digest();
    }

    /// How many hashes the path of a leaf has.
    static int pathLength(int leaf, int leaves) {
        int length = 0;
        int at = leaf;
        int last = leaves - 1;
        while (last > 0) {
            if ((at & 1) == 1 || at < last) {
                length++;
            }
            at >>= 1;
            last >>= 1;
        }
        return length;
    }

    /// The root that a leaf's path leads to (RFC 9162 §2.1.3.2).
    ///
    /// @param leaf less than `leaves`
    /// @param path as many bytes as [#pathLength] says, 32 for each
    static byte[] root(byte[] leafHash, int leaf, int leaves, ByteBuffer path) {
        MessageDigest digest = Sha256.digest();
        byte[] hash = leafHash;
        byte[] beside = new byte[Sha256.BYTES];
        int at = leaf;
        for (int last = leaves - 1; last > 0; last >>= 1) {
            if ((at & 1) == 1) {
                path.get(beside);
                hash = node(digest, beside, hash);
            } else if (at < last) {
                path.get(beside);
                hash = node(digest, hash, beside);
            }
            at >>= 1;
        }
        return hash;
    }

    private static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }
}
