package org.kagicast.console.timebar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.events.EventLogs;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.lab.Scenario;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The bar of time")
class TimeBarViewModelTest {

    private final FakeScreens screens = new FakeScreens();
    private final TimeBarViewModel bar = new TimeBarViewModel(screens.model(), new EventLogs(screens.model()));

    @BeforeEach
    void run() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(20));
        screens.model().rekey(new StreamName("news"), new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(20));
    }

    @Test
    @DisplayName("spans what is kept, with a tick where a key took over and where a problem began")
    void ticks() {
        TimeBarState state = bar.stateProperty().get();
        assertThat(Duration.between(state.from(), state.to())).isBetween(Duration.ofSeconds(38),
                Duration.ofSeconds(41));
        assertThat(state.ticks()).extracting(Tick::kind).contains(Tick.Kind.KEY, Tick.Kind.WARNING);
        assertThat(state.place(state.from())).isZero();
        assertThat(state.place(state.to())).isEqualTo(1);
        assertThat(state.at(0.5)).isBetween(state.from().plusSeconds(19), state.from().plusSeconds(21));
        assertThat(bar.sentence(tick(Tick.Kind.KEY))).startsWith("Key news 2 is in use, changed at once");
    }

    @Test
    @DisplayName("stands still, steps by a second, and is live again after the last one")
    void steps() {
        bar.toggle();
        Instant first = shown();
        bar.step(-1);
        assertThat(Duration.between(shown(), first)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_300));
        bar.step(1);
        assertThat(shown()).isEqualTo(first);
        bar.step(1);
        assertThat(bar.isPaused()).isFalse();
        bar.toggle();
        assertThat(bar.isPaused()).isTrue();
        bar.toggle();
        assertThat(bar.isPaused()).isFalse();
    }

    @Test
    @DisplayName("goes from event to event")
    void toEvents() {
        Instant change = tick(Tick.Kind.KEY).at();
        bar.stepToEvent(-1);
        assertThat(Duration.between(change, shown())).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        bar.stepToEvent(-1);
        assertThat(shown()).isBefore(change.minusSeconds(10));
        List<Tick> ticks = bar.stateProperty().get().ticks();
        for (int step = 0; step < ticks.size() + 1; step++) {
            bar.stepToEvent(1);
        }
        assertThat(bar.isPaused()).isFalse();
    }

    @Test
    @DisplayName("seeks a moment, and is live at the right end")
    void seeks() {
        TimeBarState state = bar.stateProperty().get();
        bar.seek(state.at(0.25));
        assertThat(Duration.between(shown(), state.at(0.25)).abs()).isLessThan(Duration.ofSeconds(2));
        assertThat(bar.stateProperty().get().paused()).contains(shown());
        bar.first();
        assertThat(shown()).isEqualTo(state.from());
        bar.seek(state.at(1));
        assertThat(bar.isPaused()).isFalse();
    }

    private Tick tick(Tick.Kind kind) {
        return bar.stateProperty().get().ticks().stream().filter(tick -> tick.kind() == kind).findFirst().orElseThrow();
    }

    private Instant shown() {
        return screens.model().pausedProperty().get().orElseThrow();
    }
}
