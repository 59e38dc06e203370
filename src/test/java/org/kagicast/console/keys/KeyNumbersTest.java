package org.kagicast.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyId;
import org.kagicast.time.ManualTime;

@DisplayName("The number of a key")
class KeyNumbersTest {

    private static final long FIRST = KeyNumbers.FIRST_RANDOM;

    private final ManualTime time = new ManualTime();
    private final KeyNumbers numbers = new KeyNumbers();

    @Test
    @DisplayName("is the ID itself as long as people can read it")
    void smallIds() {
        assertThat(numbers.number(new KeyId(42))).isEqualTo("42");
        assertThat(numbers.look(new KeyId(42), KeyPhase.IN_USE).isShortened()).isFalse();
    }

    @Test
    @DisplayName("counts up within the stream for random IDs, and stays")
    void randomIds() {
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM, FIRST);
        lab.watchSnapshots(numbers::observe);
        time.turn(Duration.ofSeconds(130));
        List<String> all = List.of(number(0), number(1), number(2), number(3), number(4), number(5));
        assertThat(all).containsExactly("1", "1", "2", "2", "3", "3");
        assertThat(numbers.look(new KeyId(FIRST), KeyPhase.FORMER).isShortened()).isTrue();
    }

    private String number(long after) {
        return numbers.number(new KeyId(FIRST + after));
    }
}
