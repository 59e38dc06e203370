package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

@DisplayName("The history of frames")
class FrameHistoryTest {

    private static final int CLIENTS = 200;

    private final ManualTime time = new ManualTime();
    private final FramePacker packer = new FramePacker();

    @Test
    @DisplayName("keeps each second of the last two minutes, fewer moments before, and half an hour in all")
    void spacing() {
        FrameHistory history = new FrameHistory();
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM);
        NodeSnapshot snapshot = latest(lab);
        for (int second = 0; second < 2_400; second++) {
            history.add(frame(snapshot, Instant.EPOCH.plusSeconds(second), second == 1_003));
        }
        Instant now = Instant.EPOCH.plusSeconds(2_399);
        List<Instant> moments = history.moments();
        assertThat(moments).isSorted().hasSizeBetween(250, 350).endsWith(now.minusSeconds(2), now.minusSeconds(1), now);
        assertThat(moments.getFirst()).isBetween(now.minusSeconds(1_800), now.minusSeconds(1_780));
        assertThat(gaps(moments, now, Duration.ofMinutes(2))).containsOnly(Duration.ofSeconds(1));
        assertThat(gaps(moments, now, Duration.ofMinutes(9)))
                .allMatch(gap -> gap.compareTo(Duration.ofSeconds(6)) <= 0);
        assertThat(gaps(moments, now, Duration.ofMinutes(30)))
                .allMatch(gap -> gap.compareTo(Duration.ofSeconds(16)) <= 0);
        assertThat(moments).as("a moment at which something had happened").contains(Instant.EPOCH.plusSeconds(1_003));
    }

    @Test
    @DisplayName("never takes more room than it may, and gives up moments before it gives up the beginning")
    void bounded() {
        int most = 150_000;
        FrameHistory history = new FrameHistory(most);
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM);
        for (int second = 0; second < 1_700; second++) {
            if (second % 10 == 0) {
                time.turn(Duration.ofSeconds(1));
            }
            history.add(frame(latest(lab), Instant.EPOCH.plusSeconds(second), second % 3 == 0));
            assertThat(history.bytes()).isLessThanOrEqualTo(most);
        }
        assertThat(history.first()).contains(Instant.EPOCH);
        assertThat(history.moments()).hasSizeGreaterThan(20);
    }

    @Test
    @DisplayName("takes little for a large domain, and shares the rows of key tables that did not change")
    void large() {
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM);
        for (int client = 0; client < CLIENTS; client++) {
            lab.addClient(new StreamName(client % 2 == 0 ? "news" : "lecture-hall")).join();
        }
        time.turn(Duration.ofSeconds(30));
        KeptFrame first = frame(latest(lab), time.now(), false);
        time.turn(Duration.ofMillis(100));
        KeptFrame second = frame(latest(lab), time.now(), false);
        int length = second.nodes().getFirst().snapshot().orElseThrow().length();
        assertThat(length).isLessThan(40_000);
        assertThat(second.nodes().getFirst().rows().orElseThrow())
                .isSameAs(first.nodes().getFirst().rows().orElseThrow());
    }

    @Test
    @DisplayName("gives back what it took")
    void same() {
        FakeLab lab = new FakeLab(time, Runnable::run, Scenario.CLASSROOM);
        time.turn(Duration.ofSeconds(7));
        NodeSnapshot snapshot = latest(lab);
        assertThat(frame(snapshot, time.now(), false).statuses()).singleElement()
                .extracting(NodeStatus::snapshot).isEqualTo(Optional.of(snapshot));
    }

    private KeptFrame frame(NodeSnapshot snapshot, Instant at, boolean marked) {
        DomainView whole = DomainView.of(List.of(new NodeStatus(Optional.empty(), Optional.of(snapshot),
                Optional.empty(), Optional.empty(), Optional.empty())));
        return packer.pack(whole, at, marked, 0, Optional.of(Instant.EPOCH));
    }

    private static NodeSnapshot latest(FakeLab lab) {
        List<NodeSnapshot> seen = new ArrayList<>();
        lab.watchSnapshots(seen::add).close();
        return seen.getLast();
    }

    private static List<Duration> gaps(List<Instant> moments, Instant now, Duration since) {
        return IntStream.range(1, moments.size())
                .filter(index -> !moments.get(index - 1).isBefore(now.minus(since)))
                .mapToObj(index -> Duration.between(moments.get(index - 1), moments.get(index))).toList();
    }
}
