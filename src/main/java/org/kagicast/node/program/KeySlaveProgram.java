package org.kagicast.node.program;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.kagicast.audit.AuditSink;
import org.kagicast.keyserver.KeySlave;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.model.Role;
import org.kagicast.node.Node;
import org.kagicast.node.NodeService;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.network.NetworkServing;

/// The program of a key slave: a copy of the master's table in memory, from which it answers clients.
public final class KeySlaveProgram {

    private KeySlaveProgram() {
    }

    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(KeySlaveSettings settings, Surroundings around) {
        return Parts.opening(parts -> start(settings, around, parts));
    }

    private static Program start(KeySlaveSettings settings, Surroundings around, Parts parts) {
        Membership member = Membership.load(settings.identity(), Role.KEY_SLAVE, around);
        Node node = new Node(member.self().identity().name(), around.time());
        ExecutorService executor = parts.add(Executors.newVirtualThreadPerTaskExecutor());
        member.renew(settings.identity(), settings.masters(), around, executor, parts);
        Connection master = parts
                .add(member.network().connect(settings.masters(), Set.of(Role.KEY_MASTER)));
        KeySlave slave = new KeySlave(member.self().identity(), new MemoryReplicaTable(), master,
                new KeySlave.Surroundings(around.time(), node.events(), AuditSink.NONE, executor));
        parts.add(node);
        NetworkServing serving = member.network().serve(settings.listen(), List.of(slave.service(),
                new NodeService(node, member.self().identity().trustDomain(), around.time(), executor)));
        node.add(slave, serving::close, () -> {
        });
        slave.start();
        return new Program(node, member.self().identity(), serving.address(), new CompletableFuture<>(), parts);
    }
}
