package org.kagicast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditEvent;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.RoleSnapshot;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.StorageMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.RekeyRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.time.ManualTime;

/// The node service and its client, over the real guard.
class NodeServiceTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:42:07.123Z");
    private static final Identity NODE = new Identity("test", Role.OPERATOR, new NodeName("node"));
    private static final Identity AUDITED = new Identity("test", Role.OPERATOR, new NodeName("audited"));
    private static final Identity OLGA = new Identity("test", Role.OPERATOR, new NodeName("olga"));
    private static final StreamName NEWS = new StreamName("news");
    private static final KeyLabel PREMIUM = new KeyLabel("premium");

    private final ManualTime time = new ManualTime();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final InProcessNetwork network = new InProcessNetwork();
    private final Node node = new Node(new NodeName("node"), time);
    private final Serving serving = network.serve(NODE, List.of(new NodeService(node, "test", time, executor)));
    private final NodeClient operator = client(Role.OPERATOR);

    @AfterEach
    void close() {
        operator.close();
        serving.close();
        node.close();
        executor.shutdownNow();
    }

    @Test
    @DisplayName("R31 What an operator orders is audited with the operator's name before it is done, and what comes to nothing as not done")
    void ordersAreAudited() {
        List<AuditEvent> audit = new CopyOnWriteArrayList<>();
        OwnAudit own = new OwnAudit(Path.of("audit.jsonl"), audit::add);
        try (Serving audited = network.serve(AUDITED,
                List.of(new NodeService(node, "test", time, executor, Optional.of(own))));
                NodeClient olga = new NodeClient(network.connect(OLGA, AUDITED))) {
            List<RekeyCommand> commands = List.of(new RekeyCommand.Now(), new RekeyCommand.Announce(Optional.empty()),
                    new RekeyCommand.Hold(Optional.empty(), Optional.empty()), new RekeyCommand.SwitchNow(),
                    new RekeyCommand.Cancel(Optional.of(new KeyId(42))));
            for (RekeyCommand command : commands) {
                assertThatThrownBy(() -> olga.rekey(new KeyLine(NEWS, PREMIUM), command).join())
                        .hasMessageContaining("sends no stream news");
            }

            assertThat(audit).filteredOn(event -> event.undone().isEmpty())
                    .allSatisfy(event -> assertThat(event.actor()).contains(OLGA))
                    .allSatisfy(event -> assertThat(event.line()).contains(new KeyLine(NEWS, PREMIUM)))
                    .extracting(AuditEvent::action)
                    .containsExactly(AuditAction.REKEY_ORDERED, AuditAction.REKEY_ANNOUNCED, AuditAction.REKEY_HELD,
                            AuditAction.REKEY_SWITCHED, AuditAction.REKEY_CANCELLED);
            assertThat(audit).filteredOn(event -> event.undone().isPresent()).hasSize(5);
            assertThat(audit).extracting(AuditEvent::keyId).filteredOn(Optional::isPresent).as("the key that is named")
                    .containsExactly(Optional.of(new KeyId(42)), Optional.of(new KeyId(42)));
        }
    }

    @Test
    @DisplayName("R31 An order that cannot be audited is refused, and not given")
    void unauditedOrders() {
        OwnAudit own = new OwnAudit(Path.of("audit.jsonl"), event -> {
            throw new OperatorException("The audit log cannot be written: make room.");
        });
        try (Serving audited = network.serve(AUDITED,
                List.of(new NodeService(node, "test", time, executor, Optional.of(own))));
                NodeClient olga = new NodeClient(network.connect(OLGA, AUDITED))) {
            assertThatThrownBy(() -> olga.rekey(new KeyLine(NEWS), new RekeyCommand.Now()).join())
                    .hasMessageContaining("make room");
        }
    }

    @Test
    @DisplayName("R24 snapshots cross the service whole")
    void snapshotsRoundTrip() {
        NodeSnapshot full = new NodeSnapshot(new NodeName("node"), AT, 7, List.of(keyServer()),
                List.of(contentServer()),
                List.of(client()), Optional.empty(), Optional.of(AT.plusSeconds(60)),
                List.of(StorageMessage.DISK_FULL.with(StorageMessage.KEY_TABLE.with(), "keys.db")));

        NodeSnapshot connected = new NodeSnapshot(full.node(), AT, 8, full.keyServers(), List.of(), List.of(),
                Optional.of(new ConnectionCounts(3, 17,
                        Optional.of(ConnectionMessage.CONNECTIONS_REFUSED.with(3_844, "10.0.0.9",
                                ConnectionMessage.NO_PLACE.with())),
                        new RefusedCallers(12, 4, Optional.of("client tv-1, revoked")))),
                Optional.of(AT),
                List.of(CodedMessage.plain("Something is wrong.")));

        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(full))).isEqualTo(full);
        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(connected))).isEqualTo(connected);
    }

    @Test
    @DisplayName("R31 a busy key server's keys are sent once a second at most, and only when they have changed; its counts always")
    void keysSeldom() {
        BusyRole role = new BusyRole();
        node.add(role);
        List<org.kagicast.proto.NodeSnapshot> seen = new CopyOnWriteArrayList<>();
        List<NodeSnapshot> followed = new CopyOnWriteArrayList<>();
        new NodeService(node, "test", time, Runnable::run).watchSnapshots(
                WatchSnapshotsRequest.newBuilder().setLeaveOutKeys(true).build(), new Taking<>(seen));
        NodeFollowing following = new NodeFollowing(follower(followed, new ArrayList<>()),
                new KeyTableFollowing(new Unheard()), time);
        for (int tick = 0; tick < 50; tick++) {
            role.state = tick < 25 ? KeyState.ACTIVE : tick < 27 ? KeyState.DEACTIVATED : KeyState.COMPROMISED;
            time.turn(Duration.ofMillis(100));
        }
        following.request();
        seen.forEach(following::onMessage);

        assertThat(seen).hasSizeGreaterThanOrEqualTo(50);
        assertThat(seen).allSatisfy(each -> assertThat(each.getKeyServers(0).getKeyCounts(0).getKeys())
                .isEqualTo(BusyRole.KEYS));
        assertThat(seen.stream().filter(each -> each.getKeyServers(0).getKeysCount() > 0)).as("first, and two changes")
                .hasSize(3);
        assertThat(followed).allSatisfy(each -> assertThat(each.keyServers().getFirst().keys()).hasSize(1));
        assertThat(followed.getLast().keyServers().getFirst().keys().getFirst().state())
                .isEqualTo(KeyState.COMPROMISED);
    }

    @Test
    @DisplayName("R24 a snapshot with nothing in it yet crosses the service too")
    void emptySnapshotsRoundTrip() {
        StreamSnapshot starting = new StreamSnapshot(NEWS, MulticastGroup.parse("239.1.1.2:5004"), "-",
                StreamSnapshot.Status.STARTING, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(5), Duration.ZERO, 0, 0, 0, 0, 0, List.of());
        NodeSnapshot snapshot = new NodeSnapshot(new NodeName("node"), AT, 1, List.of(),
                List.of(new ContentServerSnapshot(new NodeName("cs"), List.of(starting), List.of(), "")), List.of());

        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    @DisplayName("events cross the service whole")
    void eventsRoundTrip() {
        NodeEvent message = new NodeEvent.Message(AT, new NodeName("client-1"), Step.C10,
                Optional.of(new NodeName("key-server")), Optional.of(new KeyId(42)), Optional.of(NEWS));
        NodeEvent ofKey = new NodeEvent.Message(AT, new NodeName("cs"), Step.C8, Optional.empty(),
                new KeyName(new KeyId(42), new KeyLine(NEWS, PREMIUM), 17));
        NodeEvent notice = new NodeEvent.Notice(AT, new NodeName("cs"), NodeEvent.Severity.WARNING, "Something.");

        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(message))).isEqualTo(message);
        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(ofKey))).isEqualTo(ofKey);
        assertThat(SnapshotReader.VERBATIM.read(SnapshotWriter.write(notice))).isEqualTo(notice);
    }

    @Test
    @DisplayName("a follower gets a snapshot at once, one more when something has changed, and none while nothing has")
    void watchSnapshots() {
        StillRole role = new StillRole();
        node.add(role);
        List<NodeSnapshot> seen = new CopyOnWriteArrayList<>();
        try (var watch = operator.watchSnapshots(seen::add)) {
            eventually("the first comes at once", () -> seen.size() == 1);
            long made = role.made;
            eventually("more are made", () -> {
                time.turn(Duration.ofMillis(100));
                return role.made > made + 3;
            });
            assertThat(seen).hasSize(1);

            role.revision = 2;
            eventually("the change comes", () -> {
                time.turn(Duration.ofMillis(100));
                return seen.size() == 2;
            });
            assertThat(seen.getLast().keyServers().getFirst().revision()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("R23 who follows a node hears of it once a second at least, that it is lost, and of it again")
    void follow() {
        StillRole role = new StillRole();
        node.add(role);
        List<NodeSnapshot> seen = new CopyOnWriteArrayList<>();
        List<String> lost = new CopyOnWriteArrayList<>();
        try (var watch = operator.follow(follower(seen, lost), time, executor)) {
            eventually("the first comes at once", () -> seen.size() == 1);
            eventually("signs of life come", () -> {
                time.turn(Duration.ofMillis(100));
                return seen.size() == 3;
            });
            assertThat(seen.getLast().keyServers()).isEqualTo(seen.getFirst().keyServers());
            assertThat(Duration.between(seen.getFirst().at(), seen.getLast().at()))
                    .isGreaterThan(Duration.ofSeconds(1));
            assertThat(lost).isEmpty();

            serving.close();
            eventually("it is lost", () -> !lost.isEmpty());
            assertThat(lost.getFirst()).contains("does not answer");
            int before = seen.size();
            try (Serving again = network.serve(NODE, List.of(new NodeService(node, "test", time, executor)))) {
                eventually("it is heard again by " + again, () -> {
                    time.turn(Duration.ofMillis(100));
                    return seen.size() > before;
                });
            }
        }
    }

    @Test
    @DisplayName("R23 a node that falls silent while its connection stands is lost, too")
    void silent() {
        StillRole role = new StillRole();
        node.add(role);
        List<String> lost = new CopyOnWriteArrayList<>();
        List<NodeSnapshot> seen = new CopyOnWriteArrayList<>();
        try (var watch = operator.follow(follower(seen, lost), time, executor)) {
            eventually("the first comes at once", () -> seen.size() == 1);
            role.hangs = true;
            eventually("the silence is noticed", () -> {
                time.turn(Duration.ofMillis(500));
                return !lost.isEmpty();
            });
            role.hangs = false;
            int before = seen.size();
            eventually("it is heard again", () -> {
                time.turn(Duration.ofMillis(500));
                return seen.size() > before;
            });
        }
    }

    @Test
    @DisplayName("R23 times of a node whose clock is wrong are told by the clock here")
    void otherClock() {
        SnapshotReader reader = new SnapshotReader(Duration.ofHours(1));
        NodeSnapshot full = new NodeSnapshot(new NodeName("node"), AT, 7, List.of(keyServer()),
                List.of(contentServer()), List.of(client()));

        NodeSnapshot read = reader.read(SnapshotWriter.write(full));

        assertThat(read.at()).isEqualTo(AT.minus(Duration.ofHours(1)));
        assertThat(read.toString()).doesNotContain(AT.toString(), AT.plusSeconds(5).toString());
    }

    private static NodeControl.Follower follower(List<NodeSnapshot> seen, List<String> lost) {
        return new NodeControl.Follower() {
            @Override
            public void heard(NodeSnapshot snapshot) {
                seen.add(snapshot);
            }

            @Override
            public void lost(CodedMessage sentence) {
                lost.add(sentence.text());
            }
        };
    }

    @Test
    @DisplayName("events reach a follower in their order")
    void watchEvents() {
        List<NodeEvent> seen = new CopyOnWriteArrayList<>();
        try (var watch = operator.watchEvents(seen::add)) {
            eventually("the watch stands", () -> {
                node.events().emit(new NodeEvent.Notice(AT, NODE.name(), NodeEvent.Severity.INFO, "ping"));
                return !seen.isEmpty();
            });
            for (int i = 0; i < 500; i++) {
                node.events().emit(new NodeEvent.Notice(AT, NODE.name(), NodeEvent.Severity.INFO, "event " + i));
            }
            eventually("all have come", () -> seen.stream().filter(NodeServiceTest::isNumbered).count() == 500);
            assertThat(seen.stream().filter(NodeServiceTest::isNumbered)).isSortedAccordingTo(
                    (a, b) -> Integer.compare(number(a), number(b)));
        }
    }

    @Test
    @DisplayName("a stream that the node does not send is told by name")
    void unknownStream() {
        assertThatThrownBy(() -> operator.rekey(NEWS, new RekeyCommand.Now()).join()).cause()
                .isInstanceOf(OperatorException.class).hasMessageContaining("news");
    }

    @Test
    @DisplayName("a lead time beyond reason is refused with the bounds")
    void unreasonableLeadTime() {
        var stub = NodeServiceGrpc.newBlockingStub(
                network.connect(new Identity("test", Role.OPERATOR, new NodeName("raw")), NODE).channel());
        var announce = RekeyRequest.newBuilder().setStream("news").setAnnounce(
                RekeyRequest.Announce.newBuilder().setLeadTimeMs((int) Duration.ofDays(3).toMillis())).build();

        assertThatThrownBy(() -> stub.rekey(announce)).hasMessageContaining("259200s").hasMessageContaining("24h");
    }

    @Test
    @DisplayName("holds reach the stream as they were ordered, and impossible ones are refused")
    void holds() {
        var hold = new RekeyCommand.Hold(Optional.of(0.9), Optional.of(Duration.ofSeconds(30)));
        assertThatThrownBy(() -> operator.rekey(NEWS, hold).join()).cause().isInstanceOf(OperatorException.class)
                .hasMessageContaining("sends no stream news");
        var stub = NodeServiceGrpc
                .newBlockingStub(
                        network.connect(new Identity("test", Role.OPERATOR, new NodeName("raw")), NODE).channel());
        var impossible = RekeyRequest.newBuilder().setStream("news")
                .setHold(RekeyRequest.Hold.newBuilder().setUntilShare(-3)).build();
        assertThatThrownBy(() -> stub.rekey(impossible)).hasMessageContaining("hold until a share of -3");
        var noKey = RekeyRequest.newBuilder().setStream("news")
                .setCancel(RekeyRequest.Cancel.newBuilder().setKeyId(-1)).build();
        assertThatThrownBy(() -> stub.rekey(noKey)).hasMessageContaining("No key has the ID 18446744073709551615");
    }

    @Test
    @DisplayName("only an operator may command or watch a node")
    void onlyOperators() {
        try (NodeClient client = client(Role.CLIENT)) {
            assertThatThrownBy(() -> client.rekey(NEWS, new RekeyCommand.Now()).join()).cause()
                    .isInstanceOf(OperatorException.class).hasMessageContaining("client");
        }
    }

    @Test
    @DisplayName("a node without an audit log says so")
    void nothingToVerify() {
        assertThatThrownBy(() -> operator.verifyAudit(Optional.empty()).join()).cause()
                .isInstanceOf(OperatorException.class).hasMessageContaining("keeps no audit log");
    }

    @Test
    @DisplayName("a node that is gone is told as such")
    void nodeIsGone() {
        serving.close();

        assertThatThrownBy(() -> operator.rekey(NEWS, new RekeyCommand.Now()).join()).cause()
                .isInstanceOf(OperatorException.class).hasMessageContaining("does not answer");
    }

    private NodeClient client(Role role) {
        return new NodeClient(network.connect(new Identity("test", role, new NodeName("somebody")), NODE));
    }

    private static boolean isNumbered(NodeEvent event) {
        return ((NodeEvent.Notice) event).text().startsWith("event ");
    }

    private static int number(NodeEvent event) {
        return Integer.parseInt(((NodeEvent.Notice) event).text().substring("event ".length()));
    }

    private static KeyServerSnapshot keyServer() {
        return new KeyServerSnapshot(new NodeName("ks"), Role.KEY_SERVER,
                Optional.of(KeyServerMessage.COPY_BEHIND.with(Duration.ofMillis(1_500), 3)), "table", 42, 5, 17, 3,
                List.of(new KeyServerSnapshot.KeyRow(new KeyId(41), NEWS, PREMIUM, 17, new NodeName("cs"),
                        CipherSuite.AES_256_GCM,
                        KeyState.ACTIVE, AT, Optional.of(AT.plusSeconds(1)), Optional.empty(), "0a1b2c3d", 4)),
                Optional.of(new KeyServerSnapshot.CopyState(true, 1, Optional.of(AT))));
    }

    private static ContentServerSnapshot contentServer() {
        StreamSnapshot stream = new StreamSnapshot(NEWS, MulticastGroup.parse("[ff15::1]:5004"), "test-card",
                StreamSnapshot.Status.SENDING,
                Optional.of(StreamMessage.PUT_OFF.with(StreamMessage.NOBODY_FETCHED.with(new KeyId(42)),
                        NEWS, new KeyId(42), AT, AT.plusSeconds(30), new KeyId(41))),
                Optional.of(new StreamSnapshot.KeyInUse(new KeyId(41), 17, AT, 1000)),
                Optional.of(new StreamSnapshot.PendingChange(new KeyId(42), 18, AT, AT.plusSeconds(5), Optional.of(0),
                        Optional.of(4),
                        Optional.of(new StreamSnapshot.Hold(AT, Optional.of(0.9), Optional.of(AT.plusSeconds(30)))))),
                Optional.of(new StreamSnapshot.LastChange(new KeyId(40), 16, new KeyId(41), 17, true, AT)),
                Duration.ofSeconds(5), Duration.ofSeconds(60), 10, 11, 12, 13, 3, 4,
                List.of(new KeyId(40), new KeyId(41)),
                List.of(new StreamSnapshot.LabelState(PREMIUM,
                        Optional.of(new StreamSnapshot.KeyInUse(new KeyId(41), 17, AT, 9)),
                        Optional.empty(),
                        Optional.of(new StreamSnapshot.LastChange(new KeyId(40), new KeyId(41), true, AT)))),
                CodedMessage.joined(Stream.of(StreamMessage.NOT_RTP.with("udp://x"),
                        CodedMessage.plain("A note."), StreamMessage.UNJUDGED.with(7))));
        return new ContentServerSnapshot(new NodeName("cs"), List.of(stream),
                List.of(new ContentServerSnapshot.EncryptionKeyRow(new KeyId(41), NEWS, PREMIUM, 17,
                        CipherSuite.AES_128_GCM,
                        KeyState.PRE_ACTIVE, AT, 9, "0a1b2c3d")),
                "epoll with segments");
    }

    private static ClientSnapshot client() {
        ClientCounters counters = new ClientCounters(1, 2, 3, 4, 5, 6, 7, 8, 16, 9, 10,
                Map.of(RefusalReason.NOT_GRANTED, 11L), 12, 13, 14, 15);
        return new ClientSnapshot(new NodeName("client-1"), List.of(MulticastGroup.parse("239.1.1.1:5004")), "count",
                ClientSnapshot.Status.NO_ACCESS,
                Optional.of(ClientMessage.KEY_NOT_GRANTED.with("ks", new KeyId(41), Optional.empty())), counters,
                List.of(new ClientSnapshot.DecryptionKeyRow(new KeyId(41), Optional.of(NEWS), PREMIUM, 17,
                        Optional.of(CipherSuite.AES_256_GCM), ClientSnapshot.KeyStatus.IN_USE,
                        Optional.of(new NodeName("ks")), Optional.of(AT), Optional.of(AT), 1, 2, 3, "0a1b2c3d",
                        Optional.of(ClientMessage.NO_ANSWER.with(Duration.ofSeconds(2)))),
                        new ClientSnapshot.DecryptionKeyRow(new KeyId(42), Optional.empty(), KeyLabel.NONE, 0,
                                Optional.empty(),
                                ClientSnapshot.KeyStatus.FETCHING, Optional.empty(), Optional.empty(),
                                Optional.empty(), 0, 0, 0, "", Optional.empty())),
                List.of(new KeyId(41)), "nio", List.of(
                        new ClientSnapshot.Reception(List.of(MulticastGroup.parse("239.1.1.1:5004")), "count",
                                ClientSnapshot.Status.NO_ACCESS,
                                Optional.of(ClientMessage.KEY_NOT_GRANTED.with("ks", new KeyId(41), Optional.empty())),
                                counters),
                        new ClientSnapshot.Reception(List.of(MulticastGroup.parse("239.1.1.2:5004")), "-",
                                ClientSnapshot.Status.DECRYPTING, Optional.empty(), ClientCounters.NONE)));
    }

    /// A role that changes only when told to.
    /// A key server that counts another request each time it is looked at.
    /// Key tables are not followed here.
    private static final class Unheard implements KeyTableFollowing.Listener {

        @Override
        public void onChange() {
            throw new AssertionError("nobody follows key tables");
        }

        @Override
        public void onUnknown() {
            throw new AssertionError("nobody follows key tables");
        }
    }

    private static final class BusyRole implements HostedRole {

        static final int KEYS = 12_345;

        KeyState state = KeyState.ACTIVE;
        private long requests;

        @Override
        public NodeName name() {
            return new NodeName("ks");
        }

        @Override
        public Role role() {
            return Role.KEY_SERVER;
        }

        @Override
        public CompletableFuture<? extends RoleSnapshot> snapshot() {
            KeyServerSnapshot.KeyRow row = new KeyServerSnapshot.KeyRow(new KeyId(1), NEWS, KeyLabel.NONE, 1,
                    new NodeName("cs"), CipherSuite.AES_256_GCM, state, AT, Optional.empty(), Optional.empty(), "0011",
                    0);
            return CompletableFuture.completedFuture(new KeyServerSnapshot(name(), role(), Optional.empty(), "t", 1, 0,
                    requests++, 0, List.of(row), Optional.empty(), Map.of(KeyState.ACTIVE, KEYS)));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class StillRole implements HostedRole {

        private volatile long revision = 1;
        private volatile long made;
        private volatile boolean hangs;

        @Override
        public NodeName name() {
            return new NodeName("ks");
        }

        @Override
        public Role role() {
            return Role.KEY_SERVER;
        }

        @Override
        public CompletableFuture<? extends RoleSnapshot> snapshot() {
            made++;
            if (hangs) {
                return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(new KeyServerSnapshot(name(), role(), Optional.empty(), "table",
                    revision, 0, 0, 0, List.of()));
        }

        @Override
        public void close() {
        }
    }
}
