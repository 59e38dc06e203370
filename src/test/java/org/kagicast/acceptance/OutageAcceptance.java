package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
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

    /// 2 Mbit/s in packets of 1,316 bytes.
    private static final long PACKETS_A_SECOND = 190;

    /// On a busy machine the key master may answer late, so that it is not known whether a slave has the key.
    private static final Pattern PUT_OFF = Pattern.compile(
            "(No key slave of \\S+ has key|No client has fetched key|does not answer).* has put its change to key \\S+ \\d+ off "
                    + "since .*, until ");

    @TempDir
    private Path folder;
    private Plant plant;
    private Node master;
    private List<Node> slaves;
    private Node contentServer;
    private List<Node> clients;
    private NumberedSource source;

    @BeforeEach
    void setUp() {
        plant = new Plant(folder, 6);
        source = NumberedSource.start(folder);
        master = plant.master();
        slaves = List.of(plant.slave("slave-1", master), plant.slave("slave-2", master));
        String both = slaves.getFirst().address() + "," + slaves.getLast().address();
        clients = List.of(plant.client("hall", "news", both, "file:" + file("hall"), List.of()),
                plant.client("lobby", "news", both, "file:" + file("lobby"),
                        List.of("--key-server-choice", "round-robin")));
        contentServer = plant.contentServer("studio", "news", master, CRYPTO_PERIOD, LEAD, source.option("2M"));
        goesOn(1);
    }

    @AfterEach
    void tearDown() {
        if (plant != null) {
            plant.close();
            source.close();
        }
    }

    private Path file(String client) {
        return folder.resolve(client + ".bytes");
    }

    @Test
    @DisplayName("R31 slaves that are cut from their master for half a minute, and then the master killed three times within half a minute, cost no packet, to the byte: an announced change waits instead, and says so")
    void outages() throws Exception {
        List<Long> late = late();
        slaves.forEach(slave -> plant.cut(master, slave));
        long cut = System.nanoTime();
        Plant.await("the change waits and the stream tells until when",
                () -> PUT_OFF.matcher(contentServer.errors()).find());
        assertThat(contentServer.metric("kagicast_stream_problem")).isEqualTo(1);
        long rekeys = rekeys();
        pass(OUTAGE.minusNanos(System.nanoTime() - cut));
        assertThat(rekeys()).as("changes while no slave has the key").isEqualTo(rekeys);
        slaves.forEach(slave -> plant.heal(master, slave));
        goesOn(2);
        Plant.await("all is well again", () -> contentServer.metric("kagicast_stream_problem") == 0);
        nothingIsLost("with the slaves cut from the master");
        isHardlyLate(late);

        for (int time = 0; time < 3; time++) {
            long began = System.nanoTime();
            master.kill();
            pass(Duration.ofSeconds(2));
            master.start();
            pass(OUTAGE.dividedBy(3).minusNanos(System.nanoTime() - began));
        }
        goesOn(2);
        nothingIsLost("with the master killed three times");
        isHardlyLate(late);

        long numbers = source.end();
        contentServer.awaitEnd();
        clients.forEach(client -> {
            Plant.await(client + " has nothing left", () -> client.metric("kagicast_client_packets_held") == 0);
            assertThat(Plant.losses(client)).as(client + " after the last packet").isEmpty();
            client.stop();
        });
        NumberedSource.assertWhole(file("hall"), numbers);
        NumberedSource.assertWhole(file("lobby"), numbers);
    }

    /// A change that waited goes on once a client has its key; another one may have it a moment later. Without waiting
    /// the packets of half a minute would be late.
    private void isHardlyLate(List<Long> before) {
        List<Long> now = late();
        for (int client = 0; client < now.size(); client++) {
            assertThat(now.get(client) - before.get(client)).as("packets that waited for their key")
                    .isLessThan(PACKETS_A_SECOND * 5);
        }
    }

    private List<Long> late() {
        return clients.stream().map(client -> client.metric("kagicast_client_packets_late_total")).toList();
    }

    private long rekeys() {
        return contentServer.metric("kagicast_stream_rekeys_announced_total");
    }

    /// So many rekeys later everybody opens what is sent.
    private void goesOn(int rekeys) {
        long before = rekeys();
        Plant.await(rekeys + " rekeys", () -> rekeys() >= before + rekeys);
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
