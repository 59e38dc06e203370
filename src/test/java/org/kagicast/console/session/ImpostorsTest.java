package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.session.Impostors.Attack;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

@DisplayName("R29 What a client gets of an impostor")
class ImpostorsTest {

    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    private static final NodeName CLIENT = new NodeName("c");

    private final Impostors impostors = new Impostors();

    @Test
    @DisplayName("counts from when it began, whatever was counted before, and is over when nothing has come for a while")
    void counts() {
        observe(0, 70);
        assertThat(now()).isEmpty();
        observe(1, 80);
        observe(2, 95);
        assertThat(now()).contains(new Attack(START.plusSeconds(1), 25));
        observe(10, 95);
        assertThat(now()).as("between two packets").contains(new Attack(START.plusSeconds(1), 25));
        observe(17, 95);
        assertThat(now()).as("when it is over").isEmpty();
        observe(20, 96);
        assertThat(now()).as("when another begins").contains(new Attack(START.plusSeconds(20), 1));
    }

    @Test
    @DisplayName("is forgotten when the client starts anew, or is gone")
    void anew() {
        observe(0, 70);
        observe(1, 80);
        observe(2, 3);
        assertThat(now()).as("started anew").isEmpty();
        observe(3, 9);
        assertThat(now()).contains(new Attack(START.plusSeconds(3), 6));
        impostors.observe(snapshot(List.of()), Freshness.allAt(START.plusSeconds(4)));
        assertThat(now()).as("gone").isEmpty();
    }

    private Optional<Attack> now() {
        return impostors.of(CLIENT);
    }

    private void observe(long seconds, long packets) {
        ClientCounters counters = new ClientCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0,
                new ClientCounters.Authenticity(0, 0, packets));
        impostors.observe(snapshot(List.of(new ClientSnapshot(CLIENT, List.of(), "count",
                ClientSnapshot.Status.DECRYPTING, Optional.empty(), counters, List.of(), List.of(), ""))),
                Freshness.allAt(START.plusSeconds(seconds)));
    }

    private static NodeSnapshot snapshot(List<ClientSnapshot> clients) {
        return new NodeSnapshot(new NodeName("node"), START, 1, List.of(), List.of(), clients);
    }
}
