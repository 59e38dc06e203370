package org.kagicast.console.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.time.ManualTime;

@DisplayName("The feed of what is known of a node")
class LatestSnapshotTest {

    private static final NodeSnapshot SNAPSHOT = new NodeSnapshot(new NodeName("node"), Instant.EPOCH, 1, List.of(),
            List.of(), List.of());

    private final ManualTime time = new ManualTime();
    private final FakeLab lab = new FakeLab(time, Runnable::run, Scenario.THIRD);
    private final Queue<Runnable> console = new ArrayDeque<>();
    private final List<NodeSnapshot> shown = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    private final class Listener implements NodeControl.Follower {

        @Override
        public void heard(NodeSnapshot snapshot) {
            shown.add(snapshot);
        }

        @Override
        public void lost(CodedMessage sentence) {
            lost.add(sentence.text());
        }
    }

    @Test
    @DisplayName("hands a busy console one call and the newest snapshot, however many came")
    void coalesces() {
        try (LatestSnapshot feed = new LatestSnapshot(lab, time, console::add, Runnable::run, new Listener())) {
            time.turn(Duration.ofSeconds(3));
            assertThat(console).hasSize(1);
            console.remove().run();
            assertThat(shown).singleElement().satisfies(newest -> assertThat(newest.at()).isEqualTo(time.now()));
            time.turn(FakeLab.STEP);
            assertThat(console).as("calls after %s", feed).hasSize(1);
        }
    }

    @Test
    @DisplayName("hands over that nothing is heard, unless something has been heard since")
    void lost() {
        try (LatestSnapshot feed = new LatestSnapshot(lab, time, console::add, Runnable::run, new Listener())) {
            console.remove().run();
            shown.clear();
            feed.heard(SNAPSHOT);
            feed.lost(CodedMessage.plain("The node does not answer."));
            console.forEach(Runnable::run);
            assertThat(shown).isEmpty();
            assertThat(lost).containsExactly("The node does not answer.");
        }
    }

    @Test
    @DisplayName("hands over nothing after it was closed")
    void closed() {
        LatestSnapshot feed = new LatestSnapshot(lab, time, console::add, Runnable::run, new Listener());
        feed.close();
        time.turn(Duration.ofSeconds(1));
        console.forEach(Runnable::run);
        assertThat(shown).isEmpty();
    }
}
