package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.end;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.BaseKey;
import org.kagicast.model.Caution;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.proto.CountFetchersRequest;
import org.kagicast.proto.FetcherSketch;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.ReportFetchersRequest;
import org.kagicast.proto.ReportFetchersResponse;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.FetchReporter;
import org.kagicast.rpc.keys.KeyCounts;
import org.kagicast.rpc.keys.KeyCounts.Count;
import org.kagicast.time.ManualTime;

/// How a content server learns how many clients have fetched its keys, and nothing about who they are (R13).
class CountingFetchersTest {

    private static final NodeName CAROL = new NodeName("carol");

    @Nested
    class AtAKeyServer {

        private final KeyServerFixture parts = new KeyServerFixture(TableLimits.DEFAULT);

        @AfterEach
        void close() {
            parts.close();
        }

        @Test
        @DisplayName("R13 the owner learns how many different clients have fetched its keys")
        void ownerLearnsTheCounts() {
            KeyId inUse = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
            KeyId coming = parts.create(CS1, NEWS, FetchReason.ANNOUNCED).keyId();
            List.of(ALICE, BOB).forEach(client -> parts.keyServer.grant(client, NEWS));
            parts.fetch(ALICE, inUse, FetchReason.ON_DEMAND);
            parts.fetch(BOB, inUse, FetchReason.ON_DEMAND);
            parts.fetch(BOB, coming, FetchReason.ANNOUNCED);
            parts.fetch(BOB, coming, FetchReason.ANNOUNCED);
            parts.fetch(CAROL, coming, FetchReason.ANNOUNCED);

            assertThat(end(parts.creator(CS1).countFetchers(Set.of(inUse, coming, new KeyId(404)))))
                    .isEqualTo(new KeyCounts(Map.of(inUse, new Count(2, 0), coming, new Count(1, 0)), 0));
        }

        @Test
        @DisplayName("Nobody but the owner learns them, and the attempt is audited")
        void onlyTheOwner() {
            KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
            int audited = parts.audit.size();

            assertThatThrownBy(() -> end(parts.creator(CS2).countFetchers(Set.of(keyId))))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("belongs to the content server cs-1: only that one may ask how many");
            assertThat(parts.audit).hasSize(audited + 1);
            CountFetchersRequest request = CountFetchersRequest.newBuilder().addKeyIds(keyId.value()).build();
            assertThatThrownBy(() -> parts.stub(Role.CLIENT, ALICE).countFetchers(request))
                    .hasMessageContaining("PERMISSION_DENIED");
        }

