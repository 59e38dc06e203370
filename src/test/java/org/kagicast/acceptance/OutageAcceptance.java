package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.acceptance.Plant.Node;

/// Half a minute in which clients cannot get new keys, with a rekey announced every six seconds.
class OutageAcceptance {

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration CRYPTO_PERIOD = Duration.ofSeconds(6);
    private static final Duration LEAD = Duration.ofSeconds(2);

    @TempDir
    private Path folder;
    private Plant plant;
    private Node master;
    private List<Node> slaves;
    private Node contentServer;
    private List<Node> clients;

    @BeforeEach
    void setUp() {
        plant = new Plant(folder, 6);
        master = plant.master();
        slaves = List.of(plant.slave("slave-1", master), plant.slave("slave-2", master));
        String both = slaves.getFirst().address() + "," + slaves.getLast().address();
        clients = List.of(plant.client("hall", "news", both),
                plant.client("lobby", "news", both, "--key-server-choice", "round-robin"));
        contentServer = plant.contentServer("studio", "news", master, CRYPTO_PERIOD, LEAD);
        goesOn(1);
    }

    @AfterEach
    void tearDown() {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    @DisplayName("R31 slaves that are cut from their master for half a minute, and then the master killed three times within half a minute, cost no packet")
    void outages() {
        slaves.forEach(slave -> plant.cut(master, slave));
        pass(OUTAGE);
        slaves.forEach(slave -> plant.heal(master, slave));
        goesOn(2);
        nothingIsLost("with the slaves cut from the master");

        for (int time = 0; time < 3; time++) {
            long began = System.nanoTime();
            master.kill();
            pass(Duration.ofSeconds(2));
            master.start();
            pass(OUTAGE.dividedBy(3).minusNanos(System.nanoTime() - began));
        }
        goesOn(2);
        nothingIsLost("with the master killed three times");
    }

    /// So many rekeys later everybody opens what is sent.
    private void goesOn(int rekeys) {
        long before = contentServer.metric("kagicast_stream_rekeys_announced_total");
        Plant.await(rekeys + " rekeys", () -> contentServer
                .metric("kagicast_stream_rekeys_announced_total") >= before + rekeys);
        long sent = contentServer.metric("kagicast_stream_packets_sent_total");
        clients.forEach(client -> Plant.await(client + " opens all that is sent",
                () -> client.metric("kagicast_client_packets_opened_total") >= sent));
    }

    private void nothingIsLost(String when) {
        assertThat(clients).allSatisfy(client -> assertThat(Plant.losses(client)).as(client + " " + when).isEmpty());
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
