package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.Client;
import org.kagicast.client.ClientLimits;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.RekeyPolicy;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.GrpcKeyCreator;
import org.kagicast.rpc.GrpcKeyFetcher;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.time.SystemTime;

/// Two content servers that send to the very same group and port.
class SameGroupTest {

    private static final Identity KEY_SERVER = new Identity("test", Role.KEY_SERVER, new NodeName("key-server"));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SystemTime time = opened(new SystemTime());
    private final MulticastTransport transport = opened(MulticastTransport.open(2));
    private final InProcessNetwork network = new InProcessNetwork();
    private final NetworkInterface loopback = Interfaces.find(Loopback.name());
    private final MulticastGroup group = TestGroups.any();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    @DisplayName("R6 R12 one client opens both streams of one group and port by key ID alone, through rekeys of each")
    void bothAreOpened() {
        KeyServer keyServer = opened(new KeyServer(KEY_SERVER,
                new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, new SecureRandom(), time),
                time, EventSink.NONE));
        opened(network.serve(KEY_SERVER, List.of(keyServer.service())));
        keyServer.grant(new NodeName("client"), new StreamName("one"));
        keyServer.grant(new NodeName("client"), new StreamName("two"));
        Client client = opened(Client.start(
                new ClientSettings(new NodeName("client"), List.of(group), loopback, new SinkSpec.Count(),
                        ClientLimits.DEFAULTS),
                new Client.Surroundings(transport, new GrpcKeyFetcher(connect(Role.CLIENT, "client")), time,
                        new SplittableRandom(), EventSink.NONE, OutputStream.nullOutputStream())));
        ContentServer one = contentServer("one", "pattern:rate=400&size=100");
        ContentServer two = contentServer("two", "pattern:rate=300&size=1000");

        one.start();
        two.start();
        eventually("both are opened", () -> opened(client, "one") > 100 && opened(client, "two") > 100);
        one.rekey(new StreamName("one"), new RekeyCommand.Now()).join();
        two.rekey(new StreamName("two"), new RekeyCommand.Now()).join();
        eventually("both are opened under their second key", () -> client.snapshot().join().keyIds().size() == 4);
        one.close();
        two.close();

        long sent = sent(one) + sent(two);
        eventually("all that was sent is opened", () -> client.snapshot().join().counters().opened() == sent);
        assertThat(client.snapshot().join().counters()).satisfies(counters -> {
            assertThat(counters.forged()).isZero();
            assertThat(counters.lost()).isZero();
        });
    }

    private ContentServer contentServer(String stream, String source) {
        StreamSettings settings = StreamSettings
                .of(new StreamName(stream), group, loopback.getName(), Sources.parse(source))
                .withRekeying(RekeyPolicy.DEFAULT);
        return opened(ContentServer.open(new NodeName("server-of-" + stream), List.of(settings),
                new ContentServer.Surroundings(
                        new GrpcKeyCreator(connect(Role.CONTENT_SERVER, "server-of-" + stream)), KEY_SERVER.name(),
                        transport, time, EventSink.NONE, InputStream.nullInputStream())));
    }

    private Connection connect(Role role, String name) {
        return opened(network.connect(new Identity("test", role, new NodeName(name)), KEY_SERVER));
    }

    private static long opened(Client client, String stream) {
        return client.snapshot().join().keys().stream()
                .filter(row -> row.stream().filter(new StreamName(stream)::equals).isPresent())
                .mapToLong(row -> row.opened()).sum();
    }

    private static long sent(ContentServer server) {
        return server.snapshot().join().streams().getFirst().packetsSent();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
