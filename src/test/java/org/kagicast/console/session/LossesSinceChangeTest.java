package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.session.LossesSinceChange.Losses;
import org.kagicast.console.session.LossesSinceChange.SinceReset;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LastChange;

@DisplayName("What the last change cost a client")
class LossesSinceChangeTest {

    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final MulticastGroup GROUP = MulticastGroup.parse("239.1.1.1:5004");
    private static final StreamName HALL = new StreamName("hall");
    private static final NodeName CLIENT = new NodeName("c");

    private final LossesSinceChange losses = new LossesSinceChange();

    @Test
    @DisplayName("is nothing while it waits for its very first key, nor for what waited for that")
    void firstKey() {
        observe(0, 1, -1, ClientSnapshot.Status.FETCHING, 0, 0, 55);
        observe(100, 1, -1, ClientSnapshot.Status.DECRYPTING, 40, 0, 15);
        observe(200, 1, -1, ClientSnapshot.Status.DECRYPTING, 55, 0, 0);
        observe(300, 1, -1, ClientSnapshot.Status.DECRYPTING, 55, 0, 0);
        assertThat(now()).isEqualTo(new Losses(0, 0));
    }

    @Test
    @DisplayName("is nothing of the wait for the first key, even if that comes with a change")
    void firstKeyWithChange() {
        observe(0, 1, -1, ClientSnapshot.Status.FETCHING, 0, 0, 55);
        observe(1_000, 2, 900, ClientSnapshot.Status.DECRYPTING, 55, 0, 0);
        assertThat(now()).isEqualTo(new Losses(0, 0));
    }

    @Test
    @DisplayName("is what waited and what was lost since the switch, and starts anew with the next")
    void sinceChange() {
        observe(0, 1, -1, ClientSnapshot.Status.DECRYPTING, 55, 2, 0);
        observe(1_000, 1, -1, ClientSnapshot.Status.DECRYPTING, 55, 3, 0);
        assertThat(now()).isEqualTo(new Losses(1, 0));
        observe(2_000, 2, 1_500, ClientSnapshot.Status.FETCHING, 55, 3, 20);
        assertThat(now()).isEqualTo(new Losses(0, 0));
        observe(2_100, 2, 1_500, ClientSnapshot.Status.DECRYPTING, 75, 4, 0);
        assertThat(now()).isEqualTo(new Losses(1, 20));
        observe(9_000, 3, 8_500, ClientSnapshot.Status.DECRYPTING, 75, 4, 0);
        assertThat(now()).isEqualTo(new Losses(0, 0));
    }

    @Test
    @DisplayName("is told even if the client's node tells of it before the stream's node tells of the switch")
    void toldInOtherOrder() {
        observe(1_000, 1, -1, ClientSnapshot.Status.DECRYPTING, 10, 0, 0);
        observe(1_100, 1, -1, ClientSnapshot.Status.DECRYPTING, 10, 0, 0);
        observe(1_600, 1, -1, ClientSnapshot.Status.DECRYPTING, 30, 0, 0);
        observe(1_700, 2, 1_500, ClientSnapshot.Status.DECRYPTING, 30, 0, 0);
        assertThat(now()).isEqualTo(new Losses(0, 20));
    }

    @Test
    @DisplayName("starts anew with a client that does")
    void restarted() {
        observe(0, 1, -1, ClientSnapshot.Status.DECRYPTING, 10, 5, 0);
        observe(1_000, 1, -1, ClientSnapshot.Status.DECRYPTING, 10, 9, 0);
        observe(2_000, 1, -1, ClientSnapshot.Status.FETCHING, 0, 0, 7);
        observe(2_100, 1, -1, ClientSnapshot.Status.DECRYPTING, 7, 0, 0);
        assertThat(now()).isEqualTo(new Losses(0, 0));
    }

