package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.lab.Scenario;

@DisplayName("A screen that fails")
class FaultsTest {

    private final FakeScreens screens = new FakeScreens();

    @Test
    @DisplayName("leaves the others running, and is told once however often it fails")
    void othersGoOn() {
        List<Frame> before = new ArrayList<>();
        List<Frame> after = new ArrayList<>();
        List<Object> beats = new ArrayList<>();
        screens.model().show(before::add);
        screens.model().show(frame -> {
            throw new IllegalStateException("fault number " + after.size());
        });
        screens.model().onBeat(now -> {
            throw new ArithmeticException();
        });
        screens.model().show(after::add);
        screens.model().onBeat(beats::add);
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(10));

        assertThat(after).hasSizeGreaterThan(50).hasSameSizeAs(before);
        assertThat(beats).hasSizeGreaterThan(50);
        assertThat(screens.model().notices().history()).hasSize(2)
                .allSatisfy(told -> assertThat(told.count()).isEqualTo(1));
        screens.model().notices().dismiss();
        screens.turn(Duration.ofSeconds(10));
        assertThat(screens.notice()).as("it does not come back with every picture").isEmpty();
    }
}
