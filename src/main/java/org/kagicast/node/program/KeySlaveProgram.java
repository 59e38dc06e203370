package org.kagicast.node.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.kagicast.audit.AuditKeeper;
import org.kagicast.audit.AuditLog;
import org.kagicast.files.CloseStack;
import org.kagicast.files.DiskReserve;
import org.kagicast.files.DiskRoom;
import org.kagicast.keyserver.KeySlave;
import org.kagicast.keyserver.RevocationService;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.sqlite.SqliteReplicaTable;
import org.kagicast.model.Member;
import org.kagicast.model.Role;
import org.kagicast.node.Node;
import org.kagicast.node.NodeService;
import org.kagicast.node.NoticeLog;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.network.NetworkServing;
import org.kagicast.rpc.network.RenewalByMaster;

/// The program of a key slave: a durable copy of the master's table, from which it answers clients also while the master
/// is gone, and an audit log of what it gave and refused.
public final class KeySlaveProgram {

    private KeySlaveProgram() {
    }

    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(KeySlaveSettings settings, Surroundings around) {
        return CloseStack.opening(parts -> start(settings, around, parts));
    }

    private static Program start(KeySlaveSettings settings, Surroundings around, CloseStack parts) {
        Membership alone = Membership.load(settings.identity(), Role.KEY_SLAVE, around);
        Node node = NoticeLog.of(new Node(alone.identity().name(), around.time()));
        settings.data().create();
        DiskRoom room = settings.data().reserve(DiskReserve.USUAL_BYTES);
        ReplicaTable copy = parts.add(copy(settings, room, around));
        AuditLog audit = parts.add(settings.data().openAudit(AuditKeeper.KEY_SLAVE, room, around.time()));
        TrustAudit trust = parts.add(new AuditedTrust(audit, around.time()));
        ExecutorService executor = parts.add(Executors.newVirtualThreadPerTaskExecutor());
        Membership member = alone.minding(who -> copy.policy().isRevoked(Member.of(who)), trust, around);
        member.renew(settings.identity(), settings.masters(), node, around, executor, parts);
        Connection master = parts.add(member.network().connect(settings.masters(), Set.of(Role.KEY_MASTER)));
        KeySlave slave = new KeySlave(member.self().identity(), copy, master,
                new KeySlave.Surroundings(around.time(), node.events(), audit, executor, around.randomness()));
        parts.add(node);
        NetworkServing serving = member.network().serve(settings.listen(),
                List.of(slave.service(), new RenewalByMaster(master),
                        parts.add(new RevocationService(copy, around.time(), executor)),
                        new NodeService(node, member.self().identity().trustDomain(), around.time(), executor,
                                Optional.of(settings.data().ownAudit(audit)))));
        node.reachedBy(serving::connections);
        node.writesOn(() -> DataFolder.disk(room, audit, Optional.of(copy)));
        node.add(slave, serving::close, () -> {
        });
        slave.start();
        return new Program(node, member.self().identity(), serving.address(), new CompletableFuture<>(), parts);
    }

    private static ReplicaTable copy(KeySlaveSettings settings, DiskRoom room, Surroundings around) {
        DataFolder data = settings.data();
        return DataFolder.opened(settings.kek(), data.copy(), around.randomness(),
                kek -> SqliteReplicaTable.open(data.copy(), kek, room, around.randomness(), around.time()));
    }
}
