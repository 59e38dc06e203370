package org.kagicast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.time.ManualTime;

/// The account that is kept of numbered packets.
class DelaysTest {

    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final ManualTime time = new ManualTime();
    private final PatternSink sink = new PatternSink(time, 100);

    @Test
    @DisplayName("packets made within 2 ms of a change are told from the others, and late ones again")
    void nearAndElsewhere() {
        for (int number = 0; number < 20; number++) {
            time.turn(Duration.ofMillis(1));
            sink.data(packet(number, time.nanos() - MILLISECOND / 2));
        }
        sink.late(packet(20, time.nanos() - 5 * MILLISECOND));

        Delays delays = Delays.of(sink, 0, 21, new TreeSet<>(List.of(9 * MILLISECOND + MILLISECOND / 2)));

        assertThat(delays.near().getTotalCount()).isEqualTo(5);
        assertThat(delays.elsewhere().getTotalCount()).isEqualTo(16);
        assertThat(delays.late().getTotalCount()).isEqualTo(1);
        assertThat(Delays.millis(delays.near(), 99)).isEqualTo(0.5);
        assertThat(Delays.millis(delays.late(), 100)).isEqualTo(5);
        assertThat(delays.ratio()).isEqualTo(0.1);
        assertThat(delays.lost()).isZero();
    }

    @Test
    @DisplayName("a number that never came is lost, one that came again is repeated, and so is what bears no number")
    void lostAndRepeated() {
        sink.data(packet(0, 0));
        sink.data(packet(2, 0));
        sink.late(packet(2, 0));
        sink.data(packet(1_000, 0));
        sink.data(packet(-1, 0));
        sink.late(ByteBuffer.allocate(3));

        assertThat(Delays.of(sink, 0, 4, new TreeSet<>()).lost()).isEqualTo(2);
        assertThat(sink.repeated()).isEqualTo(4);
    }

    @Test
    @DisplayName("with no packets at all there is nothing to tell")
    void nothing() {
        Delays delays = Delays.of(sink, 0, 0, new TreeSet<>());

        assertThat(delays.ratio()).isZero();
        assertThat(Delays.millis(delays.late(), 99)).isZero();
    }

    private static ByteBuffer packet(long number, long made) {
        return ByteBuffer.allocate(20).putLong(number).putLong(made).rewind();
    }
}
