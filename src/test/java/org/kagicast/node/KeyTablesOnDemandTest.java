package org.kagicast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import com.google.protobuf.MessageLite;
import io.grpc.stub.StreamObserver;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.WatchKeyTablesRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.time.ManualTime;

@DisplayName("Key tables are told on demand")
class KeyTablesOnDemandTest {

    private static final Identity NODE = new Identity("test", Role.OPERATOR, new NodeName("node"));
    private static final Identity OLGA = new Identity("test", Role.OPERATOR, new NodeName("olga"));
    private static final int ROWS = KeyServerSnapshot.MOST_KEYS;
    private static final int KEYS = 12_345;

    private final ManualTime time = new ManualTime();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final InProcessNetwork network = new InProcessNetwork();
    private final Node node = new Node(new NodeName("node"), time);
    private final NodeService service = new NodeService(node, "test", time, executor);
    private final BusyKeyServer keyServer = new BusyKeyServer();
    private final NodeClient operator = new NodeClient(network.connect(OLGA, NODE));
    private final List<NodeSnapshot> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        operator.close();
        executor.shutdownNow();
    }

    @Test
    @DisplayName("R31 a watcher that does not ask for rows gets none, and the true counts each time")
    void countsOnly() {
        node.add(keyServer);
        List<org.kagicast.proto.NodeSnapshot> seen = new ArrayList<>();
        new NodeService(node, "test", time, Runnable::run)
                .watchSnapshots(NodeFollowing.withoutKeys().build(), new Taking<>(seen));
        for (int tick = 0; tick < 100; tick++) {
            keyServer.work();
            time.turn(Duration.ofMillis(100));
        }

        assertThat(seen).hasSizeGreaterThanOrEqualTo(100);
        assertThat(seen).allSatisfy(each -> {
            NodeSnapshot read = SnapshotReader.VERBATIM.read(each);
            assertThat(read.keyServers().getFirst().keysInAll()).isEqualTo(KEYS);
            assertThat(read.keyServers().getFirst().keys()).isEmpty();
            assertThat(read.keyServers().getFirst().fetchers()).isEqualTo(Map.of(new KeyId(7), 3));
        });
        assertThat(bytes(seen) / seen.size()).as("bytes of a message").isLessThan(150);
        assertThat(keyServer.rowsAsked).as("rows made for nobody").hasValue(0);
    }

    @Test
    @DisplayName("R31 a watcher of an early version, which gets all rows each time, gets a long table once a second at most")
    void earlyVersion() {
        node.add(keyServer);
        List<org.kagicast.proto.NodeSnapshot> seen = new ArrayList<>();
        new NodeService(node, "test", time, Runnable::run).watchSnapshots(WatchSnapshotsRequest.getDefaultInstance(),
                new Taking<>(seen));
        for (int tick = 0; tick < 50; tick++) {
            keyServer.work();
            time.turn(Duration.ofMillis(100));
        }
        assertThat(seen).hasSizeBetween(5, 6).allSatisfy(each -> {
            assertThat(each.getKeyServers(0).getKeysCount()).isEqualTo(ROWS);
            assertThat(each.getKeyServers(0).getKeyCounts(0).getKeys()).isEqualTo(KEYS);
        });
    }

    @Test
    @DisplayName("R31 a watcher that asks for rows gets the table once, and from then on the rows that change, 4 times a second at most")
    void changesOnly() {
        node.add(keyServer);
        List<KeyTableChanges> seen = new ArrayList<>();
        new NodeService(node, "test", time, Runnable::run).watchKeyTables(WatchKeyTablesRequest.getDefaultInstance(),
                new Taking<>(seen));
        assertThat(seen.stream().mapToInt(KeyTableChanges::getChangedCount).sum()).isEqualTo(ROWS);
        long table = bytes(seen);
        seen.clear();
        for (int tick = 0; tick < 100; tick++) {
            keyServer.work();
            time.turn(Duration.ofMillis(100));
        }

        assertThat(seen).hasSizeBetween(35, 41);
        assertThat(seen).allSatisfy(each -> assertThat(each.getChangedCount()).isBetween(1, 4));
        assertThat(bytes(seen)).as("bytes of ten seconds, with a table of " + table).isLessThan(20_000);
    }

    @Test
    @DisplayName("R24 who follows a node sees the rows once they are wanted, as last known once they are not, and all again after a loss")
    void followed() {
        node.add(keyServer);
        Serving first = network.serve(NODE, List.of(service));
        try (NodeControl.Following following = operator.follow(follower(), time, executor)) {
            turnUntil("counts come", () -> !heard.isEmpty());
            assertThat(heard.getLast().keyServers().getFirst().keys()).isEmpty();
            assertThat(heard.getLast().keyServers().getFirst().keysInAll()).isEqualTo(KEYS);

            following.wantKeys(true);
            turnUntil("rows come", this::isInStep);
            keyServer.work();
            turnUntil("changes come", this::isInStep);
            assertThat(heard.getLast().keyServers().getFirst().keysNotShown()).isEqualTo(KEYS - ROWS);

            first.close();
            keyServer.work();
            try (Serving second = network.serve(NODE, List.of(service))) {
                turnUntil("all come again by " + second, this::isInStep);

                following.wantKeys(false);
                List<KeyRow> known = keyServer.rows;
                keyServer.work();
                int before = heard.size();
                turnUntil("counts go on", () -> heard.size() > before + 5);
                assertThat(told(heard.getLast().keyServers().getFirst().keys())).isEqualTo(told(known));
            }
        }
    }

    @Test
    @DisplayName("R24 a change that is missing makes the follower ask for all again")
    void missing() {
        List<KeyRow> rows = List.of(KnownKeyTableTest.row(1, 0), KnownKeyTableTest.row(2, 0));
        keyServer.rows = rows;
        node.add(keyServer);
        AtomicInteger calls = new AtomicInteger();
        NodeServiceGrpc.NodeServiceImplBase lossy = new NodeServiceGrpc.NodeServiceImplBase() {
            @Override
            public void watchSnapshots(WatchSnapshotsRequest request,
                    StreamObserver<org.kagicast.proto.NodeSnapshot> response) {
                service.watchSnapshots(request, response);
            }

            @Override
            public void watchKeyTables(WatchKeyTablesRequest request, StreamObserver<KeyTableChanges> response) {
                NodeName name = keyServer.name();
                response.onNext(SnapshotWriter.write(name,
                        new KeyTableDelta(1, List.of(), rows.subList(0, 1), false)));
                if (calls.incrementAndGet() == 1) {
                    response.onNext(SnapshotWriter.write(name, new KeyTableDelta(3, List.of(), List.of(), false)));
                } else {
                    response.onNext(SnapshotWriter.write(name,
                            new KeyTableDelta(2, List.of(), rows.subList(1, 2), false)));
                }
            }
        };
        try (Serving serving = network.serve(NODE, List.of(lossy));
                NodeControl.Following following = operator.follow(follower(), time, executor)) {
            following.wantKeys(true);
            turnUntil("all come again by " + serving, this::isInStep);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    @DisplayName("R24 a node of an older version tells its rows with its snapshots, and they are taken")
    void olderNode() {
        node.add(keyServer);
        try (Serving serving = network.serve(NODE, List.of(new Other()));
                NodeControl.Following following = operator.follow(follower(), time, executor)) {
            following.wantKeys(true);
            turnUntil("rows come by " + serving, this::isInStep);
            keyServer.work();
            turnUntil("changes come", this::isInStep);
        }
    }

    @Test
    @DisplayName("R24 an older node that tells no counts has its rows counted")
    void olderCounts() {
        KeyServerSnapshot server = keyServer.snapshot().join();
        var told = SnapshotWriter.write(new NodeSnapshot(new NodeName("node"), Instant.EPOCH, 1, List.of(server),
                List.of(), List.of())).toBuilder();
        told.getKeyServersBuilder(0).clearKeyCounts();
        assertThat(SnapshotReader.VERBATIM.read(told.build()).keyServers().getFirst().counts())
                .containsExactly(Map.entry(KeyState.ACTIVE, ROWS));
    }

    private boolean isInStep() {
        return !heard.isEmpty() && told(heard.getLast().keyServers().getFirst().keys()).equals(told(keyServer.rows));
    }

    /// The clock that the test turns makes every message late, and so the times in it uncertain.
    private static List<String> told(List<KeyRow> rows) {
        return rows.stream().map(row -> row.keyId() + " fetched by " + row.fetchers()).toList();
    }

    private void turnUntil(String what, java.util.function.BooleanSupplier condition) {
        eventually(what, () -> {
            time.turn(Duration.ofMillis(100));
            return condition.getAsBoolean();
        });
    }

    private NodeControl.Follower follower() {
        return new NodeControl.Follower() {
            @Override
            public void heard(NodeSnapshot snapshot) {
                heard.add(snapshot);
            }

            @Override
            public void lost(CodedMessage sentence) {
                // It is heard again.
            }
        };
    }

    private static long bytes(List<? extends MessageLite> messages) {
        return messages.stream().mapToLong(MessageLite::getSerializedSize).sum();
    }

    /// A node of an older version: it knows nothing of `without_keys` and `WatchKeyTables`.
    private class Other extends NodeServiceGrpc.NodeServiceImplBase {

        @Override
        public void watchSnapshots(WatchSnapshotsRequest request,
                StreamObserver<org.kagicast.proto.NodeSnapshot> response) {
            service.watchSnapshots(request.toBuilder().clearWithoutKeys().build(), response);
        }
    }

    /// A key server with more keys than are shown, of which somebody always fetches the newest.
    private static final class BusyKeyServer implements HostedRole {

        private final AtomicInteger rowsAsked = new AtomicInteger();
        private volatile List<KeyRow> rows = java.util.stream.LongStream.range(0, ROWS)
                .mapToObj(id -> KnownKeyTableTest.row(KEYS - ROWS + 1 + id, 0)).toList();
        private volatile long requests;

        void work() {
            requests += 50;
            List<KeyRow> next = new ArrayList<>(rows);
            KeyRow newest = next.getLast();
            next.set(next.size() - 1, KnownKeyTableTest.row(newest.keyId().value(), newest.fetchers() + 50));
            rows = List.copyOf(next);
        }

        @Override
        public NodeName name() {
            return new NodeName("ks");
        }

        @Override
        public Role role() {
            return Role.KEY_SERVER;
        }

        @Override
        public CompletableFuture<KeyServerSnapshot> snapshot() {
            rowsAsked.incrementAndGet();
            return CompletableFuture.completedFuture(showing(rows));
        }

        @Override
        public CompletableFuture<KeyServerSnapshot> summary() {
            return CompletableFuture.completedFuture(showing(List.of()));
        }

        private KeyServerSnapshot showing(List<KeyRow> shown) {
            return new KeyServerSnapshot(name(), role(), Optional.empty(), "table", 1, 0, requests, 0, shown,
                    Optional.empty(), Map.of(KeyState.ACTIVE, KEYS), Map.of(new KeyId(7), 3));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
