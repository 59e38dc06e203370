package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.rekey.trigger.CronSchedule;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;

/// What a reload does to which stream.
class StreamPlanTest {

    private static final StreamSettings NEWS = stream("news", 1, "pattern:");
    private static final StreamSettings SPORTS = stream("sports", 2, "udp://127.0.0.1:7000");

    @Test
    @DisplayName("streams with the same settings are kept, others added, remade and removed, in the order of the settings")
    void plan() {
        StreamSettings film = stream("film", 3, "pattern:");
        StreamSettings otherSports = SPORTS.withTtl(7);

        StreamPlan plan = StreamPlan.of(List.of(NEWS, SPORTS, stream("weather", 4, "pattern:")), Set.of(),
                List.of(film, otherSports, stream("news", 1, "pattern:")));

        assertThat(plan.added()).containsExactly(film);
        assertThat(plan.remade()).containsExactly(otherSports);
        assertThat(plan.adapted()).isEmpty();
        assertThat(plan.removed()).containsExactly(new StreamName("weather"));
        assertThat(plan.kept()).containsExactly(NEWS.name());
        assertThat(plan.text()).isEqualTo("added: film; remade: sports; removed: weather; not touched: 1");
    }

    @Test
    @DisplayName("a stream of which only the rekey policy differs is adapted as it runs; every other field has it remade")
    void adapted() {
        StreamSettings policy = NEWS.withRekeying(NEWS.rekeying().withLeadTime(Duration.ofSeconds(2))
                .withSchedule(CronSchedule.parse("0 3 * * *", java.time.ZoneOffset.UTC)));

        assertThat(StreamPlan.of(List.of(NEWS), Set.of(), List.of(policy)).adapted()).containsExactly(policy);
        assertThat(StreamPlan.of(List.of(policy), Set.of(), List.of(policy)).text()).isEqualTo("not touched: 1");
        for (StreamSettings other : List.of(NEWS.withTtl(2), NEWS.withSuite(CipherSuite.AES_128_GCM),
                NEWS.withKeys(KeyProvider.Origin.DEPOSIT), NEWS.withLargestPayload(1_300),
                stream("news", 9, "pattern:"),
                stream("news", 1, "pattern:rate=3"))) {
            assertThat(StreamPlan.of(List.of(NEWS), Set.of(), List.of(other)).remade()).containsExactly(other);
        }
    }

    @Test
    @DisplayName("a stream that has failed is started anew by a reload, though its settings are the same")
    void failed() {
        StreamPlan plan = StreamPlan.of(List.of(NEWS, SPORTS), Set.of(SPORTS.name()), List.of(NEWS, SPORTS));

        assertThat(plan.remade()).containsExactly(SPORTS);
        assertThat(plan.kept()).containsExactly(NEWS.name());
    }

    @Test
    @DisplayName("no stream, too many, two of one name or on standard input: one sentence with the names")
    void refused() {
        refused("from 1 to 1000 streams, and here are 0");
        refused("from 1 to 1000 streams, and here are 1001", IntStream.rangeClosed(1, 1001)
                .mapToObj(i -> StreamSettings.of(new StreamName("s" + i),
                        MulticastGroup.parse("239.3." + i / 250 + "." + (1 + i % 250) + ":5004"), "lo",
                        Sources.parse("pattern:")))
                .toArray(StreamSettings[]::new));
        refused("Two streams are called news", NEWS, stream("news", 2, "pattern:"));
        refused("The streams a and b both read standard input", stream("a", 1, "-"), stream("b", 2, "-"));
    }

    @Test
    @DisplayName("R12 streams may share a group, but a configuration in which two do is refused with their names")
    void groups() {
        List<StreamSettings> sharing = List.of(NEWS, stream("other", 1, "pattern:"));

        assertThat(StreamPlan.of(List.of(), Set.of(), sharing).added()).hasSize(2);
        assertThatThrownBy(() -> StreamPlan.checkGroups(sharing)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("The streams news and other both go to 239.2.0.1:5004");
    }

    @Test
    @DisplayName("what only one stream at a time can hold is known before anything is opened")
    void exclusives() {
        assertThat(StreamPlan.exclusives(SPORTS))
                .containsExactlyElementsOf(StreamPlan.exclusives(stream("other", 5, "udp://0.0.0.0:7000")));
        assertThat(StreamPlan.exclusives(NEWS)).isEmpty();
        assertThat(StreamPlan.exclusives(stream("pipe", 5, "file:/run/feed"))).hasSize(1);
    }

    private static void refused(String sentence, StreamSettings... streams) {
        assertThatThrownBy(() -> StreamPlan.of(List.of(), Set.of(), List.of(streams)))
                .isInstanceOf(OperatorException.class).hasMessageContaining(sentence);
    }

    private static StreamSettings stream(String name, int group, String source) {
        return StreamSettings.of(new StreamName(name), MulticastGroup.parse("239.2.0." + group + ":5004"), "lo",
                Sources.parse(source));
    }
}