    @Test
    @DisplayName("begins anew when somebody wants it, across changes in its details, and never shows what was before")
    void reset() {
        observe(0, 1, -1, ClientSnapshot.Status.DECRYPTING, 10, 5, 0);
        observe(1_000, 1, -1, ClientSnapshot.Status.DECRYPTING, 12, 8, 0);
        assertThat(now()).isEqualTo(new Losses(3, 2));
        assertThat(losses.sinceReset(HALL, CLIENT)).isEmpty();
        losses.reset((stream, client) -> client.equals(new NodeName("another")), START.plusMillis(1_000));
        assertThat(now()).isEqualTo(new Losses(3, 2));
        losses.reset((stream, client) -> stream.equals(HALL), START.plusMillis(1_000));
        assertThat(now()).isEqualTo(new Losses(0, 0));
        observe(1_500, 1, -1, ClientSnapshot.Status.DECRYPTING, 13, 9, 0);
        assertThat(now()).isEqualTo(new Losses(1, 1));
        observe(2_000, 2, 900, ClientSnapshot.Status.DECRYPTING, 13, 9, 0);
        assertThat(now()).as("a change that was told late was before it").isEqualTo(new Losses(1, 1));
        observe(3_000, 3, 2_500, ClientSnapshot.Status.DECRYPTING, 20, 9, 0);
        assertThat(now()).isEqualTo(new Losses(0, 7));
        assertThat(losses.sinceReset(HALL, CLIENT)).contains(new SinceReset(START.plusMillis(1_000), 0,
                new Losses(1, 8)));
        observe(4_000, 3, 2_500, ClientSnapshot.Status.DECRYPTING, 2, 0, 0);
        assertThat(losses.sinceReset(HALL, CLIENT)).as("it has started anew").contains(
                new SinceReset(START.plusMillis(1_000), 0, new Losses(0, 2)));
    }

    @Test
    @DisplayName("is what the change is said to have cost, before and after somebody had it begin anew")
    void oneReckoning() {
        ChangeResults results = new ChangeResults(losses);
        results.observe(observe(0, 1, -1, ClientSnapshot.Status.FETCHING, 0, 0, 55));
        results.observe(observe(1_000, 2, 900, ClientSnapshot.Status.FETCHING, 0, 0, 55));
        results.observe(observe(1_100, 2, 900, ClientSnapshot.Status.DECRYPTING, 55, 0, 0));
        assertThat(results.latest(new KeyLine(HALL))).get().extracting(ChangeResult::late)
                .as("what waited for the very first key").isEqualTo(now().late()).isEqualTo(0L);
        results.observe(observe(2_000, 2, 900, ClientSnapshot.Status.DECRYPTING, 55, 1, 0));
        results.observe(observe(3_000, 3, 2_900, ClientSnapshot.Status.DECRYPTING, 75, 3, 0));
        assertThat(results.latest(new KeyLine(HALL))).get().satisfies(result -> {
            assertThat(result.late()).isEqualTo(now().late()).isEqualTo(20);
            assertThat(result.lost()).isEqualTo(now().lost()).isEqualTo(2);
        });
        losses.reset((stream, client) -> true, START.plusMillis(3_000));
        results.observe(observe(3_100, 3, 2_900, ClientSnapshot.Status.DECRYPTING, 76, 3, 0));
        assertThat(now()).isEqualTo(new Losses(0, 1));
        assertThat(results.latest(new KeyLine(HALL))).get().extracting(ChangeResult::late)
                .as("the change has cost what it has cost").isEqualTo(21L);
    }

    private Losses now() {
        return losses.of(HALL, CLIENT);
    }

    /// @param changed when the stream changed to its key; -1 for never
    private NodeSnapshot observe(long millis, long key, long changed, ClientSnapshot.Status status, long late,
            long lost,
            long held) {
        Optional<LastChange> last = changed < 0
                ? Optional.empty()
                : Optional.of(new LastChange(new KeyId(key - 1), new KeyId(key), false, START.plusMillis(changed)));
        StreamSnapshot stream = new StreamSnapshot(HALL, GROUP, "test-card", StreamSnapshot.Status.SENDING,
                Optional.empty(), Optional.of(new KeyInUse(new KeyId(key), START, 1)), Optional.empty(), last,
                Duration.ofSeconds(5), Duration.ofSeconds(60), 0, 0, 0, 0, 0, List.of());
        ClientCounters counters = new ClientCounters(0, 0, lost, late, held, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0);
        ClientSnapshot client = new ClientSnapshot(CLIENT, List.of(GROUP), "count", status, Optional.empty(),
                counters, List.of(), List.of(), "nio");
        Instant at = START.plusMillis(millis);
        NodeSnapshot snapshot = new NodeSnapshot(new NodeName("lab"), at, millis, List.of(),
                List.of(new ContentServerSnapshot(new NodeName("s"), List.of(stream), List.of(), "nio")),
                List.of(client));
        losses.observe(snapshot, Freshness.allAt(at));
        return snapshot;
    }
}
