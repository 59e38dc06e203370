package org.kagicast.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.console.timeline.Snapshots.at;
import static org.kagicast.console.timeline.Snapshots.client;
import static org.kagicast.console.timeline.Snapshots.key;
import static org.kagicast.console.timeline.Snapshots.labelled;
import static org.kagicast.console.timeline.Snapshots.node;
import static org.kagicast.console.timeline.Snapshots.pending;
import static org.kagicast.console.timeline.Snapshots.stream;
import static org.kagicast.model.ClientSnapshot.Status.DECRYPTING;
import static org.kagicast.model.ClientSnapshot.Status.FETCHING;
import static org.kagicast.model.ClientSnapshot.Status.FORGED;
import static org.kagicast.model.ClientSnapshot.Status.NO_ACCESS;
import static org.kagicast.model.ClientSnapshot.Status.WAITING;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.timeline.Freshness.Heard;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;

@DisplayName("The timeline's memory")
class TimelineHistoryTest {

    private final TimelineHistory history = new TimelineHistory();

    @Test
    @DisplayName("R24 has a bar for each key of a stream, with the edge where the stream says")
    void edges() {
        observe(node(1_000, List.of(stream("hall", 41, 400))));
        observe(node(2_000, List.of(stream("hall", 42, 1_730))));
        assertThat(row(0).spans()).containsExactly(span(41, 400, 1_730), open(42, 1_730));
    }

    @Test
    @DisplayName("shows the last key before the first snapshot, too, when the stream tells of it")
    void unchangedWhileUnchanged() {
        observe(node(1_000, List.of(stream("hall", 41, 400))));
        observe(node(1_100, List.of(stream("hall", 41, 400))));
        assertThat(row(0).spans()).containsExactly(open(41, 400));
    }

