package org.kagicast.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long MILLI = 1_000_000;

    private final TokenBucket bucket = new TokenBucket(100, 10, 0);

    @Test
    @DisplayName("allows a burst and then so many a second")
    void rate() {
        assertThat(LongStream.range(0, 50).filter(i -> bucket.take(0))).hasSize(10);
        assertThat(LongStream.range(0, 50).filter(i -> bucket.take(50 * MILLI))).hasSize(5);
    }

    @Test
    @DisplayName("is filled once by a stretch of time, also when it is asked with an earlier time in between")
    void backwards() {
        assertThat(LongStream.range(0, 50).filter(i -> bucket.take(0))).hasSize(10);
        assertThat(LongStream.range(0, 1_000).filter(i -> bucket.take((i + 1) % 2 * 50 * MILLI))).hasSize(5);
    }

    @Test
    @DisplayName("leaves what is to be left for others")
    void left() {
        assertThat(LongStream.range(0, 50).filter(i -> bucket.take(0, 6))).hasSize(4);
        assertThat(LongStream.range(0, 50).filter(i -> bucket.take(0))).hasSize(6);
    }
}
