package org.kagicast.keyserver;

import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagicast.audit.AuditEvent;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.time.ManualTime;

/// A key server on an in-process network, with the real authoriser before it. Every call ends before it returns.
final class KeyServerFixture implements AutoCloseable {

    static final StreamName NEWS = new StreamName("news");
    static final StreamName SPORT = new StreamName("sport");
    static final NodeName CS1 = new NodeName("cs-1");
    static final NodeName CS2 = new NodeName("cs-2");
    static final NodeName ALICE = new NodeName("alice");
    static final NodeName BOB = new NodeName("bob");

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");

    final ManualTime time = new ManualTime();
    final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    final List<AuditEvent> audit = new CopyOnWriteArrayList<>();
    final KeyServer keyServer;
    final MemoryKeyTable table;
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final Serving serving;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private long requests;

    KeyServerFixture(TableLimits limits) {
        SecureRandom randomness = new SecureRandom();
        table = new MemoryKeyTable(new SequentialKeyIds(), limits, randomness, time);
        table.policy().own(NEWS, CS1);
        keyServer = new KeyServer(SERVER, table, time, events::add, audit::add);
        serving = network.serve(keyServer.identity(), List.of(keyServer.service()));
    }

    Connection connect(Role role, NodeName name) {
        Connection connection = network.connect(new Identity("lab", role, name), SERVER);
        connections.add(connection);
        return connection;
    }

    KeyServiceGrpc.KeyServiceBlockingStub stub(Role role, NodeName name) {
        return KeyServiceGrpc.newBlockingStub(connect(role, name).channel());
    }

    GrpcKeyCreator creator(NodeName contentServer) {
        return new GrpcKeyCreator(connect(Role.CONTENT_SERVER, contentServer));
    }

    /// A stream that nobody owns is given to whoever has a key of it made here.
    CreatedKey create(NodeName contentServer, StreamName stream, FetchReason reason) {
        if (table.ownerOf(stream).isEmpty()) {
            table.policy().own(stream, contentServer);
        }
        return end(creator(contentServer).create(stream, CipherSuite.AES_256_GCM, new UUID(0, requests++), reason));
    }

    FetchOutcome fetch(NodeName client, KeyId keyId, FetchReason reason) {
        return end(new GrpcKeyFetcher(connect(Role.CLIENT, client)).fetch(keyId, reason).outcome());
    }

    KeyServerSnapshot snapshot() {
        return end(keyServer.snapshot());
    }

    List<Step> steps() {
        return events.stream().map(NodeEvent.Message.class::cast).map(NodeEvent.Message::step).toList();
    }

    static <T> T end(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException fault) {
            throw fault.getCause() instanceof RuntimeException told ? told : fault;
        }
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        serving.close();
        keyServer.close();
    }
}
