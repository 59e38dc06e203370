package org.kagicast.lab;

import io.grpc.BindableService;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.audit.AuditSink;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.keyserver.KeyMaster;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keyserver.KeySlave;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.node.Node;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.FailoverKeyFetcher;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.rpc.keys.KeyServerChoice;
import org.kagicast.time.Time;

/// The key servers of a lab: a standalone one, or in the second scenario a master and two slaves. Changes are made by one
/// thread at a time.
final class LabKeyServers {

    private static final int SLAVES = 2;
    private static final Node.Closing NOTHING = () -> {
    };

    private final String trustDomain;
    private final Node node;
    private final InProcessNetwork network;
    private final Executor executor;
    private final Time time;
    private final SecureRandom randomness = new SecureRandom();
    private final KeyAuthority authority;
    private final List<Door> doors = new ArrayList<>();
    /// Those that clients ask.
    private final List<Identity> answering = new ArrayList<>();

    /// @param node gets the roles
    LabKeyServers(Scenario scenario, String trustDomain, Node node, InProcessNetwork network, Executor executor,
            Time time) {
        this.trustDomain = trustDomain;
        this.node = node;
        this.network = network;
        this.executor = executor;
        this.time = time;
        this.authority = switch (scenario) {
            case FIRST, THIRD, CLASSROOM -> standalone();
            case SECOND -> master();
        };
    }

    /// How a client fetches keys.
    ///
    /// @param closing ends it, after the client
    record Access(KeyFetcher fetcher, Node.Closing closing) {}

    KeyAuthority authority() {
        return authority;
    }

    private KeyAuthority standalone() {
        KeyServer keyServer = new KeyServer(identity(Role.KEY_SERVER, "key-server"), table(), time,
                node.events());
        node.add(keyServer, door(keyServer.identity(), keyServer.services())::close, NOTHING);
        answering.add(keyServer.identity());
        return keyServer;
    }

    private KeyAuthority master() {
        KeyMaster master = new KeyMaster(identity(Role.KEY_MASTER, "key-master"), table(), time,
                node.events(), AuditSink.NONE, executor);
        node.add(master, door(master.identity(), master.services())::close, NOTHING);
        for (int number = 1; number <= SLAVES; number++) {
            slave(master.identity(), number);
        }
        return master;
    }

    private void slave(Identity master, int number) {
        Identity self = identity(Role.KEY_SLAVE, "key-slave-" + number);
        Connection toMaster = network.connect(self, master);
        KeySlave slave = new KeySlave(self, new MemoryReplicaTable(), toMaster,
                new KeySlave.Surroundings(time, node.events(), AuditSink.NONE, executor, randomness));
        node.add(slave, door(self, List.of(slave.service()))::close, toMaster::close);
        answering.add(self);
        slave.start();
    }

    private KeyTable table() {
        return new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time);
    }

    /// A content server's way to where keys are made.
    Connection connect(NodeName contentServer) {
        return network.connect(new Identity(trustDomain, Role.CONTENT_SERVER, contentServer), authority.identity());
    }

    /// A client's way to keys. With slaves, every other client asks them in turns (R16), and the rest have one fixed slave
    /// each, not all the same.
    ///
    /// @param number counts clients from 1
    Access access(NodeName client, int number) {
        List<Connection> connections = new ArrayList<>(answering.stream()
                .map(server -> network.connect(new Identity(trustDomain, Role.CLIENT, client), server)).toList());
        Collections.rotate(connections, (number - 1) / 2);
        KeyServerChoice choice = number % 2 == 1 ? KeyServerChoice.FIXED : KeyServerChoice.ROUND_ROBIN;
        return new Access(
                new FailoverKeyFetcher(connections.stream().map(GrpcKeyFetcher::new).toList(), choice, time),
                () -> connections.forEach(Connection::close));
    }

    /// Nobody reaches that key server any more, until [#reconnect].
    void cutOff(NodeName name) {
        door(name).close();
    }

    void reconnect(NodeName name) {
        door(name).open();
    }

    private Door door(NodeName name) {
        return doors.stream().filter(door -> door.identity.name().equals(name)).findFirst().orElseThrow(
                () -> new OperatorException(OpeningMessage.NO_KEY_SERVER.with(name)));
    }

    private Door door(Identity identity, List<BindableService> services) {
        Door door = new Door(identity, services);
        door.open();
        doors.add(door);
        return door;
    }

    private Identity identity(Role role, String name) {
        return new Identity(trustDomain, role, new NodeName(name));
    }

    /// Where a key server is reached. Its monitor guards it.
    private final class Door {

        private final Identity identity;
        private final List<BindableService> services;
        private @Nullable Serving serving;

        Door(Identity identity, List<BindableService> services) {
            this.identity = identity;
            this.services = services;
        }

        synchronized void open() {
            if (serving == null) {
                serving = network.serve(identity, services);
            }
        }

        synchronized void close() {
            if (serving != null) {
                serving.close();
                serving = null;
            }
        }
    }
}
