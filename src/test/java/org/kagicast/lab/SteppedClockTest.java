package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.Client;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// All roles as they are, over real sockets, while somebody sets the key server's clock.
class SteppedClockTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final NodeName CLIENT = new NodeName("client");

    private final RolesFixture roles = new RolesFixture(2);
    private final MulticastGroup group = TestGroups.any();

    @AfterEach
    void close() throws Exception {
        roles.close();
    }

    @Test
    @DisplayName("R31 a running client opens every packet of a stream that changes its key all the time, however the key server's clock is stepped")
    void keyServersClock() {
        roles.keyServer.grant(CLIENT, NEWS);
        Client client = roles.client(CLIENT, group, new SinkSpec.Count());
        ContentServer server = roles.contentServer(new NodeName("studio"), List.of(StreamSettings
                .of(NEWS, group, roles.loopback.getName(), Sources.parse("pattern:rate=200&size=100"))
                .withRekeying(RekeyPolicy.DEFAULT.withLeadTime(Duration.ofMillis(150))
                        .withCryptoPeriod(Duration.ofMillis(300)))));
        server.start();

        for (Duration ahead : List.of(Duration.ZERO, Duration.ofSeconds(-25), Duration.ofHours(2), Duration.ZERO,
                Duration.ofHours(-2), Duration.ofDays(2), Duration.ZERO)) {
            roles.keyServerTime.setAhead(ahead);
            int keys = client.snapshot().join().keyIds().size();
            eventually("some more keys open packets", () -> client.snapshot().join().keyIds().size() >= keys + 2);
        }
        server.close();

        long sent = server.snapshot().join().streams().getFirst().packetsSent();
        eventually("all that was sent is opened", () -> counters(client).opened() == sent);
        assertThat(counters(client)).extracting(ClientCounters::superseded, ClientCounters::tooOld,
                ClientCounters::lost).containsOnly(0L);
    }

    private static ClientCounters counters(Client client) {
        return client.snapshot().join().counters();
    }
}
