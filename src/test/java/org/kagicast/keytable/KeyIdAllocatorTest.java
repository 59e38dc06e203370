package org.kagicast.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

class KeyIdAllocatorTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("R3 random key IDs are unique and 2^48 ≤ ID < 2^53")
    void randomIdsAreUniqueAndInRange(long seed) {
        KeyIdAllocator allocator = KeyIdAllocator.of("random", new SplittableRandom(seed));
        Set<KeyId> held = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            KeyId next = allocator.next(held::contains);
            assertThat(next.value()).isBetween(1L << 48, (1L << 53) - 1);
            assertThat(held.add(next)).isTrue();
        }
    }

    @Test
    @DisplayName("A random key ID that is taken is drawn again")
    void takenRandomIdIsDrawnAgain() {
        KeyId first = new RandomKeyIds(new Random(7)).next(id -> false);

        KeyId other = new RandomKeyIds(new Random(7)).next(first::equals);

        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("R3 sequential key IDs count from 1 and leave out those that are taken")
    void sequentialIdsSkipTakenOnes(long seed) {
        KeyIdAllocator allocator = KeyIdAllocator.of("sequential", new SplittableRandom(seed));
        SplittableRandom random = new SplittableRandom(seed);
        Set<KeyId> held = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            held.add(new KeyId(random.nextLong(1, 60)));
        }
        long last = 0;
        for (int i = 0; i < 100; i++) {
            KeyId next = allocator.next(held::contains);
            for (long between = last + 1; between < next.value(); between++) {
                assertThat(held).contains(new KeyId(between));
            }
            assertThat(held.add(next)).isTrue();
            last = next.value();
        }
    }

    @Test
    @DisplayName("R3 after years of counting, a restart finds the next number in a few steps")
    void sequentialIdsGoOnAfterARestart() {
        KeyIdAllocator allocator = KeyIdAllocator.of("sequential", new Random(1));
        AtomicInteger asked = new AtomicInteger();

        KeyId next = allocator.next(id -> {
            asked.incrementAndGet();
            return id.value() <= 100_000_000;
        });

        assertThat(next).isEqualTo(new KeyId(100_000_001));
        assertThat(asked).hasValueLessThan(1_100);
        assertThat(allocator.next(next::equals)).isEqualTo(new KeyId(100_000_002));
    }

    @Test
    @DisplayName("A way to choose key IDs that does not exist is told with the ones that do")
    void unknownWayIsTold() {
        assertThatThrownBy(() -> KeyIdAllocator.of("roulette", new Random(1))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("roulette").hasMessageContaining("random or sequential");
    }
}
