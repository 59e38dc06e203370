package org.kagicast.keyserver;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditSink;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.time.ManualTime;

/// A key master and slaves on an in-process network, with the real authoriser before each. Every call ends before it
/// returns; what the master sends to slaves can be held back.
final class ReplicationFixture implements AutoCloseable {

    static final Identity MASTER = Identity.parse("spiffe://lab/key-master/km");

    final ManualTime time = new ManualTime();
    final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    final SecureRandom randomness = new SecureRandom();
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<Runnable> heldBack = new ArrayDeque<>();
    AuditSink slaveAudit = AuditSink.NONE;
    final List<AuditEvent> masterAudit = new CopyOnWriteArrayList<>();
    /// Takes what the master audits.
    AuditSink masterSink = masterAudit::add;
    private boolean holdsBack;
    private long requests;
    KeyTable table;
    KeyMaster master;
    private Optional<Serving> serving = Optional.empty();

    ReplicationFixture() {
        replaceMaster(newTable());
    }

    KeyTable newTable() {
        return new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time);
    }

    /// As after the master's machine has been set up anew.
    void replaceMaster(KeyTable newTable) {
        cutMaster();
        table = newTable;
        table.policy().own(KeyServerFixture.NEWS, KeyServerFixture.CS1);
        master = new KeyMaster(MASTER, newTable, time, events::add, event -> masterSink.record(event), this::send);
        open.add(master);
        restoreMaster();
    }

    void cutMaster() {
        serving.ifPresent(Serving::close);
        serving = Optional.empty();
    }

    void restoreMaster() {
        serving = Optional.of(network.serve(MASTER, master.services()));
    }

    /// The master is heard, and answers no question about a key.
    void answerNoQuestions() {
        serveReplication((request, observer) -> {
        });
    }

    /// The master is heard, and tells slaves that ask about keys that they are revoked.
    void refuseQuestions() {
        serveReplication((request, observer) -> {
            throw revoked();
        });
    }

    /// The master refuses the slave everything, as one that is revoked.
    void revokeSlaves() {
        cutMaster();
        serving = Optional.of(network.serve(MASTER, List.of(new ReplicationServiceGrpc.ReplicationServiceImplBase() {
            @Override
            public void watchChanges(WatchChangesRequest request, StreamObserver<TableChanges> observer) {
                throw revoked();
            }

            @Override
            public void getKeyOnBehalf(GetKeyOnBehalfRequest request, StreamObserver<GetKeyResponse> observer) {
                throw revoked();
            }
        })));
    }

    private static CallRefusedException revoked() {
        return new CallRefusedException(Status.Code.PERMISSION_DENIED,
                CodedMessage.plain("The key-slave has been revoked: enrol again."),
                RefusalReason.REVOKED);
    }

    private void serveReplication(BiConsumer<GetKeyOnBehalfRequest, StreamObserver<GetKeyResponse>> questions) {
        cutMaster();
        serving = Optional.of(network.serve(MASTER, List.of(new ReplicationServiceGrpc.ReplicationServiceImplBase() {
            @Override
            public void watchChanges(WatchChangesRequest request, StreamObserver<TableChanges> observer) {
                observer.onNext(TableChanges.newBuilder().setTableId(table.tableId()).build());
            }

            @Override
            public void getKeyOnBehalf(GetKeyOnBehalfRequest request, StreamObserver<GetKeyResponse> observer) {
                questions.accept(request, observer);
            }
        })));
    }

    void restartIfCut() {
        if (serving.isEmpty()) {
            restoreMaster();
        }
    }

    private void send(Runnable work) {
        if (holdsBack) {
            heldBack.add(work);
        } else {
            work.run();
        }
    }

    /// From now on the master's changes stay on their way.
    void holdBack() {
        holdsBack = true;
    }

    void letGo() {
        holdsBack = false;
        while (!heldBack.isEmpty()) {
            heldBack.remove().run();
        }
    }

    KeySlave slave(String name) {
        return slave(name, new MemoryReplicaTable());
    }

    KeySlave slave(String name, ReplicaTable copy) {
        Executor executor = Runnable::run;
        Identity identity = new Identity("lab", Role.KEY_SLAVE, new NodeName(name));
        KeySlave slave = new KeySlave(identity, copy, connect(Role.KEY_SLAVE, new NodeName(name), MASTER),
                new KeySlave.Surroundings(time, events::add, event -> slaveAudit.record(event), executor, randomness));
        open.add(slave);
        open.add(network.serve(identity, List.of(slave.service())));
        slave.start();
        return slave;
    }

    Connection connect(Role role, NodeName name, Identity server) {
        Connection connection = network.connect(new Identity("lab", role, name), server);
        open.add(connection);
        return connection;
    }

    GrpcKeyCreator creator(NodeName contentServer) {
        return new GrpcKeyCreator(connect(Role.CONTENT_SERVER, contentServer, MASTER));
    }

    CreatedKey create(NodeName contentServer, StreamName stream) {
        table.policy().own(stream, contentServer);
        return KeyServerFixture.end(creator(contentServer).create(stream, CipherSuite.AES_256_GCM,
                new UUID(0, requests++), FetchReason.ON_DEMAND));
    }

    FetchOutcome fetch(Identity server, NodeName client, KeyId keyId) {
        return new GrpcKeyFetcher(connect(Role.CLIENT, client, server)).fetch(keyId, FetchReason.ON_DEMAND).outcome()
                .join();
    }

    static KeyServerSnapshot snapshot(KeySlave slave) {
        return slave.snapshot().join();
    }

    void turn(Duration by) {
        time.turn(by);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        cutMaster();
    }
}
