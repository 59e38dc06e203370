package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

class DistinctCounterTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("Up to 256 the count is exact, however often each comes")
    void countIsExactAtFirst(long seed) {
        DistinctCounter counter = new DistinctCounter();
        SplittableRandom random = new SplittableRandom(seed);
        long[] hashes = random.longs(256).toArray();
        for (int i = 0; i < hashes.length; i++) {
            counter.add(hashes[i]);
            counter.add(hashes[random.nextInt(i + 1)]);
            assertThat(counter.count()).isEqualTo(i + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 1_000, 10_000, 100_000})
    @DisplayName("Beyond 256 the count is an estimate that lies near")
    void countIsEstimatedLater(int distinct) {
        DistinctCounter counter = new DistinctCounter();
        long[] hashes = new SplittableRandom(distinct).longs(distinct).toArray();
        for (int round = 0; round < 2; round++) {
            for (long hash : hashes) {
                counter.add(hash);
            }
        }
        assertThat(counter.count()).isCloseTo(distinct, within(distinct / 4));
    }

    @Test
    @DisplayName("The extreme hashes count like any other")
    void extremeHashesCount() {
        DistinctCounter counter = new DistinctCounter();
        for (long hash : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1}) {
            counter.add(hash);
        }
        assertThat(counter.count()).isEqualTo(4);
    }

    @Test
    @DisplayName("Fetches are counted per key, each client once, until the key is forgotten")
    void fetchesAreCountedPerKey() {
        FetchCounts counts = new FetchCounts(new SecureRandom());
        KeyId one = new KeyId(1);
        KeyId two = new KeyId(2);
        counts.count(one, new NodeName("alice"));
        counts.count(one, new NodeName("alice"));
        counts.count(one, new NodeName("bob"));
        counts.count(two, new NodeName("alice"));

        assertThat(counts.of(one)).isEqualTo(2);
        assertThat(counts.of(two)).isEqualTo(1);
        counts.forget(one);
        assertThat(counts.of(one)).isZero();
    }
}
