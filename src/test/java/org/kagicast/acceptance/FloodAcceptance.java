package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.Client;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.RolesFixture;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.DatagramSender;

/// A stream and a flood of forged packets with random key IDs in one group, over real sockets.
class FloodAcceptance {

    private static final NodeName CLIENT = new NodeName("client");
    private static final NodeName CONTENT_SERVER = new NodeName("content-server");
    private static final StreamName STREAM = new StreamName("lecture-hall");
    private static final int SECONDS = 4;
    private static final int PER_MILLISECOND = 100;
    private static final Duration LEAD = Duration.ofSeconds(1);

    @AutoClose
    private final RolesFixture roles = new RolesFixture(3);
    private final MulticastGroup group = TestGroups.any();

    @Test
    @DisplayName("100,000 forged packets a second cause no more requests than the token bucket allows; neither an announced change nor an unannounced one loses a packet to them")
    void flood() throws Exception {
        roles.keyServer.grant(CLIENT, STREAM);
        Client client = roles.client(CLIENT, group, new SinkSpec.Count());
        ContentServer contentServer = contentServer();
        contentServer.start();
        eventually("the stream is opened", () -> counters(client).opened() > 0);
        long requests = roles.keyServer.snapshot().join().requests();
        long late = counters(client).late();

        CountDownLatch flooded = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            flood(roles.opened(roles.transport.openSender(group, roles.loopback, 1, roles.transport.loop())));
            flooded.countDown();
        });
        KeyId announced = contentServer.rekey(STREAM, new RekeyCommand.Announce(Optional.of(LEAD))).join();
        eventually("the announced change", () -> client.snapshot().join().keyIds().contains(announced));
        assertThat(counters(client).late()).as("late at the announced change").isEqualTo(late);
        KeyId immediate = contentServer.rekey(STREAM, new RekeyCommand.Now()).join();
        eventually("the unannounced change", () -> client.snapshot().join().keyIds().contains(immediate));
        flooded.await();
        contentServer.close();
        eventually("every packet is opened", () -> counters(client).opened() == sent(contentServer));

        ClientLimits limits = ClientLimits.DEFAULTS;
        assertThat(counters(client).lost()).isZero();
        assertThat(counters(client).received()).isGreaterThan(1_000L * PER_MILLISECOND * SECONDS / 2);
        assertThat(roles.keyServer.snapshot().join().requests() - requests).as("requests, one of them announced")
                .isLessThanOrEqualTo(1 + limits.fetchBurst() + (SECONDS + 3) * limits.fetchesPerSecond());
    }

    /// On a thread of its own, a millisecond's worth at a time.
    private void flood(DatagramSender sender) {
        SplittableRandom random = new SplittableRandom(1);
        long start = roles.time.nanos();
        try {
            for (int millisecond = 0; millisecond < SECONDS * 1_000; millisecond++) {
                roles.time.sleepUntil(start + Duration.ofMillis(millisecond).toNanos());
                sender.loop().execute(() -> {
                    for (int i = 0; i < PER_MILLISECOND; i++) {
                        sender.reserve(34).put((byte) 0xe5).put((byte) (random.nextInt(1, 32)))
                                .putLong(random.nextLong()).putLong(random.nextLong()).putLong(random.nextLong())
                                .putLong(random.nextLong());
                        sender.commit();
                    }
                    sender.flush();
                });
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private ContentServer contentServer() {
        StreamSettings settings = StreamSettings
                .of(STREAM, group, roles.loopback.getName(), Sources.parse("pattern:rate=1000&size=1316"))
                .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
        return roles.contentServer(CONTENT_SERVER, List.of(settings));
    }

    private static ClientCounters counters(Client client) {
        return client.snapshot().join().counters();
    }

    private static long sent(ContentServer server) {
        return server.snapshot().join().streams().getFirst().packetsSent();
    }

}
