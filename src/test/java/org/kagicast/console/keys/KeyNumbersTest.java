package org.kagicast.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyId;
import org.kagicast.time.ManualTime;

@DisplayName("The number of a key")
class KeyNumbersTest {

    /// Random IDs lie above.
    private static final long FIRST = 1L << 48;

    private final ManualTime time = new ManualTime();
    private final KeyNumbers numbers = new KeyNumbers();

    @Test
    @DisplayName("is its ID as long as nobody has told the number")
    void unknown() {
        assertThat(numbers.number(new KeyId(42))).isEqualTo("42");
        assertThat(numbers.name(new KeyId(42))).isEqualTo("42");
        assertThat(numbers.look(new KeyId(42), KeyPhase.IN_USE).isShortened()).isFalse();
    }

    @Test
    @DisplayName("is the key server's within the stream, the same for a console that came later")
    void told() {
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM, FIRST);
        lab.watchSnapshots(numbers::observe);
        time.turn(Duration.ofSeconds(130));
        KeyNumbers later = new KeyNumbers();
        lab.watchSnapshots(later::observe);
        time.turn(Duration.ofSeconds(1));
        for (KeyNumbers each : List.of(numbers, later)) {
            assertThat(Stream.of(0, 1, 2, 3, 4, 5).map(after -> each.number(new KeyId(FIRST + after))))
                    .containsExactly("1", "1", "2", "2", "3", "3");
            assertThat(each.name(new KeyId(FIRST + 5))).isEqualTo("news 3");
            assertThat(each.look(new KeyId(FIRST), KeyPhase.FORMER).isShortened()).isTrue();
        }
    }

    @Test
    @DisplayName("gives neighbours of a stream different colours, whatever their IDs are")
    void colours() {
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM, FIRST);
        lab.watchSnapshots(numbers::observe);
        time.turn(Duration.ofSeconds(900));
        for (int after = 0; after < 24; after++) {
            assertThat(numbers.colour(new KeyId(FIRST + after)))
                    .isNotEqualTo(numbers.colour(new KeyId(FIRST + after + 2)));
        }
    }
}
