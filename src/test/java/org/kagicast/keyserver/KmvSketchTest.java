package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

class KmvSketchTest {

    private static final BaseKey ONE = BaseKey.random(CipherSuite.AES_256_GCM, new SecureRandom());
    private static final BaseKey TWO = BaseKey.random(CipherSuite.AES_256_GCM, new SecureRandom());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("Up to 256 the count is exact, however often each comes")
    void countIsExactAtFirst(long seed) {
        KmvSketch counter = new KmvSketch();
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
        KmvSketch counter = new KmvSketch();
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
        KmvSketch counter = new KmvSketch();
        for (long hash : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1}) {
            counter.add(hash);
        }
        assertThat(counter.count()).isEqualTo(4);
    }

    @Test
    @DisplayName("Fetches are counted per key, each client once, until the key is forgotten")
    void fetchesAreCountedPerKey() {
        FetchCounts counts = new FetchCounts();
        KeyId one = new KeyId(1);
        KeyId two = new KeyId(2);
        counts.count(one, ONE, new NodeName("alice"));
        counts.count(one, ONE, new NodeName("alice"));
        counts.count(one, ONE, new NodeName("bob"));
        counts.count(two, TWO, new NodeName("alice"));

        assertThat(counts.of(one)).isEqualTo(2);
        assertThat(counts.of(two)).isEqualTo(1);
        counts.forget(one);
        assertThat(counts.of(one)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100, 100, 50", "200, 200, 100", "256, 1, 0", "5000, 5000, 2500", "5000, 10, 0", "10, 5000, 10"})
    @DisplayName("Two counters put together know what one would that had been shown everything")
    void countersMerge(int first, int second, int common) {
        long[] hashes = new SplittableRandom(first).longs(first + second - common).toArray();
        KmvSketch one = new KmvSketch();
        KmvSketch other = new KmvSketch();
        KmvSketch all = new KmvSketch();
        for (int i = 0; i < hashes.length; i++) {
            all.add(hashes[i]);
            if (i < first) {
                one.add(hashes[i]);
            }
            if (i >= first - common) {
                other.add(hashes[i]);
            }
        }

        one.merge(other.sketch());
        one.merge(other.sketch());

        assertThat(one.count()).isEqualTo(all.count());
        assertThat(one.sketch().smallest()).isEqualTo(all.sketch().smallest());
    }

    @Test
    @DisplayName("Adding says whether it was news, also where the count becomes an estimate")
    void addSaysWhetherItIsNews() {
        KmvSketch counter = new KmvSketch();
        for (int i = 0; i < KmvSketch.MOST; i++) {
            assertThat(counter.add(i)).isTrue();
            assertThat(counter.add(i)).isFalse();
        }
        assertThat(counter.add(1_000)).as("one more than it can remember").isTrue();
        assertThat(counter.add(1_001)).as("larger than what it remembers").isFalse();
        assertThat(counter.sketch().more()).isTrue();
    }

    @Test
    @DisplayName("R13 what is kept of a client tells nothing without the key, and differs from key to key")
    void hashesDifferFromKeyToKey() {
        FetchCounts here = new FetchCounts();
        FetchCounts there = new FetchCounts();
        here.count(new KeyId(1), ONE, new NodeName("alice"));
        here.count(new KeyId(2), TWO, new NodeName("alice"));
        there.count(new KeyId(1), ONE.copy(), new NodeName("alice"));

        List<Long> first = here.sketch(new KeyId(1)).orElseThrow().smallest();
        assertThat(here.sketch(new KeyId(2)).orElseThrow().smallest()).doesNotContainAnyElementsOf(first);
        assertThat(there.sketch(new KeyId(1)).orElseThrow().smallest()).isEqualTo(first);
        there.merge(new KeyId(1), here.sketch(new KeyId(1)).orElseThrow());
        assertThat(there.of(new KeyId(1))).isEqualTo(1);
    }
}
