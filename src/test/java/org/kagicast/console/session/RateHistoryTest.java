package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rate")
class RateHistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RateHistory rate = new RateHistory();

    @Test
    @DisplayName("is reckoned once a second, whenever snapshots come")
    void perSecond() {
        rate.observe(START, 1_000);
        rate.observe(START.plusMillis(500), 1_100);
        assertThat(rate.latest()).isZero();
        rate.observe(START.plusMillis(1_250), 1_250);
        assertThat(rate.latest()).isEqualTo(200);
    }

    @Test
    @DisplayName("is kept for a minute")
    void kept() {
        for (int second = 0; second <= 90; second++) {
            rate.observe(START.plusSeconds(second), second * 10L);
        }
        assertThat(rate.values()).hasSize(60).containsOnly(10.0);
    }

    @Test
    @DisplayName("is never negative when a counter starts anew")
    void restart() {
        rate.observe(START, 1_000);
        rate.observe(START.plusSeconds(1), 5);
        assertThat(rate.values()).isEmpty();
    }
}
