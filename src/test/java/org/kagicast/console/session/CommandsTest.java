package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeLink;
import org.kagicast.lab.Scenario;
import org.kagicast.time.ManualTime;

@DisplayName("A command")
class CommandsTest {

    private final ManualTime time = new ManualTime();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Commands commands = new Commands(time, Runnable::run, background::add,
            new Notices(time, Runnable::run));
    private final NodeLink link = new NodeLink(Optional.empty(), new FakeLab(time, Runnable::run, Scenario.FIRST),
            Optional::empty, time, Runnable::run, background::add, changed -> {
            });

    @Test
    @DisplayName("is a repetition for as long as the same one is on its way, and for a second at least")
    void repeated() {
        assertThat(commands.isRepeated("news", "announce")).isFalse();
        commands.order(link, "news", "announce", node -> CompletableFuture.completedFuture(""), answer -> {
        });
        time.turn(Duration.ofSeconds(10));
        assertThat(commands.isRepeated("news", "announce")).isTrue();
        assertThat(commands.isRepeated("news", "cancel")).isFalse();
        assertThat(commands.isRepeated("film", "announce")).isFalse();
        background.remove().run();
        assertThat(commands.isRepeated("news", "announce")).isFalse();

        commands.order(link, "news", "announce", node -> CompletableFuture.completedFuture(""), answer -> {
        });
        background.remove().run();
        time.turn(Duration.ofMillis(999));
        assertThat(commands.isRepeated("news", "announce")).isTrue();
        time.turn(Duration.ofMillis(1));
        assertThat(commands.isRepeated("news", "announce")).isFalse();
    }
}
