package org.kagicast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of a node's clock")
class NodeClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final NodeClock clock = new NodeClock();

    @Test
    @DisplayName("is nothing while both agree but for a message's journey")
    void agree() {
        heard(0, 40);
        heard(100, 112);
        assertThat(clock.ahead()).isZero();
    }

    @Test
    @DisplayName("is its difference, as the quickest message tells it")
    void differs() {
        heard(3_600_000, 300);
        heard(3_600_100, 110);
        heard(3_600_200, 900);
        assertThat(clock.ahead()).isEqualTo(Duration.ofMillis(3_599_990));
    }

    @Test
    @DisplayName("does not follow a message that is late now and then")
    void steady() {
        heard(-60_000, 10);
        Duration before = clock.ahead();
        for (int second = 1; second < 30; second++) {
            heard(-60_000 + second * 1_000L, second * 1_000L + (second % 3 == 0 ? 12 : 2_500));
        }
        assertThat(clock.ahead()).isEqualTo(before);
    }

    @Test
    @DisplayName("follows a clock that was set back, after a while")
    void setBack() {
        heard(0, 10);
        heard(-600_000, 1_000);
        assertThat(clock.ahead()).isZero();
        for (int second = 2; second < 8; second++) {
            heard(-601_000 + second * 1_000L, second * 1_000L + 10);
        }
        assertThat(clock.ahead()).isBetween(Duration.ofMillis(-601_100), Duration.ofMillis(-600_900));
    }

    private void heard(long written, long arrived) {
        clock.heard(START.plusMillis(written), START.plusMillis(arrived));
    }
}
