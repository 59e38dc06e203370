package org.kagicast.node.program;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.kagicast.audit.AuditSink;
import org.kagicast.client.Client;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.GroupsClient;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.files.CloseStack;
import org.kagicast.model.HostPort;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.node.Node;
import org.kagicast.node.NodeService;
import org.kagicast.node.NoticeLog;
import org.kagicast.pki.TrustAudit;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.RevocationList;
import org.kagicast.rpc.keys.FailoverKeyFetcher;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.rpc.network.NetworkServing;

/// The program of a client.
public final class ClientProgram {

    private ClientProgram() {
    }

    /// A program whose settings stay as they are.
    ///
    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(ClientProgramSettings settings, Surroundings around) {
        return start(settings, () -> settings, around);
    }

    /// @param reader reads the settings again, for a reload; it throws an [org.kagicast.model.OperatorException] if they are
    ///        wrong
    /// @throws org.kagicast.model.OperatorException if something cannot be opened; nothing runs then
    public static Program start(ClientProgramSettings settings, Supplier<ClientProgramSettings> reader,
            Surroundings around) {
        return CloseStack.opening(parts -> start(settings, reader, around, parts));
    }

    private static Program start(ClientProgramSettings settings, Supplier<ClientProgramSettings> reader,
            Surroundings around, CloseStack parts) {
        ExecutorService answering = parts.add(Executors.newVirtualThreadPerTaskExecutor());
        RevocationList revocations = parts.add(new RevocationList(around.time(), around.randomness(), answering));
        TrustAudit logged = parts.add(new AuditedTrust(AuditSink.NONE, around.time()));
        Membership member = Membership.load(settings.identity(), Role.CLIENT, around).minding(revocations, logged,
                around);
        Node node = NoticeLog.of(new Node(member.self().identity().name(), around.time()));
        member.renew(settings.identity(), settings.keyServers(), node, around, answering, parts);
        MulticastTransport transport = parts.add(MulticastTransport.open(
                ContentServerProgram.loops(settings.receptions().size()), around.time()));
        parts.add(node);
        GroupsClient client = GroupsClient.start(node.name(), settings(node.name(), settings),
                new Client.Surroundings(transport, fetcher(settings, member, revocations, around, parts), around.time(),
                        new SplittableRandom(),
                        node.events(), around.standardOutput(),
                        sender -> revocations.isRevoked(new Member(Role.CONTENT_SERVER, sender))));
        node.add(client);
        NetworkServing serving = parts.add(member.network().serve(settings.listen(), List.of(
                new NodeService(node, member.self().identity().trustDomain(), around.time(), answering))));
        node.reachedBy(serving::connections);
        node.tells(client::problems);
        return new Program(node, member.self().identity(), serving.address(), client.whenEnded(),
                new Reloading<>(node, around.time(), reader, now -> new Reloading.Outcome(
                        client.reload(settings(node.name(), now)).text(), settings.restartFor(now))),
                parts);
    }

    private static List<ClientSettings> settings(NodeName name, ClientProgramSettings settings) {
        int inAll = settings.receptions().size();
        return settings.receptions().stream()
                .map(one -> new ClientSettings(name, one.groups(), one.source(), one.networkInterface(),
                        SinkSpec.parse(one.sink(), name), one.limits().forEachOf(inAll),
                        one.authenticity()))
                .toList();
    }

    /// A connection of its own to each key server, so that a choice between them is a choice between open ones. Each also
    /// tells who is revoked.
    private static KeyFetcher fetcher(ClientProgramSettings settings, Membership member, RevocationList revocations,
            Surroundings around, CloseStack parts) {
        List<KeyFetcher> servers = new ArrayList<>();
        for (HostPort server : settings.keyServers()) {
            Connection connection = parts.add(member.network().connect(List.of(server), Membership.KEY_SERVERS));
            connection.prepare();
            revocations.hear(connection);
            servers.add(new GrpcKeyFetcher(connection));
        }
        return new FailoverKeyFetcher(servers, settings.choice(), around.time());
    }
}
