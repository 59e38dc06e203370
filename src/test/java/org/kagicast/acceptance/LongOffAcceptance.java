package org.kagicast.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.acceptance.Plant.Node;

/// Everything is switched off for 33 days, so that every program's certificate has ended, and then started in one order or
/// another.
class LongOffAcceptance {

    private static final Duration OFF = Duration.ofDays(33);

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
        client = plant.client("hall", "news", slave.address() + "," + master.address());
        contentServer = plant.contentServer("studio", "news", master, Duration.ofSeconds(6), Duration.ofSeconds(2));
        works();
    }

    @AfterEach
    void tearDown() {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    @DisplayName("R31 after 33 days off everything works again by itself, with the clients started first and the key master last, or the other way round")
    void offAndOn() {
        offUntil(OFF);
        List.of(client, contentServer, slave, master).forEach(Node::launch);
        works();

        offUntil(OFF.multipliedBy(2));
        List.of(master, slave, contentServer, client).forEach(Node::launch);
        works();
    }

    private void offUntil(Duration later) {
        List<Node> all = List.of(client, contentServer, slave, master);
        all.forEach(Node::stop);
        all.forEach(node -> node.put(later));
    }

    /// Packets are opened under keys that were made since, and the slave is in step.
    private void works() {
        List.of(master, slave, contentServer, client)
                .forEach(Node::awaitUp);
        long rekeys = contentServer.metric("kagicast_stream_rekeys_announced_total");
        Plant.await("a rekey", () -> contentServer.metric("kagicast_stream_rekeys_announced_total") > rekeys);
        long sent = contentServer.metric("kagicast_stream_packets_sent_total");
        long opened = client.metric("kagicast_client_packets_opened_total");
        Plant.await("packets opened under the new key",
                () -> client.metric("kagicast_client_packets_opened_total") > opened + 100
                        && client.metric("kagicast_client_packets_held") == 0);
        Plant.await("more packets sent", () -> contentServer.metric("kagicast_stream_packets_sent_total") > sent);
        Plant.await("the slave in step", () -> slave.metric("kagicast_key_slave_hears_master") == 1
                && slave.metric("kagicast_key_slave_revisions_behind") == 0);
    }
}
