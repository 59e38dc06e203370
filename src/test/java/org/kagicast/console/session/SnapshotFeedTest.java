package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.time.ManualTime;

@DisplayName("The feed of snapshots")
class SnapshotFeedTest {

    private final ManualTime time = new ManualTime();
    private final FakeLab lab = new FakeLab(time, Runnable::run, Scenario.THIRD);
    private final Queue<Runnable> console = new ArrayDeque<>();
    private final List<NodeSnapshot> shown = new ArrayList<>();

    @Test
    @DisplayName("hands a busy console one call and the newest snapshot, however many came")
    void coalesces() {
        try (SnapshotFeed feed = new SnapshotFeed(lab, console::add, shown::add)) {
            time.turn(Duration.ofSeconds(3));
            assertThat(console).hasSize(1);
            console.remove().run();
            assertThat(shown).singleElement().satisfies(newest -> assertThat(newest.at()).isEqualTo(time.now()));
            time.turn(FakeLab.STEP);
            assertThat(console).as("calls after %s", feed).hasSize(1);
        }
    }

    @Test
    @DisplayName("hands over nothing after it was closed")
    void closed() {
        SnapshotFeed feed = new SnapshotFeed(lab, console::add, shown::add);
        feed.close();
        time.turn(Duration.ofSeconds(1));
        console.forEach(Runnable::run);
        assertThat(shown).isEmpty();
    }
}
