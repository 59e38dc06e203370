package org.kagicast.bench;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.kagicast.client.Client;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.Sink;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.lab.Loopback;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
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
import org.kagicast.rpc.network.TlsNetwork;
import org.kagicast.time.Time;

/// A key server, a content server with one stream of numbered packets, and a client that has opened the first of them:
/// the real parts, in one process, with a trust domain of their own. One thread.
final class OneStream implements AutoCloseable {

    private static final StreamName STREAM = new StreamName("bench");
    private static final NodeName KEY_SERVER = new NodeName("key-server");
    private static final NodeName CONTENT_SERVER = new NodeName("content-server");
    private static final NodeName CLIENT = new NodeName("client");
    private static final String HERE = "127.0.0.1";
    /// Bytes of each packet's payload.
    static final int PAYLOAD = 1316;

    private static final long GLANCE_NANOS = 10_000_000;
    private static final int GLANCES = 1_000;
    private static final long TO_ARRIVE_NANOS = Duration.ofSeconds(2).toNanos();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Time time;
    private final SecureRandom randomness;
    private final ScratchFolder scratch = opened(ScratchFolder.make());
    private final TrustDomain domain;
    private final MulticastGroup group;
    private final ContentServer contentServer;
    private final Client client;

    private OneStream(int rate, CipherSuite suite, Sink sink, Time time, SecureRandom randomness) {
        this.time = time;
        this.randomness = randomness;
        this.domain = TrustDomain.init(scratch.path("domain"), "bench", Optional.empty(), time, randomness);
        MulticastTransport transport = opened(MulticastTransport.open(2));
        NetworkInterface loopback = Interfaces.find(Loopback.name());
        SplittableRandom random = new SplittableRandom();
        group = MulticastGroup.parse("239.255." + random.nextInt(1, 255) + "." + random.nextInt(1, 255)
                + ":" + random.nextInt(20_000, 30_000));
        HostPort keyServer = serve();
        client = opened(Client.start(
                new ClientSettings(CLIENT, List.of(group), loopback, new SinkSpec.Count(), ClientLimits.DEFAULTS),
                new Client.Surroundings(transport, new GrpcKeyFetcher(connect(Role.CLIENT, CLIENT, keyServer)), time,
                        random, EventSink.NONE, OutputStream.nullOutputStream()),
                sink));
        StreamSettings settings = StreamSettings
                .of(STREAM, group, loopback.getName(), Sources.parse("pattern:rate=" + rate + "&size=" + PAYLOAD))
                .withSuite(suite)
                .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
        contentServer = opened(ContentServer.open(CONTENT_SERVER, List.of(settings),
                new ContentServer.Surroundings(
                        new GrpcKeyCreator(connect(Role.CONTENT_SERVER, CONTENT_SERVER, keyServer)), KEY_SERVER,
                        transport, time, EventSink.NONE, InputStream.nullInputStream())));
    }

    /// @param rate packets a second
    /// @param sink belongs to the client from now on
    static OneStream start(int rate, CipherSuite suite, Sink sink, Time time, SecureRandom randomness)
            throws InterruptedException {
        OneStream stream = new OneStream(rate, suite, sink, time, randomness);
        stream.contentServer.start();
        for (int glance = 0; stream.received().opened() == 0 && glance < GLANCES; glance++) {
            time.sleepUntil(time.nanos() + GLANCE_NANOS);
        }
        return stream;
    }

    private HostPort serve() {
        RenewableIdentity identity = enrol(new Enrollee(Role.KEY_SERVER, KEY_SERVER, List.of(HERE), Set.of()));
        KeyServer keyServer = opened(new KeyServer(identity.identity(),
                new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time), time,
                EventSink.NONE));
        keyServer.own(STREAM, CONTENT_SERVER);
        keyServer.grant(CLIENT, STREAM);
        return opened(network(identity).serve(new HostPort(HERE, 0), keyServer.services())).address();
    }

    private Connection connect(Role role, NodeName name, HostPort keyServer) {
        return opened(network(enrol(Enrollee.of(role, name))).connect(List.of(keyServer), Set.of(Role.KEY_SERVER)));
    }

    private RenewableIdentity enrol(Enrollee enrollee) {
        Path folder = scratch.path(enrollee.name().value());
        domain.enrolHere(enrollee, folder);
        return RenewableIdentity.load(folder, time, randomness);
    }

    private TlsNetwork network(RenewableIdentity identity) {
        return new TlsNetwork(identity, time, caller -> false, TrustAudit.NONE);
    }

    Rekeyer rekeyer() {
        return new Rekeyer(contentServer, STREAM, time);
    }

    /// Where it is multicast, on the loopback interface.
    MulticastGroup group() {
        return group;
    }

    StreamSnapshot sent() {
        return contentServer.snapshot().join().streams().getFirst();
    }

    ClientCounters received() {
        return client.snapshot().join().counters();
    }

    /// Ends the stream.
    ///
    /// @return the stream at its end
    StreamSnapshot stop() {
        contentServer.close();
        return sent();
    }

    /// Waits until all that was sent has come. What is lost does not come, however long one waits.
    void awaitArrival(long sent) throws InterruptedException {
        long deadline = time.nanos() + TO_ARRIVE_NANOS;
        while (received().opened() < sent && time.nanos() - deadline < 0) {
            time.sleepUntil(time.nanos() + GLANCE_NANOS);
        }
    }

    /// Ends the client: its sink is free to be read afterwards.
    ClientCounters end() {
        client.close();
        return received();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @Override
    public void close() {
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception fault) {
                throw new IllegalStateException("a part of the measurement does not close", fault);
            }
        }
    }
}
