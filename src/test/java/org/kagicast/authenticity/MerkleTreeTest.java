package org.kagicast.authenticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Merkle tree of RFC 9162")
class MerkleTreeTest {

    private static final List<String> ENTRIES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest(name = "{0} leaves")
    @CsvSource({
            "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"})
    @DisplayName("has the roots that the certificate logs' own test data have")
    void knownRoots(int leaves, String root) {
        assertThat(HexFormat.of().formatHex(new MerkleTree(leaves(leaves)).root())).isEqualTo(root);
    }

    @ParameterizedTest(name = "{0} leaves")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("every leaf's path leads to the root, has the length that is told, and leads elsewhere from another place")
    void paths(int count) {
        List<byte[]> leaves = leaves(count);
        MerkleTree tree = new MerkleTree(leaves);
        byte[] root = tree.root();

        for (int leaf = 0; leaf < count; leaf++) {
            List<byte[]> path = tree.path(leaf);
            assertThat(path).hasSize(MerkleTree.pathLength(leaf, count));
            assertThat(MerkleTree.root(leaves.get(leaf), leaf, count, joined(path))).isEqualTo(root);
            int other = (leaf + 1) % count;
            if (MerkleTree.pathLength(other, count) == path.size() && other != leaf) {
                assertThat(MerkleTree.root(leaves.get(leaf), other, count, joined(path))).isNotEqualTo(root);
            }
        }
    }

    private static ByteBuffer joined(List<byte[]> path) {
        ByteBuffer all = ByteBuffer.allocate(path.size() * Sha256.BYTES);
        path.forEach(all::put);
        return all.flip();
    }

    private static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> MerkleTree.leaf(ByteBuffer.wrap(HexFormat.of().parseHex(ENTRIES.get(i)))))
                .toList();
    }
}
