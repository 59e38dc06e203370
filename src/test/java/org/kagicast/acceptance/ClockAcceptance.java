package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.acceptance.Plant.Node;

/// Wall clocks that step by half a minute, two hours and two days, either way and back again, one program at a time, under
/// traffic with a rekey every four seconds.
class ClockAcceptance {

    private static final List<Duration> STEPS = Stream
            .of(Duration.ofSeconds(30), Duration.ofHours(2), Duration.ofDays(2))
            .flatMap(step -> Stream.of(step, step.negated())).toList();
    private static final Duration CRYPTO_PERIOD = Duration.ofSeconds(4);
    private static final Duration LEAD = Duration.ofMillis(1_500);
    /// In which whatever goes on has gone on.
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private Path folder;
    private Plant plant;
    private Node master;
    private Node slave;
    private Node contentServer;
    private Node client;

    @BeforeEach
    void setUp() {
        plant = new Plant(folder, 4);
        master = plant.master();
        slave = plant.slave("slave", master);
        client = plant.client("hall", "news", slave.address());
        contentServer = plant.contentServer("studio", "news", master, CRYPTO_PERIOD, LEAD);
        Plant.await("packets opened", () -> opened() > 0);
    }

    @AfterEach
    void tearDown() {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    @DisplayName("R31 no step of the key master's or the key slave's wall clock costs a packet")
    void keyServers() {
        stepsOf(master, slave);
    }

    @Test
    @DisplayName("R31 no step of the content server's or the client's wall clock costs a packet")
    void ends() {
        stepsOf(contentServer, client);
    }

    private void stepsOf(Node... stepping) {
        Map<String, Object> faults = new TreeMap<>();
        for (Node node : stepping) {
            for (Duration step : STEPS) {
                node.put(step);
                changesAndGoesOn(node + " at " + Plant.shown(step), faults);
                node.put(Duration.ZERO);
                changesAndGoesOn(node + " back from " + Plant.shown(step), faults);
            }
        }

        assertThat(faults)
                .as("what went wrong, by the step that it followed; the client had opened " + opened() + " of "
                        + sent() + " packets, and fetched " + client.metric("kagicast_client_keys_fetched_total")
                        + " keys")
                .isEmpty();
    }

    /// The key changes once, and all that was sent until then is opened.
    private void changesAndGoesOn(String when, Map<String, Object> faults) {
        Map<String, Long> before = Plant.losses(client);
        long rekeys = rekeys();
        if (!Plant.happens(() -> rekeys() > rekeys, SOON)) {
            faults.put(when, "no rekey; " + contentServer.errors());
        }
        long sent = sent();
        if (!Plant.happens(() -> opened() + lost() >= sent, SOON)) {
            faults.put(when + ", packets", "opened " + opened() + " of " + sent + "; " + client.errors());
        }
        Map<String, Long> after = Plant.losses(client);
        if (!after.equals(before)) {
            faults.put(when + ", losses", before + " before, " + after + " after");
        }
    }

    private long lost() {
        return Plant.losses(client).values().stream().mapToLong(Long::longValue).sum();
    }

    private long opened() {
        return client.metric("kagicast_client_packets_opened_total");
    }

    private long sent() {
        return contentServer.metric("kagicast_stream_packets_sent_total");
    }

    private long rekeys() {
        return contentServer.metric("kagicast_stream_rekeys_announced_total");
    }
}