    @Test
    @DisplayName("R21 has no gap for a client that held the announced key at the switch")
    void seamless() {
        observe(node(1_000, List.of(stream("hall", 41, 0)),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 990))));
        observe(node(1_100, List.of(stream("hall", 42, 1_050)), client("c", DECRYPTING,
                key("hall", 41, KeyStatus.FORMER, 10, 1_040), key("hall", 42, KeyStatus.IN_USE, 700, 1_090))));
        assertThat(row(1).spans()).containsExactly(span(41, 10, 1_050), open(42, 1_050));
        assertThat(row(1).marks()).contains(new Mark(new KeyId(42), at(700)));
    }

    @Test
    @DisplayName("shows the packets that a client holds from the switch on until it has the key")
    void gap() {
        observe(node(1_000, List.of(stream("hall", 41, 0)),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 990))));
        observe(node(1_100, List.of(stream("hall", 42, 1_050)),
                client("c", FETCHING, key("hall", 41, KeyStatus.IN_USE, 10, 990))));
        observe(node(1_200, List.of(stream("hall", 42, 1_050)), client("c", DECRYPTING,
                key("hall", 41, KeyStatus.FORMER, 10, 1_040), key("hall", 42, KeyStatus.IN_USE, 1_150, 1_190))));
        assertThat(row(1).spans()).containsExactly(span(41, 10, 1_050), held(42, 1_050, 1_150), open(42, 1_150));
    }

    @Test
    @DisplayName("R6 has a row for each label of a stream, and under it what each client can decrypt of that label")
    void labels() {
        observe(node(1_000, List.of(labelled("film", Map.of("basic", 1L, "premium", 2L))),
                client("full", DECRYPTING, key("film:basic", 1, KeyStatus.IN_USE, 10, 990),
                        key("film:premium", 2, KeyStatus.IN_USE, 10, 900)),
                client("part", DECRYPTING, key("film:basic", 1, KeyStatus.IN_USE, 10, 990))));

        assertThat(history.rows()).extracting(TimelineRow::name).containsExactly("film:basic", "full", "part",
                "film:premium", "full", "part");
        assertThat(history.rows()).extracting(row -> row.spans().stream().map(Span::keyId).toList()).containsExactly(
                List.of(new KeyId(1)), List.of(new KeyId(1)), List.of(new KeyId(1)), List.of(new KeyId(2)),
                List.of(new KeyId(2)), List.of());
    }

    @Test
    @DisplayName("R6 has a gap in the label whose key a client was refused, and in no other")
    void gapInOneLabel() {
        observe(node(1_000, List.of(labelled("film", Map.of("basic", 1L, "premium", 2L))),
                client("part", DECRYPTING, key("film:basic", 1, KeyStatus.IN_USE, 10, 990),
                        key("film:premium", 2, KeyStatus.IN_USE, 10, 990))));
        observe(node(2_000, List.of(labelled("film", Map.of("basic", 1L, "premium", 3L))),
                client("part", DECRYPTING, key("film:basic", 1, KeyStatus.IN_USE, 10, 1_990),
                        key("film:premium", 2, KeyStatus.IN_USE, 10, 990))));

        assertThat(row(1).spans()).extracting(Span::isOpen).containsExactly(true);
        assertThat(row(3).spans()).first().matches(span -> !span.isOpen());
    }

    @Test
    @DisplayName("R12 has a row under each stream that a client opens, on one group and port")
    void twoStreams() {
        observe(node(1_000, List.of(stream("hall", 1, 0), stream("news", 2, 0)), client("c", DECRYPTING,
                key("hall", 1, KeyStatus.IN_USE, 10, 990), key("news", 2, KeyStatus.IN_USE, 10, 990))));
        assertThat(history.rows()).extracting(TimelineRow::name).containsExactly("hall", "c", "news", "c");
        assertThat(row(1).spans()).extracting(Span::keyId).containsExactly(new KeyId(1));
        assertThat(row(3).spans()).extracting(Span::keyId).containsExactly(new KeyId(2));
    }

    @Test
    @DisplayName("keeps one stream's bar going while the client waits for a key of the other")
    void oneOfTwoWaits() {
        observe(node(1_000, List.of(stream("hall", 1, 0), stream("news", 2, 0)), client("c", DECRYPTING,
                key("hall", 1, KeyStatus.IN_USE, 10, 990), key("news", 2, KeyStatus.IN_USE, 10, 990))));
        observe(node(1_100, List.of(stream("hall", 1, 0), stream("news", 3, 1_005)), client("c", FETCHING,
                key("hall", 1, KeyStatus.IN_USE, 10, 1_090), key("news", 2, KeyStatus.IN_USE, 10, 1_000))));
        assertThat(row(1).spans()).singleElement().matches(Span::isOpen);
        assertThat(row(3).spans()).containsExactly(span(2, 10, 1_005), open(3, Span.Fate.HELD, 1_005));
    }

    @Test
    @DisplayName("shows an announced key ahead, and its announcement afterwards, even when it is cancelled")
    void announced() {
        observe(node(1_000, List.of(stream("hall", 41, 0, Optional.of(pending(42, 900, 5_900))))));
        assertThat(row(0).coming()).contains(pending(42, 900, 5_900));
        observe(node(1_100, List.of(stream("hall", 41, 0))));
        assertThat(row(0).coming()).isEmpty();
        assertThat(row(0).marks()).containsExactly(new Mark(new KeyId(42), at(900)));
    }

    @Test
    @DisplayName("shows the packets of a key that a client was refused, beneath the stream of its group")
    void eavesdropper() {
        observe(node(1_000, List.of(stream("hall", 41, 0)), client("eve", NO_ACCESS)));
        assertThat(row(1).name()).isEqualTo("eve");
        assertThat(row(1).place().line()).isEqualTo(row(0).place().line());
        assertThat(row(1).spans()).containsExactly(refused(41, 1_000));
        observe(node(2_000, List.of(stream("hall", 42, 1_500)), client("eve", NO_ACCESS)));
        assertThat(row(1).spans()).containsExactly(refused(41, 1_000).until(at(1_500)), refused(42, 1_500));
    }

    @Test
    @DisplayName("tells packets that cannot be opened from none at all, and knows nothing of the time before")
    void noPackets() {
        observe(node(1_000, List.of(stream("hall", 41, 400)), client("c", WAITING)));
        assertThat(row(1).spans()).isEmpty();
        assertThat(row(1).began()).contains(at(1_000));
        assertThat(row(0).began()).as("as the stream tells").contains(at(400));
        observe(node(2_000, List.of(stream("hall", 41, 400)), client("c", FORGED)));
        assertThat(row(1).spans()).containsExactly(refused(41, 2_000));
        observe(node(3_000, List.of(stream("hall", 41, 400)), client("c", WAITING)));
        assertThat(row(1).spans()).containsExactly(refused(41, 2_000).until(at(3_000)));
    }

    @Test
    @DisplayName("forgets what is older than a minute, and who has left")
    void forgets() {
        observe(node(1_000, List.of(stream("hall", 41, 0)),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 990))));
        observe(node(2_000, List.of(stream("hall", 42, 1_500))));
        assertThat(history.rows()).hasSize(1);
        observe(node(80_000, List.of(stream("hall", 42, 1_500))));
        assertThat(row(0).spans()).containsExactly(open(42, 1_500));
    }

    @Test
    @DisplayName("R23 claims nothing of a silent node's rows, and goes on when it is heard again")
    void silent() {
        observe(node(1_000, List.of(stream("hall", 41, 0)),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 990))));
        history.observe(node(7_000, List.of(stream("hall", 41, 0, Optional.of(pending(42, 6_000, 11_000)))),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 990))), silentSince(1_000));
        assertThat(row(0).spans()).containsExactly(span(41, 0, 1_000));
        assertThat(row(0).coming()).isEmpty();
        assertThat(row(1).silences()).containsExactly(new Silent(at(1_000), Optional.empty()));
        observe(node(9_000, List.of(stream("hall", 41, 0)),
                client("c", DECRYPTING, key("hall", 41, KeyStatus.IN_USE, 10, 8_990))));
        assertThat(row(0).spans()).as("as the stream itself tells").containsExactly(open(41, 0));
        assertThat(row(1).spans()).containsExactly(span(41, 10, 1_000), open(41, 9_000));
        assertThat(row(1).silences()).containsExactly(new Silent(at(1_000), Optional.of(at(9_000))));
    }

    @Test
    @DisplayName("R23 takes no gap for a client whose node has not told anything new")
    void nothingNew() {
        ClientSnapshot waits = client("c", FETCHING, key("hall", 41, KeyStatus.IN_USE, 10, 995));
        observe(node(1_000, List.of(stream("hall", 41, 0)), waits));
        history.observe(node(1_060, List.of(stream("hall", 41, 0)), waits), clientsAt(1_000, 1_060));
        assertThat(row(1).spans()).containsExactly(open(41, 10));
    }

    private void observe(NodeSnapshot snapshot) {
        history.observe(snapshot, Freshness.allAt(snapshot.at()));
    }

    private static Freshness silentSince(long millis) {
        return hearing(new Heard(at(millis), Optional.of(at(millis))), new Heard(at(millis), Optional.of(at(millis))));
    }

    private static Freshness clientsAt(long clients, long streams) {
        return hearing(new Heard(at(streams), Optional.empty()), new Heard(at(clients), Optional.empty()));
    }

    private static Freshness hearing(Heard streams, Heard clients) {
        return new Freshness() {
            @Override
            public Heard stream(StreamName name) {
                return streams;
            }

            @Override
            public Heard client(NodeName name) {
                return clients;
            }
        };
    }

    private TimelineRow row(int index) {
        return history.rows().get(index);
    }

    private static Span span(long key, long from, long to) {
        return open(key, from).until(at(to));
    }

    private static Span held(long key, long from, long to) {
        return open(key, Span.Fate.HELD, from).until(at(to));
    }

    private static Span refused(long key, long from) {
        return open(key, Span.Fate.REFUSED, from);
    }

    private static Span open(long key, long from) {
        return open(key, Span.Fate.USED, from);
    }

    private static Span open(long key, Span.Fate fate, long from) {
        return new Span(new KeyId(key), fate, at(from), Optional.empty());
    }
}
