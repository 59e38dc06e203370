package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.client.Client;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.network.NetworkServing;
import org.kagicast.rpc.network.TlsNetwork;
import org.kagicast.time.SystemTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thousand clients with an identity and a mutual TLS connection each, and one announced change of the key.
class ManyClientsAcceptance {

    private static final Logger LOG = LoggerFactory.getLogger(ManyClientsAcceptance.class);
    private static final int CLIENTS = 1_000;
    private static final StreamName STREAM = new StreamName("lecture-hall");
    private static final NodeName KEY_SERVER = new NodeName("key-server");
    private static final NodeName CONTENT_SERVER = new NodeName("content-server");
    private static final Duration LEAD = Duration.ofSeconds(8);
    /// Clients spread over half of the lead time.
    private static final Duration SPREAD = LEAD.dividedBy(2);
    /// A thousand even moments are beyond 0.085 once in a million times; the rest is for a machine that stands still for
    /// half a second. Requests in half of the spread have 0.5.
    private static final double MOST_UNEVEN = 0.085 + 0.125;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SystemTime time = opened(new SystemTime());
    private final SecureRandom randomness = new SecureRandom();
    private final MulticastTransport transport = opened(MulticastTransport.open(2));
    private final NetworkInterface loopback = Interfaces.find("lo");
    private final MulticastGroup group = TestGroups.any();
    private final Collection<NodeEvent> events = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    @DisplayName("R20 R21 a thousand clients all hold an announced key before the switch, and their requests come spread over the window")
    void allAreReady() {
        TrustDomain domain = TrustDomain.init(folder.resolve("domain"), "test", Optional.empty(), time, randomness);
        HostPort address = serve(domain);
        ContentServer contentServer = contentServer(domain, address);
        contentServer.start();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(client(domain, address, new NodeName("client-" + i)));
        }
        eventually("every client opens packets", () -> clients.stream().allMatch(ManyClientsAcceptance::decrypts));
        long late = late(clients);

        KeyId coming = contentServer.rekey(STREAM, new RekeyCommand.Announce(Optional.of(LEAD))).join();
        eventually("every client holds the key", () -> clients.stream().allMatch(client -> isReady(client, coming)));
        assertThat(stream(contentServer).pending()).as("the change has not happened yet").isPresent();
        eventually("every client has opened packets under the new key", () -> clients.stream()
                .allMatch(client -> client.snapshot().join().keyIds().contains(coming)));

        assertThat(late(clients)).as("late packets at the change").isEqualTo(late);
        List<Double> moments = requests(coming);
        assertThat(moments).hasSize(CLIENTS);
        double farthest = farthestFromEven(moments);
        LOG.info("requests lie {} of the spread away from even at most", farthest);
        assertThat(farthest).as("how far the requests are from being spread evenly: %s", moments)
                .isLessThanOrEqualTo(MOST_UNEVEN);
    }

    /// When the key was asked for, from 0, the first, to 1, the end of the spread.
    private List<Double> requests(KeyId keyId) {
        List<Instant> answered = events.stream().filter(NodeEvent.Message.class::isInstance)
                .map(NodeEvent.Message.class::cast)
                .filter(message -> message.step() == Step.C12 && message.keyId().equals(Optional.of(keyId)))
                .map(NodeEvent.Message::at).sorted().toList();
        Instant first = answered.getFirst();
        return answered.stream().map(at -> (double) Duration.between(first, at).toNanos() / SPREAD.toNanos()).toList();
    }

    /// The statistic of Kolmogorov and Smirnov for the even distribution: the largest difference between the part of the
    /// requests that have come and the part of the spread that is over.
    private static double farthestFromEven(List<Double> moments) {
        double farthest = 0;
        for (int i = 0; i < moments.size(); i++) {
            double over = Math.min(1, moments.get(i));
            farthest = Math.max(farthest, Math.max(Math.abs(over - (double) i / CLIENTS),
                    Math.abs(over - (i + 1.0) / CLIENTS)));
        }
        return farthest;
    }

    private HostPort serve(TrustDomain domain) {
        KeyServer keyServer = opened(new KeyServer(
                identity(domain, Role.KEY_SERVER, KEY_SERVER, "127.0.0.1").identity(),
                new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time), time,
                events::add));
        keyServer.own(STREAM, CONTENT_SERVER);
        for (int i = 0; i < CLIENTS; i++) {
            keyServer.grant(new NodeName("client-" + i), STREAM);
        }
        NetworkServing serving = opened(
                network(RenewableIdentity.load(folder.resolve(KEY_SERVER.value()), time, randomness))
                        .serve(new HostPort("127.0.0.1", 0), List.of(keyServer.service())));
        return serving.address();
    }

    private ContentServer contentServer(TrustDomain domain, HostPort keyServer) {
        Connection connection = connect(identity(domain, Role.CONTENT_SERVER, CONTENT_SERVER), keyServer);
        StreamSettings settings = StreamSettings
                .of(STREAM, group, loopback.getName(), Sources.parse("pattern:rate=10&size=100"))
                .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
        return opened(ContentServer.open(CONTENT_SERVER, List.of(settings),
                new ContentServer.Surroundings(new GrpcKeyCreator(connection), KEY_SERVER, transport, time,
                        EventSink.NONE, InputStream.nullInputStream())));
    }

    private Client client(TrustDomain domain, HostPort keyServer, NodeName name) {
        Connection connection = connect(identity(domain, Role.CLIENT, name), keyServer);
        return opened(Client.start(
                new ClientSettings(name, List.of(group), loopback, new SinkSpec.Count(), ClientLimits.DEFAULTS),
                new Client.Surroundings(transport, new GrpcKeyFetcher(connection), time, new SplittableRandom(),
                        EventSink.NONE, OutputStream.nullOutputStream())));
    }

    private RenewableIdentity identity(TrustDomain domain, Role role, NodeName name, String... addresses) {
        Path place = folder.resolve(name.value());
        domain.enrolHere(new Enrollee(role, name, List.of(addresses), Set.of()), place);
        return RenewableIdentity.load(place, time, randomness);
    }

    private Connection connect(RenewableIdentity self, HostPort keyServer) {
        return opened(network(self).connect(List.of(keyServer), EnumSet.of(Role.KEY_SERVER)));
    }

    private TlsNetwork network(RenewableIdentity self) {
        return new TlsNetwork(self, time, identity -> false, TrustAudit.NONE);
    }

    private static boolean decrypts(Client client) {
        return client.snapshot().join().counters().opened() > 0;
    }

    private static boolean isReady(Client client, KeyId keyId) {
        return client.snapshot().join().keys().stream()
                .anyMatch(row -> row.keyId().equals(keyId) && row.status() == KeyStatus.READY);
    }

    private static long late(List<Client> clients) {
        return clients.stream().mapToLong(client -> client.snapshot().join().counters().late()).sum();
    }

    private static StreamSnapshot stream(ContentServer server) {
        return server.snapshot().join().streams().getFirst();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
