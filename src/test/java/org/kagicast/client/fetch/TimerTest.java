package org.kagicast.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.time.ManualTime;

class TimerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Timer pause = new Timer(time, loop::add);
    private final List<String> done = new ArrayList<>();

    @Test
    @DisplayName("a pause ends once, after its time")
    void ends() {
        pause.begin(SECOND, () -> done.add("first"));
        time.turn(SECOND);
        assertThat(pause.isRunning()).isTrue();
        turnLoop();

        assertThat(done).containsExactly("first");
        assertThat(pause.isRunning()).isFalse();
    }

    @Test
    @DisplayName("one whose end waits for the loop already does nothing once another has begun")
    void replaced() {
        pause.begin(SECOND, () -> done.add("first"));
        time.turn(SECOND);
        pause.begin(SECOND, () -> done.add("second"));
        turnLoop();

        assertThat(done).isEmpty();
        assertThat(pause.isRunning()).isTrue();
        time.turn(SECOND);
        turnLoop();
        assertThat(done).containsExactly("second");
    }

    @Test
    @DisplayName("nor when it was cancelled meanwhile")
    void cancelled() {
        pause.begin(SECOND, () -> done.add("first"));
        time.turn(SECOND);
        pause.cancel();
        turnLoop();

        assertThat(done).isEmpty();
        assertThat(pause.isRunning()).isFalse();
    }

    private void turnLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }
}
