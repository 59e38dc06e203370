package org.kagicast.console.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.console.timeline.Snapshots.client;
import static org.kagicast.console.timeline.Snapshots.key;
import static org.kagicast.console.timeline.Snapshots.stream;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

@DisplayName("Whom a client belongs to")
class AudienceTest {

    private static final StreamName HALL = new StreamName("hall");
    private static final StreamName NEWS = new StreamName("news");

    private final StreamSnapshot hall = stream("hall", 1, 0);
    private final StreamSnapshot news = toGroup(stream("news", 2, 0), "239.1.1.2:5004");
    private final StreamSnapshot sameGroup = stream("news", 2, 0);

    @Test
    @DisplayName("are not the streams of other groups whose packets reached its socket and whose keys it was refused")
    void strayPackets() {
        ClientSnapshot fetching = client("c", ClientSnapshot.Status.FETCHING,
                key("news", 2, KeyStatus.REFUSED, 10, 990));
        assertThat(Audience.streamsOf(fetching, List.of(hall, news))).containsExactly(HALL);
        ClientSnapshot decrypting = client("c", ClientSnapshot.Status.DECRYPTING,
                key("hall", 1, KeyStatus.IN_USE, 10, 990), key("news", 2, KeyStatus.REFUSED, 10, 990));
        assertThat(Audience.streamsOf(decrypting, List.of(hall, news))).containsExactly(HALL);
    }

    @Test
    @DisplayName("R12 are all streams of its group and port whose keys it holds, and those that it was refused there")
    void severalOnOnePort() {
        ClientSnapshot both = client("c", ClientSnapshot.Status.DECRYPTING,
                key("hall", 1, KeyStatus.IN_USE, 10, 990), key("news", 2, KeyStatus.IN_USE, 10, 990));
        assertThat(Audience.streamsOf(both, List.of(hall, sameGroup))).containsExactly(HALL, NEWS);
        ClientSnapshot part = client("c", ClientSnapshot.Status.DECRYPTING,
                key("hall", 1, KeyStatus.IN_USE, 10, 990), key("news", 2, KeyStatus.REFUSED, 10, 990));
        assertThat(Audience.streamsOf(part, List.of(hall, sameGroup))).containsExactly(HALL, NEWS);
    }

    @Test
    @DisplayName("are those whose keys it holds, whichever group they go to, and until then those of its group")
    void byGroup() {
        ClientSnapshot held = client("c", ClientSnapshot.Status.DECRYPTING,
                key("news", 2, KeyStatus.FORMER, 10, 990));
        assertThat(Audience.streamsOf(held, List.of(hall, news))).containsExactly(NEWS);
        assertThat(Audience.streamsOf(client("c", ClientSnapshot.Status.WAITING), List.of(hall, news)))
                .containsExactly(HALL);
        assertThat(Audience.streamsOf(client("c", ClientSnapshot.Status.WAITING), List.of(news))).isEmpty();
    }

    private static StreamSnapshot toGroup(StreamSnapshot stream, String group) {
        return new StreamSnapshot(stream.name(), MulticastGroup.parse(group), stream.source(), stream.status(),
                stream.problem(), stream.inUse(), stream.pending(), stream.lastChange(), stream.leadTime(),
                stream.cryptoPeriod(), 0, 0, 0, 0, 0, stream.keyIds());
    }
}