        @Test
        @DisplayName("Questions out of bounds are invalid, and destroyed keys have no count")
        void bounds() {
            var stub = parts.stub(Role.CONTENT_SERVER, CS1);
            KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
            end(parts.creator(CS1).setState(keyId, KeyState.DESTROYED));

            assertThat(end(parts.creator(CS1).countFetchers(Set.of(keyId))).keys()).isEmpty();
            assertThatThrownBy(() -> stub.countFetchers(CountFetchersRequest.newBuilder()
                    .addAllKeyIds(LongStream.rangeClosed(1, 33).boxed().toList()).build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
            assertThatThrownBy(() -> stub.countFetchers(CountFetchersRequest.newBuilder().addKeyIds(0).build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
            assertThatThrownBy(() -> stub.countFetchers(CountFetchersRequest.newBuilder()
                    .addAllKnownSlaves(Collections.nCopies(KeyCounts.MOST_SLAVES + 1, "s-1")).build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
            assertThatThrownBy(
                    () -> stub.countFetchers(CountFetchersRequest.newBuilder().addKnownSlaves("no name").build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
        }
    }

    @Nested
    class AtAMaster {

        private final ReplicationFixture parts = new ReplicationFixture();
        private final KeySlave one = parts.slave("slave-1");
        private final KeySlave other = parts.slave("slave-2");
        private final KeyId keyId = parts.create(CS1, NEWS).keyId();

        @AfterEach
        void close() throws Exception {
            parts.close();
        }

        private int counted() {
            return count().clients();
        }

        private Count count() {
            return end(parts.creator(CS1).countFetchers(Set.of(keyId))).of(keyId).orElseThrow();
        }

        private void fetch(Identity slave, NodeName client) {
            parts.master.grant(client, NEWS);
            parts.fetch(slave, client, keyId);
        }

        @Test
        @DisplayName("R16 clients that ask several slaves in turns count once")
        void countsOnceAcrossSlaves() {
            List.of(ALICE, BOB, CAROL).forEach(client -> fetch(one.identity(), client));
            List.of(BOB, CAROL).forEach(client -> fetch(other.identity(), client));
            assertThat(counted()).isZero();

            parts.turn(FetchCountReporter.EVERY);

            assertThat(counted()).isEqualTo(3);
            assertThat(parts.master.snapshot().join().keys().getFirst().fetchers()).isEqualTo(3);
        }

        @Test
        @DisplayName("Many clients over two slaves: an estimate that lies near")
        void manyClients() {
            IntStream.range(0, 1_000).forEach(number -> {
                fetch(one.identity(), new NodeName("client-" + number));
                if (number % 2 == 0) {
                    fetch(other.identity(), new NodeName("client-" + number));
                }
            });
            parts.turn(FetchCountReporter.EVERY);

            assertThat(counted()).isBetween(750, 1_250);
        }

        @Test
        @DisplayName("What slaves counted while the master was away is told when it is back")
        void masterAway() {
            fetch(one.identity(), ALICE);
            parts.master.grant(BOB, NEWS);
            parts.turn(FetchCountReporter.EVERY);
            parts.cutMaster();
            parts.turn(Duration.ofSeconds(3));
            parts.fetch(one.identity(), BOB, keyId);
            parts.turn(Duration.ofSeconds(3));

            parts.restoreMaster();
            parts.turn(Duration.ofSeconds(5));

            assertThat(counted()).isEqualTo(2);
        }

        @Test
        @DisplayName("A master that has started anew on the same table hears all counts again")
        void masterRestarted() {
            fetch(one.identity(), ALICE);
            fetch(other.identity(), BOB);
            parts.turn(FetchCountReporter.EVERY);

            parts.replaceMaster(parts.table);
            parts.turn(Duration.ofSeconds(5));

            assertThat(counted()).isEqualTo(2);
        }

        @Test
        @DisplayName("R31 the owner learns how many slaves follow and have stored its key: by their own word, and no longer than they follow")
        void slavesThatHaveIt() {
            assertThat(counts().slaves()).isEqualTo(2);
            assertThat(count()).isEqualTo(new Count(0, 2));

            parts.holdBack();
            KeyId held = parts.create(CS1, NEWS).keyId();
            assertThat(end(parts.creator(CS1).countFetchers(Set.of(held)))).isEqualTo(
                    told(held, new Count(0, 0), "slave-1", "slave-2"));
            parts.letGo();
            assertThat(end(parts.creator(CS1).countFetchers(Set.of(held))).of(held)).contains(new Count(0, 2));

            other.close();
            assertThat(counts().following()).isEqualTo(names("slave-1"));
            assertThat(count()).isEqualTo(new Count(0, 1));

            parts.replaceMaster(parts.table);
            assertThat(counts().slaves()).as("right after the master has started anew").isZero();
            parts.turn(Duration.ofSeconds(5));
            assertThat(counts()).isEqualTo(told(keyId, new Count(0, 1), "slave-1"));
        }

        private static KeyCounts told(KeyId keyId, Count count, String... following) {
            return new KeyCounts(Map.of(keyId, count), following.length, names(following), Map.of(), Set.of(),
                    Set.of());
        }

        private static Set<NodeName> names(String... names) {
            return Stream.of(names).map(NodeName::new).collect(Collectors.toUnmodifiableSet());
        }

        @Test
        @DisplayName("R31 the owner learns which slaves followed until lately, and for how long they have not, whatever the wall clock says")
        void followedLately() {
            NodeName gone = new NodeName("slave-2");
            assertThat(counts().lately()).isEmpty();
            other.close();
            parts.time.turn(Duration.ofMinutes(9));
            parts.time.stepWallClock(Duration.ofDays(2));
            assertThat(counts().lately()).isEqualTo(Map.of(gone, Duration.ofMinutes(9)));

            revoke("slave-2");
            assertThat(counts().lately()).as("revoked").isEmpty();
            parts.master.reinstate(ReplicationFixture.MASTER, slave("slave-2"));
            assertThat(counts().lately()).as("let in again").containsOnlyKeys(gone);

            parts.time.turn(Duration.ofMinutes(1));
            assertThat(counts().lately()).as("long ago").isEmpty();

            one.close();
            assertThat(counts().lately()).isEqualTo(Map.of(new NodeName("slave-1"), Duration.ZERO));
        }

        @Test
        @DisplayName("R31 R34 the owner learns which slaves it need not wait for: those that are revoked, following or not, also from a master that has started anew, until they are let in again")
        void revokedSlaves() {
            Set<NodeName> known = names("slave-1", "slave-2", "slave-9");
            other.close();
            List.of("slave-2", "slave-8").forEach(this::revoke);
            assertThat(count(known)).isEqualTo(
                    new KeyCounts(Map.of(keyId, new Count(0, 1)), 1, names("slave-1"), Map.of(), names("slave-2"),
                            Set.of()));

            revoke("slave-1");
            assertThat(count(known)).as("its feed still stands").isEqualTo(
                    new KeyCounts(Map.of(keyId, new Count(0, 0)), 0, Set.of(), Map.of(), names("slave-1", "slave-2"),
                            Set.of()));

            parts.replaceMaster(parts.table);
            assertThat(count(known).revoked()).isEqualTo(names("slave-1", "slave-2"));

            parts.master.reinstate(ReplicationFixture.MASTER, slave("slave-1"));
            parts.turn(Duration.ofSeconds(5));
            assertThat(count(known)).isEqualTo(
                    new KeyCounts(Map.of(keyId, new Count(0, 1)), 1, names("slave-1"), Map.of(), names("slave-2"),
                            Set.of()));
        }

        private void revoke(String name) {
            parts.master.revoke(ReplicationFixture.MASTER, slave(name), Caution.INSIST);
        }

        private static Member slave(String name) {
            return new Member(Role.KEY_SLAVE, new NodeName(name));
        }

        private KeyCounts count(Set<NodeName> knownSlaves) {
            return end(parts.creator(CS1).countFetchers(Set.of(keyId), knownSlaves));
        }

        @Test
        @DisplayName("R31 a key that a slave was sent and could not store does not count as one that it has, and the owner learns which slave cannot store, until it can")
        void sentIsNotStored() {
            KeepingTable full = new KeepingTable();
            full.beforeApplying = () -> {
                throw new OperatorException("The disk is full: make room.");
            };
            parts.slave("slave-3", full);
            for (int second = 0; second < 60; second++) {
                parts.turn(Duration.ofSeconds(1));
                assertThat(count().slaves()).isEqualTo(2);
                assertThat(counts().notStoring()).as("whether it has just begun a call anew or not")
                        .isEqualTo(names("slave-3"));
            }

            full.beforeApplying = () -> {
            };
            parts.turn(Duration.ofSeconds(5));
            assertThat(counts().notStoring()).isEmpty();
            assertThat(count().slaves()).isEqualTo(3);
        }

        private KeyCounts counts() {
            return end(parts.creator(CS1).countFetchers(Set.of(keyId)));
        }

        @Test
        @DisplayName("More keys with more clients than one request holds: all are told, in reports that the master takes")
        void manyKeysWithManyClients() {
            try (FetchCountReporter reporting = new FetchCountReporter(
                    new FetchReporter(
                            parts.connect(Role.KEY_SLAVE, new NodeName("slave-3"), ReplicationFixture.MASTER)),
                    parts.time, Runnable::run, id -> true)) {
                Set<KeyId> keyIds = new LinkedHashSet<>();
                for (int number = 0; number < 2 * FetchCountReporter.MOST_AT_ONCE + 1; number++) {
                    try (CreatedKey key = parts.create(CS1, NEWS)) {
                        keyIds.add(key.keyId());
                        IntStream.range(0, 300).forEach(client -> reporting.counts().count(key.keyId(), key.baseKey(),
                                new NodeName("client-" + client)));
                    }
                }

                parts.turn(FetchCountReporter.EVERY.multipliedBy(3));

                assertThat(FetchCountReporter.MOST_AT_ONCE).isGreaterThan(24);
                assertThat(keyIds.stream()
                        .flatMap(id -> end(parts.creator(CS1).countFetchers(Set.of(id))).keys().values()
                                .stream()))
                        .hasSize(keyIds.size())
                        .allMatch(count -> count.clients() > 250 && count.clients() < 350);
            }
        }

        @Test
        @DisplayName("Only slaves report, within bounds, and about keys that are there")
        void reportsOutOfBounds() {
            var slave = ReplicationServiceGrpc.newBlockingStub(
                    parts.connect(Role.KEY_SLAVE, new NodeName("slave-3"), ReplicationFixture.MASTER).channel());
            var contentServer = ReplicationServiceGrpc
                    .newBlockingStub(parts.connect(Role.CONTENT_SERVER, CS1, ReplicationFixture.MASTER).channel());
            FetcherSketch sketch = FetcherSketch.newBuilder().setKeyId(keyId.value()).addSmallest(7).build();
            FetcherSketch unknown = sketch.toBuilder().setKeyId(404).build();
            FetcherSketch tooLong = sketch.toBuilder().addAllSmallest(LongStream.range(0, 256).boxed().toList())
                    .build();

            assertThatThrownBy(() -> contentServer.reportFetchers(report(sketch)))
                    .hasMessageContaining("PERMISSION_DENIED");
            assertThatThrownBy(() -> slave.reportFetchers(report(tooLong))).hasMessageContaining("INVALID_ARGUMENT");
            assertThatThrownBy(() -> slave.reportFetchers(ReportFetchersRequest.newBuilder()
                    .addAllSketches(LongStream.rangeClosed(1, 65).mapToObj(id -> sketch).toList()).build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
            assertThat(counted()).isZero();
            slave.reportFetchers(report(sketch, unknown));
            slave.reportFetchers(report(sketch));
            assertThat(counted()).isEqualTo(1);
        }

        private static ReportFetchersRequest report(FetcherSketch... sketches) {
            return ReportFetchersRequest.newBuilder().addAllSketches(List.of(sketches)).build();
        }
    }

    @Nested
    class BeforeAMasterThatRefuses {

        private static final KeyId REFUSED = new KeyId(5);

        private final ManualTime time = new ManualTime();
        private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
        private final List<List<Long>> taken = new ArrayList<>();
        private final Serving serving = network.serve(ReplicationFixture.MASTER, List.of(new Master()));
        private final Connection connection = network.connect(
                new Identity("lab", Role.KEY_SLAVE, new NodeName("slave-1")), ReplicationFixture.MASTER);
        private final FetchCountReporter reporting = new FetchCountReporter(new FetchReporter(connection), time,
                Runnable::run,
                id -> true);

        private final class Master extends ReplicationServiceGrpc.ReplicationServiceImplBase {

            @Override
            public void reportFetchers(ReportFetchersRequest request, StreamObserver<ReportFetchersResponse> observer) {
                List<Long> keyIds = request.getSketchesList().stream().map(FetcherSketch::getKeyId).toList();
                if (keyIds.contains(REFUSED.value())) {
                    throw new CallRefusedException(Status.Code.RESOURCE_EXHAUSTED, "This is too much.");
                }
                taken.add(keyIds);
                observer.onNext(ReportFetchersResponse.getDefaultInstance());
                observer.onCompleted();
            }
        }

        @AfterEach
        void close() {
            reporting.close();
            connection.close();
            serving.close();
        }

        private void count(LongStream keyIds) {
            BaseKey key = BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII));
            keyIds.forEach(number -> reporting.counts().count(new KeyId(number), key, ALICE));
        }

        @Test
        @DisplayName("The keys that were fetched last are told first, also when everything is told again")
        void newestFirst() {
            count(LongStream.rangeClosed(6, 105));
            time.turn(FetchCountReporter.EVERY);
            assertThat(taken).hasSize(1);
            assertThat(taken.getFirst()).hasSize(FetchCountReporter.MOST_AT_ONCE).startsWith(105L, 104L);

            time.turn(Duration.ofSeconds(2));
            assertThat(taken).flatExtracting(ids -> ids).hasSize(100).doesNotHaveDuplicates();
            taken.clear();
            reporting.tellAll();
            time.turn(FetchCountReporter.EVERY);

            assertThat(taken.getFirst()).startsWith(105L, 104L);
        }

        @Test
        @DisplayName("A count that the master refuses keeps no other from being told, and is given up by itself")
        void refusedReport() {
            count(LongStream.rangeClosed(1, 40));

            time.turn(Duration.ofMinutes(1));

            assertThat(taken).flatExtracting(ids -> ids).hasSize(39).doesNotHaveDuplicates();
            count(LongStream.of(50));
            time.turn(FetchCountReporter.EVERY);
            assertThat(taken.getLast()).containsExactly(50L);
        }
    }
}
