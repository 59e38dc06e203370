package org.kagicast.bench.dataplane;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
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
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.time.Time;

/// A key server, a content server and a client as they are, in one process: the content server multicasts numbered
/// packets through one loop of the transport, and the client receives them on the other. The key changes every second,
/// announced.
final class Plant implements AutoCloseable {

    private static final String TRUST_DOMAIN = "bench";
    private static final StreamName STREAM = new StreamName("bench");
    private static final RekeyPolicy REKEYING = RekeyPolicy.DEFAULT.withLeadTime(Duration.ofMillis(300))
            .withCryptoPeriod(Duration.ofSeconds(1));

    private final MulticastTransport transport = MulticastTransport.open(2);
    private final InProcessNetwork network = new InProcessNetwork();
    private final KeyServer keyServer;
    private final Serving serving;
    private final Connection ofContentServer;
    private final Connection ofClient;
    private final ContentServer contentServer;
    private final Client client;

    /// @param rate packets a second
    Plant(MulticastGroup group, NetworkInterface networkInterface, int payload, long rate, CipherSuite suite,
            Time time) {
        SecureRandom randomness = new SecureRandom();
        Identity authority = identity(Role.KEY_SERVER);
        this.keyServer = new KeyServer(authority,
                new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time), time,
                EventSink.NONE);
        this.serving = network.serve(authority, keyServer.services());
        this.ofContentServer = network.connect(identity(Role.CONTENT_SERVER), authority);
        this.ofClient = network.connect(identity(Role.CLIENT), authority);
        keyServer.own(STREAM, identity(Role.CONTENT_SERVER).name());
        keyServer.grant(identity(Role.CLIENT).name(), STREAM);
        this.client = Client.start(
                new ClientSettings(identity(Role.CLIENT).name(), List.of(group), networkInterface,
                        new SinkSpec.Count(), ClientLimits.DEFAULTS),
                new Client.Surroundings(transport, new GrpcKeyFetcher(ofClient), time, new SplittableRandom(),
                        EventSink.NONE, OutputStream.nullOutputStream()));
        StreamSettings settings = StreamSettings
                .of(STREAM, group, networkInterface.getName(),
                        Sources.parse("pattern:rate=" + rate + "&size=" + payload))
                .withTtl(0).withSuite(suite).withRekeying(REKEYING)
                .withLargestPayload(Math.max(StreamSettings.DEFAULT_LARGEST_PAYLOAD, payload));
        this.contentServer = ContentServer.open(identity(Role.CONTENT_SERVER).name(), List.of(settings),
                new ContentServer.Surroundings(new GrpcKeyCreator(ofContentServer), authority.name(), transport, time,
                        EventSink.NONE, InputStream.nullInputStream()));
    }

    void start() {
        contentServer.start();
    }

    StreamSnapshot stream() {
        return contentServer.snapshot().join().streams().getFirst();
    }

    ClientSnapshot client() {
        return client.snapshot().join();
    }

    /// Sends what the source has given already, and no more.
    void stopSending() {
        contentServer.close();
    }

    @Override
    public void close() {
        contentServer.close();
        client.close();
        ofClient.close();
        ofContentServer.close();
        serving.close();
        keyServer.close();
        transport.close();
    }

    private static Identity identity(Role role) {
        return new Identity(TRUST_DOMAIN, role, new NodeName(role.text().replace(' ', '-')));
    }
}
