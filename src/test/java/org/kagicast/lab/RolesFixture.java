package org.kagicast.lab;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kagicast.client.Client;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.SteppedTime;
import org.kagicast.time.SystemTime;

/// A key server in memory, and content servers and clients that ask it in the same process and multicast over real
/// sockets. What was opened is closed with it, the last first.
public final class RolesFixture implements AutoCloseable {

    private static final Identity KEY_SERVER = new Identity("test", Role.KEY_SERVER, new NodeName("key-server"));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final InProcessNetwork network = new InProcessNetwork();
    public final SystemTime time = opened(new SystemTime());
    /// The key server's own, whose wall clock can be stepped.
    public final SteppedTime keyServerTime = new SteppedTime(time);
    public final NetworkInterface loopback = Interfaces.find(Loopback.name());
    public final MulticastTransport transport;
    /// The key server's.
    final KeyTable table;
    public final KeyServer keyServer;

    /// @param threads of the transport
    public RolesFixture(int threads) {
        transport = opened(MulticastTransport.open(threads));
        table = new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, new SecureRandom(), keyServerTime);
        keyServer = opened(new KeyServer(KEY_SERVER, table, keyServerTime, EventSink.NONE));
        opened(network.serve(KEY_SERVER, List.of(keyServer.service())));
    }

    public Client client(NodeName name, MulticastGroup group, SinkSpec sink) {
        return client(name, group, sink, AuthenticityMode.WHERE_SIGNED);
    }

    public Client client(NodeName name, MulticastGroup group, SinkSpec sink, AuthenticityMode authenticity) {
        return opened(Client.start(
                new ClientSettings(name, List.of(group), loopback, sink, ClientLimits.DEFAULTS)
                        .withAuthenticity(authenticity),
                new Client.Surroundings(transport, new GrpcKeyFetcher(connect(Role.CLIENT, name)), time,
                        new SplittableRandom(), EventSink.NONE, OutputStream.nullOutputStream())));
    }

    /// What a client asks the key server by.
    public KeyFetcher fetcher(NodeName client) {
        return new GrpcKeyFetcher(connect(Role.CLIENT, client));
    }

    public ContentServer contentServer(NodeName name, List<StreamSettings> streams) {
        streams.forEach(stream -> keyServer.own(stream.name(), name));
        return opened(ContentServer.open(name, streams,
                new ContentServer.Surroundings(new GrpcKeyCreator(connect(Role.CONTENT_SERVER, name)),
                        KEY_SERVER.name(), transport, time, EventSink.NONE, InputStream.nullInputStream())));
    }

    private Connection connect(Role role, NodeName name) {
        return opened(network.connect(new Identity("test", role, name), KEY_SERVER));
    }

    /// Has a part closed with the fixture. Any thread may.
    public synchronized <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }
}
