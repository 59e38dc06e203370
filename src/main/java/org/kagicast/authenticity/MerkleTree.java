package org.kagicast.authenticity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 9162 §2.1 over the manifests of one time slot, so that one signature covers all of them.
final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {
    }

    /// The hash of a leaf that consists of these parts, one after the other.
    static byte[] leaf(byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        digest.update(LEAF);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /// @param leaves their hashes; at least one
    static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    /// What proves that a leaf is in the tree: the hashes beside its way to the root, from below (RFC 9162 §2.1.3.1).
    static List<byte[]> path(int leaf, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        List<byte[]> path = leaf < split ? path(leaf, left) : path(leaf - split, right);
        path.add(root(leaf < split ? right : left));
        return path;
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
        byte[] hash = leafHash;
        byte[] beside = new byte[Sha256.BYTES];
        int at = leaf;
        for (int last = leaves - 1; last > 0; last >>= 1) {
            if ((at & 1) == 1) {
                path.get(beside);
                hash = node(beside, hash);
            } else if (at < last) {
                path.get(beside);
                hash = node(hash, beside);
            }
            at >>= 1;
        }
        return hash;
    }

    private static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = Sha256.digest();
        digest.update(NODE);
        digest.update(left);
        digest.update(right);
        return digest.digest();
    }
}
