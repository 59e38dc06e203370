package org.kagicast.node.program;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.kagicast.audit.AuditKeeper;
import org.kagicast.audit.AuditLog;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.files.CloseStack;
import org.kagicast.files.DiskRoom;
import org.kagicast.model.Role;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.node.Node;
import org.kagicast.node.NodeService;
import org.kagicast.node.NoticeLog;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.RevocationList;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.network.NetworkServing;

/// The program of a content server, with an audit log of what operators order and of who is refused.
public final class ContentServerProgram {

    /// Orders of operators come one by one.
    private static final long RESERVE = 1L << 20;

    private static final int MOST_LOOPS = 4;

    private ContentServerProgram() {
    }

    /// A program whose settings stay as they are.
    ///
    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(ContentServerSettings settings, Surroundings around) {
        return start(settings, () -> settings, around);
    }

    /// @param reader reads the settings again, for a reload; it throws an [org.kagicast.model.OperatorException] if they are
    ///        wrong
    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(ContentServerSettings settings, Supplier<ContentServerSettings> reader,
            Surroundings around) {
        return CloseStack.opening(parts -> start(settings, reader, around, parts));
    }

    private static Program start(ContentServerSettings settings, Supplier<ContentServerSettings> reader,
            Surroundings around, CloseStack parts) {
        ExecutorService answering = parts.add(Executors.newVirtualThreadPerTaskExecutor());
        RevocationList revocations = parts.add(new RevocationList(around.time(), around.randomness(), answering));
        Membership loaded = Membership.load(settings.identity(), Role.CONTENT_SERVER, around);
        settings.data().create();
        DiskRoom room = settings.data().reserve(RESERVE);
        AuditLog audit = parts.add(settings.data().openAudit(AuditKeeper.CONTENT_SERVER, room, around.time()));
        TrustAudit trust = parts.add(new AuditedTrust(audit, around.time()));
        Membership member = loaded.minding(revocations, trust, around);
        Node node = NoticeLog.of(new Node(member.self().identity().name(), around.time()));
        node.tells(() -> audit.problem().stream().toList());
        node.writesOn(() -> DataFolder.disk(room, audit, Optional.empty()));
        member.renew(settings.identity(), settings.keyServers(), node, around, answering, parts);
        Connection keyServer = parts.add(
                member.network().connect(settings.keyServers(), Membership.KEY_SERVERS));
        revocations.hear(keyServer);
        MulticastTransport transport = parts
                .add(MulticastTransport.open(loops(settings.streams().size()), around.time()));
        String instance = new UUID(around.randomness().nextLong(), around.randomness().nextLong()).toString();
        ContentServer role = ContentServer.open(node.name(), settings.streams(),
                new ContentServer.Surroundings(new GrpcKeyCreator(keyServer, instance),
                        new GrpcRekeyOrderSource(keyServer, instance, around.time(), around.randomness(), answering),
                        keyServer.usualName(), transport,
                        around.time(), node.events(), around.standardInput()));
        parts.add(node);
        node.add(role);
        NetworkServing serving = parts.add(member.network().serve(settings.listen(), List.of(
                new NodeService(node, member.self().identity().trustDomain(), around.time(), answering,
                        Optional.of(settings.data().ownAudit(audit))))));
        node.reachedBy(serving::connections);
        role.start();
        node.tells(role::problems);
        return new Program(node, member.self().identity(), serving.address(), role.whenAllEnded(),
                new Reloading<>(node, around.time(), reader,
                        now -> new Reloading.Outcome(role.reload(now.streams()).text(), settings.restartFor(now))),
                parts);
    }

    /// Many streams, or groups, share a few threads.
    static int loops(int receptions) {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.min(receptions, MOST_LOOPS));
    }
}
