package org.kagicast.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The time axis")
class TimelineScaleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T10:42:07Z");

    private final TimelineScale scale = new TimelineScale(NOW, 100, 650);

    @Test
    @DisplayName("shows a minute back and five seconds ahead")
    void ends() {
        assertThat(scale.x(NOW.minusSeconds(60))).isEqualTo(100);
        assertThat(scale.x(NOW)).isEqualTo(700);
        assertThat(scale.x(NOW.plusSeconds(5))).isEqualTo(scale.right()).isEqualTo(750);
    }

    @Test
    @DisplayName("keeps what lies outside at its ends")
    void within() {
        assertThat(scale.within(NOW.minusSeconds(90))).isEqualTo(100);
        assertThat(scale.within(NOW.plusSeconds(90))).isEqualTo(750);
    }

    @Test
    @DisplayName("tells which moment a point is")
    void inverse() {
        assertThat(scale.at(700)).isEqualTo(NOW);
        assertThat(scale.at(100)).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    @DisplayName("tells which time a pixel stands for")
    void span() {
        assertThat(scale.span(1)).hasMillis(100);
    }
}
