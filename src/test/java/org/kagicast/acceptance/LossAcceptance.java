package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.Client;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.RolesFixture;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.Loop;

/// A network that loses one packet in twenty, announcements and key ends among them: fifty streams in one group, each of
/// which announces ten changes of its key and more.
class LossAcceptance {

    private static final NodeName CLIENT = new NodeName("client");
    private static final NodeName CONTENT_SERVER = new NodeName("content-server");
    private static final int STREAMS = 50;
    private static final int CHANGES = 500;
    private static final int PERCENT_LOST = 5;
    private static final Duration LEAD = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofMillis(1_200);

    @AutoClose
    private final RolesFixture roles = new RolesFixture(2);

    @Test
    @DisplayName("R19-R21 with 5 % random loss, over 500 announced changes, nothing is late, nothing expires, and every packet received is opened")
    void lossyNetwork() {
        streams().forEach(stream -> roles.keyServer.grant(CLIENT, stream));
        MulticastGroup before = TestGroups.any();
        MulticastGroup behind = TestGroups.any();
        LossyLink link = link(before, behind);
        Client client = roles.client(CLIENT, behind, new SinkSpec.Count());
        ContentServer contentServer = contentServer(before);

        contentServer.start();
        // Fifty unknown keys at once have to wait for tokens; from the second change on
        // all is as it stays.
        eventually("every stream is opened", () -> streamsOpened(client) == STREAMS);
        eventually("every stream has changed its key", () -> changes(contentServer) >= 2 * STREAMS);
        long late = counters(client).late();
        int changes = changes(contentServer);
        while (changes(contentServer) < changes + CHANGES) {
            int next = changes(contentServer) + 1;
            eventually("the next change", () -> changes(contentServer) >= next);
        }
        contentServer.close();
        client.close();

        ClientCounters counters = counters(client);
        assertThat(counters.late()).as("late since the second change").isEqualTo(late);
        assertThat(counters).extracting(ClientCounters::expired, ClientCounters::held, ClientCounters::forged,
                ClientCounters::replayed, ClientCounters::superseded, ClientCounters::tooOld, ClientCounters::malformed)
                .containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(counters.refused()).isEmpty();
        assertThat(counters.opened() + counters.control()).isEqualTo(counters.received());
        long dropped = link.dropped.get() + link.passed.get() - counters.received();
        assertThat(dropped).isGreaterThan(counters.received() / 30);
        assertThat(counters.lost()).as("what the client counts as lost of what did not come")
                .isBetween(dropped * 9 / 10, dropped);
    }

    private LossyLink link(MulticastGroup before, MulticastGroup behind) {
        Loop loop = roles.transport.loop();
        LossyLink link = new LossyLink(roles.opened(roles.transport.openSender(behind, roles.loopback, 1, loop)));
        roles.opened(roles.transport.openReceiver(before, roles.loopback, loop, link));
        return link;
    }

    private ContentServer contentServer(MulticastGroup group) {
        RekeyPolicy policy = RekeyPolicy.DEFAULT.withLeadTime(LEAD).withCryptoPeriod(PERIOD);
        List<StreamSettings> settings = streams().map(stream -> StreamSettings
                .of(stream, group, roles.loopback.getName(), Sources.parse("pattern:rate=100&size=100"))
                .withRekeying(policy)).toList();
        return roles.contentServer(CONTENT_SERVER, settings);
    }

    private static Stream<StreamName> streams() {
        return IntStream.range(0, STREAMS).mapToObj(i -> new StreamName("stream-" + i));
    }

    private static ClientCounters counters(Client client) {
        return client.snapshot().join().counters();
    }

    private static long streamsOpened(Client client) {
        return client.snapshot().join().keys().stream().filter(row -> row.opened() > 0)
                .flatMap(row -> row.stream().stream()).distinct().count();
    }

    private static int changes(ContentServer server) {
        return server.snapshot().join().streams().stream().mapToInt(StreamSnapshot::announcedRekeys).sum();
    }

    /// Passes what comes on to another group, but for one in twenty, which of them always the same.
    private static final class LossyLink implements DatagramHandler {

        private final DatagramSender sender;
        private final Random random = new Random(5);
        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();

        LossyLink(DatagramSender sender) {
            this.sender = sender;
        }

        @Override
        public void onDatagram(ByteBuffer datagram) {
            if (random.nextInt(100) < PERCENT_LOST) {
                dropped.incrementAndGet();
            } else {
                sender.send(datagram);
                passed.incrementAndGet();
            }
        }

        @Override
        public void onBatchEnd() {
            sender.flush();
        }
    }
}
