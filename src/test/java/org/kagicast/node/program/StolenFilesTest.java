package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.lab.Eventually.eventually;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.Revocation;
import org.kagicast.lab.Loopback;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.Caution;
import org.kagicast.model.HostPort;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.Interfaces;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.TrustAudit;
import org.kagicast.proto.CipherSuite;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.DescribeRequest;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.NodeEvent;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.RenewRequest;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.proto.WatchEventsRequest;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.RefusalTrailer;
import org.kagicast.rpc.RevocationList;
import org.kagicast.rpc.keys.FailoverKeyFetcher;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.rpc.keys.KeyServerChoice;
import org.kagicast.rpc.network.TlsNetwork;

/// Somebody has copied an identity's files and goes by them; then the identity is revoked at the key master.
class StolenFilesTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration QUARTER = Duration.ofMillis(250);
    private static final NodeName STUDIO = new NodeName("studio");
    private static final KeyLine NEWS_LINE = new KeyLine(NEWS);

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;
    private Program slave;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder);
        master = programs.master();
        slave = programs.slave("s1");
        programs.await("the slave follows", () -> snapshot(slave).copy().orElseThrow().hearsMaster());
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    private static Member member(Role role, String name) {
        return new Member(role, new NodeName(name));
    }

    private Revocation revoke(Role role, String name) {
        return authority(master).revoke(Identity.parse("spiffe://lab/operator/olga"), member(role, name),
                Caution.INSIST);
    }

    /// Whoever has the files, on a connection to a node of whatever role.
    private Connection as(Role role, String name, Program server) {
        RenewableIdentity files = programs.identity(role, name);
        return programs.closing(
                programs.network(files).connect(List.of(server.address()),
                        EnumSet.complementOf(EnumSet.of(Role.OPERATOR))));
    }

    /// A stream that stands open, and how it ended.
    private static final class Standing<A> implements StreamObserver<A> {
        private final CompletableFuture<Void> heard = new CompletableFuture<>();
        private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

        @Override
        public void onNext(A message) {
            heard.complete(null);
        }

        @Override
        public void onError(Throwable fault) {
            ended.complete(fault);
        }

        @Override
        public void onCompleted() {
            ended.complete(new AssertionError("ended in order"));
        }

        void awaitOpen() {
            eventually("the stream stands", heard::isDone);
            assertThat(ended).isNotDone();
        }
    }

    /// Turns the clock by a second at most, in steps, and has each step's work done, until it is so.
    private void withinASecond(String what, Stream<CompletableFuture<?>> ends) {
        List<CompletableFuture<?>> all = ends.toList();
        for (Duration gone = Duration.ZERO; gone.compareTo(A_SECOND) < 0; gone = gone.plus(QUARTER)) {
            programs.time.turn(QUARTER);
            settle(all);
        }
        eventually(what, () -> all.stream().allMatch(CompletableFuture::isDone));
    }

    /// Work on other threads is not done in the clock's time: it gets a moment.
    private static void settle(List<CompletableFuture<?>> all) {
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).copy()
                    .completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException done) {
            throw new AssertionError("ends do not fail", done);
        }
    }

    private static void assertRevoked(CompletableFuture<Throwable> end) {
        assertThat(end.join()).isInstanceOfSatisfying(StatusRuntimeException.class, StolenFilesTest::assertRevoked);
    }

    private static void assertRevoked(StatusRuntimeException refused) {
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.getStatus().getDescription()).contains("has been revoked");
        assertThat(RefusalTrailer.in(refused.getTrailers())).contains(RefusalReason.REVOKED);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, StolenFilesTest::assertRevoked);
    }

    private static void assertNoRenewal(Channel channel) {
        assertRefused(() -> EnrolmentServiceGrpc.newBlockingStub(channel).renew(RenewRequest.getDefaultInstance()));
    }

    @Test
    @DisplayName("R34 a stolen key slave's files are of no use within a second of its revocation: no replication, no key on anybody's behalf, no renewal; all keys are compromised")
    void keySlave() throws Exception {
        var inUse = programs.create(master, "studio", NEWS);
        var spare = programs.create(master, "studio", NEWS);
        Connection thief = as(Role.KEY_SLAVE, "s2", master);
        Standing<TableChanges> changes = new Standing<>();
        ReplicationServiceGrpc.newStub(thief.channel()).watchChanges(WatchChangesRequest.getDefaultInstance(), changes);
        changes.awaitOpen();

        Revocation revocation = revoke(Role.KEY_SLAVE, "s2");

        assertThat(revocation.compromised()).containsExactlyInAnyOrder(inUse.keyId(), spare.keyId());
        assertRefused(() -> ReplicationServiceGrpc.newBlockingStub(thief.channel()).getKeyOnBehalf(
                GetKeyOnBehalfRequest.newBuilder().setKeyId(inUse.keyId().value())
                        .setClient("spiffe://lab/client/alice").build()));
        assertNoRenewal(thief.channel());
        withinASecond("the stolen replication ends", Stream.of(changes.ended));
        assertRevoked(changes.ended);
        assertRefused(() -> ReplicationServiceGrpc.newBlockingStub(as(Role.KEY_SLAVE, "s2", master).channel())
                .watchChanges(WatchChangesRequest.getDefaultInstance()).next());
        assertThat(snapshot(slave).copy().orElseThrow().hearsMaster()).as("the other slave goes on").isTrue();
        programs.awaitAudited("master", "call_refused", "spiffe://lab/key-slave/s2", "revoked");
    }

    @Test
    @DisplayName("R34 a stolen content server's files are of no use within a second of its revocation: no keys, no orders, no renewal; its streams wait for another one")
    void contentServer() throws Exception {
        var key = programs.create(master, "studio", NEWS);
        programs.create(master, "tower", new StreamName("beat"));
        Connection thief = as(Role.CONTENT_SERVER, "studio", master);
        Standing<RekeyOrder> orders = new Standing<>();
        KeyServiceGrpc.newStub(thief.channel())
                .watchRekeyOrders(WatchRekeyOrdersRequest.newBuilder().addStreams("news").build(), orders);
        orders.awaitOpen();

        Revocation revocation = revoke(Role.CONTENT_SERVER, "studio");

        assertThat(revocation.compromised()).containsExactly(key.keyId());
        assertThat(revocation.ordered()).isEmpty();
        assertThat(revocation.waiting()).containsExactly(NEWS_LINE);
        assertRefused(() -> KeyServiceGrpc.newBlockingStub(thief.channel()).createKey(request()));
        assertNoRenewal(thief.channel());
        withinASecond("the stolen watch ends", Stream.of(orders.ended));
        assertRevoked(orders.ended);
        assertThatThrownBy(() -> authority(master).own(NEWS, STUDIO)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("is revoked");

        authority(master).takeOver(authority(master).identity(), NEWS, new NodeName("tower"));
        assertThat(programs.create(master, "tower", NEWS).keyId()).isNotEqualTo(key.keyId());
        authority(master).reinstate(authority(master).identity(), member(Role.CONTENT_SERVER, "studio"));
        assertThatThrownBy(() -> KeyServiceGrpc.newBlockingStub(thief.channel()).createKey(request()))
                .as("let in again, but the stream is another's")
                .hasMessageContaining("belongs to the content server tower");
    }

    private static CreateKeyRequest request() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array();
        return CreateKeyRequest.newBuilder().setStream("news").setSuite(CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                .setIdempotencyId(ByteString.copyFrom(bytes)).build();
    }

    @Test
    @DisplayName("R34 a stolen operator's files are of no use within a second of their revocation at a master, slave, content server and client, on watches that stand idle too, and of use again once reinstated")
    void operator() throws Exception {
        authority(master).own(NEWS, STUDIO);
        authority(master).grant(new NodeName("screen"), NEWS);
        MulticastGroup group = TestGroups.any();
        Program content = contentServer(group);
        Program client = client(group, List.of(slave.address()));
        List<Program> nodes = List.of(master, slave, content, client);
        List<Connection> thieves = nodes.stream().map(node -> as(Role.OPERATOR, "mallory", node)).toList();
        List<Standing<NodeEvent>> idle = thieves.stream().map(thief -> {
            Standing<NodeEvent> events = new Standing<>();
            NodeServiceGrpc.newStub(thief.channel()).watchEvents(WatchEventsRequest.getDefaultInstance(), events);
            return events;
        }).toList();
        thieves.forEach(StolenFilesTest::describe);
        programs.await("the stream is sent",
                () -> content.node().snapshot().join().contentServers().getFirst().streams()
                        .getFirst().status() == StreamSnapshot.Status.SENDING);

        revoke(Role.OPERATOR, "mallory");

        assertRefused(() -> describe(thieves.getFirst()));
        assertNoRenewal(thieves.getFirst().channel());
        withinASecond("all watches end", idle.stream().map(each -> each.ended));
        idle.forEach(each -> assertRevoked(each.ended));
        thieves.forEach(thief -> assertRefused(() -> describe(thief)));

        authority(master).reinstate(authority(master).identity(), member(Role.OPERATOR, "mallory"));
        programs.await("mallory is let in again", () -> thieves.stream().allMatch(thief -> {
            try {
                describe(thief);
                return true;
            } catch (StatusRuntimeException refused) {
                return false;
            }
        }));
    }

    private static void describe(Connection connection) {
        assertThat(NodeServiceGrpc.newBlockingStub(connection.channel()).describe(DescribeRequest.getDefaultInstance())
                .getNode()).isNotEmpty();
    }

    @Test
    @DisplayName("R34 what a stolen content server's files have sent is not opened any more within a second of their revocation, also where a client has the key; it is again once reinstated")
    void packetsOfTheContentServer() throws Exception {
        authority(master).own(NEWS, STUDIO);
        authority(master).grant(new NodeName("screen"), NEWS);
        MulticastGroup group = TestGroups.any();
        Program client = client(group, List.of(slave.address()));
        Program content = contentServer(group);
        programs.await("the client shows the stream", () -> opened(client) > 3);

        revoke(Role.CONTENT_SERVER, "studio");
        for (Duration gone = Duration.ZERO; gone.compareTo(A_SECOND) < 0; gone = gone.plus(QUARTER)) {
            programs.time.turn(QUARTER);
            settle(List.of(new CompletableFuture<>()));
        }
        long then = opened(client);

        programs.await("the client is told why", () -> why(client).contains("its content server has been revoked"));
        assertThat(opened(client)).isEqualTo(then);
        assertThat(content.node().snapshot().join().contentServers()).isNotEmpty();
        authority(master).reinstate(authority(master).identity(), member(Role.CONTENT_SERVER, "studio"));
        programs.await("the client shows it again", () -> opened(client) > then);
    }

    private static long opened(Program client) {
        return client.node().snapshot().join().clients().getFirst().counters().opened();
    }

    private static String why(Program client) {
        return client.node().snapshot().join().clients().getFirst().why().map(CodedMessage::text).orElse("");
    }

    @Test
    @DisplayName("R34 a client does not believe a revoked key slave within a second, and takes the other one; the master's word alone counts while a server is away")
    void clientLeavesTheRevokedSlave() throws Exception {
        var key = programs.create(master, "studio", NEWS);
        authority(master).grant(new NodeName("screen"), NEWS);
        programs.awaitRevision(slave, snapshot(master).revision());
        RenewableIdentity screen = programs.identity(Role.CLIENT, "screen");
        var list = programs.closing(new RevocationList(programs.time, programs.randomness, Runnable::run));
        var network = new TlsNetwork(screen, programs.time, list,
                TrustAudit.NONE);
        Set<Role> keyRoles = Membership.KEY_SERVERS;
        Connection toSlave = programs.closing(network.connect(List.of(slave.address()), keyRoles));
        Connection toMaster = programs.closing(network.connect(List.of(master.address()), keyRoles));
        list.hear(toMaster);
        list.hear(toSlave);
        GetKeyRequest request = GetKeyRequest.newBuilder().setKeyId(key.keyId().value()).build();
        assertThat(KeyServiceGrpc.newBlockingStub(toSlave.channel()).getKey(request).hasKey()).isTrue();
        // Both changes of another member have come: the watch is up, and looked after.
        Member another = member(Role.CONTENT_SERVER, "elsewhere");
        revoke(Role.CONTENT_SERVER, "elsewhere");
        programs.await("a revocation is heard of", () -> list.isRevoked(another));
        authority(master).reinstate(authority(master).identity(), another);
        programs.await("a reinstatement is heard of", () -> !list.isRevoked(another));

        revoke(Role.KEY_SLAVE, "s1");
        programs.time.turn(QUARTER);
        eventually("the client hears of it", () -> list.isRevoked(slave.identity()));

        assertThatThrownBy(() -> KeyServiceGrpc.newBlockingStub(toSlave.channel()).getKey(request))
                .isInstanceOfSatisfying(StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(KeyServiceGrpc.newBlockingStub(toMaster.channel()).getKey(request).hasKey()).isTrue();
        master.close();
        programs.time.turn(Duration.ofSeconds(20));
        assertThat(list.isRevoked(slave.identity())).as("the last list counts on").isTrue();
    }

    @Test
    @DisplayName("R34 a revoked key slave says so itself, and its clients get their keys elsewhere at once; reinstated, it gives them again")
    void revokedSlaveSaysSo() throws Exception {
        var key = programs.create(master, "studio", NEWS);
        authority(master).grant(new NodeName("screen"), NEWS);
        programs.awaitRevision(slave, snapshot(master).revision());
        KeyFetcher fetcher = new FailoverKeyFetcher(Stream.of(slave, master)
                .map(server -> new GrpcKeyFetcher(as(Role.CLIENT, "screen", server))).toList(), KeyServerChoice.FIXED,
                programs.time);
        assertThat(fetched(fetcher, key.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class,
                told -> assertThat(told.from().value()).isEqualTo("s1"));

        revoke(Role.KEY_SLAVE, "s1");
        programs.await("the slave says so",
                () -> snapshot(slave).problem().map(CodedMessage::text).orElse("")
                        .contains("has been revoked at its key master"));

        assertThat(programs.fetch(slave, "screen", key.keyId())).isInstanceOfSatisfying(FetchOutcome.Unreachable.class,
                told -> assertThat(told.sentence().text()).contains("s1 has been revoked", "take another key server"));
        assertThat(fetched(fetcher, key.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class,
                told -> assertThat(told.from().value()).isEqualTo("km"));
        programs.time.turn(Duration.ofMinutes(2));
        authority(master).reinstate(authority(master).identity(), member(Role.KEY_SLAVE, "s1"));
        programs.await("the slave is back", () -> snapshot(slave).copy().orElseThrow().isInStep());
        assertThat(programs.fetch(slave, "screen", key.keyId())).isInstanceOf(FetchOutcome.Key.class);
    }

    @Test
    @DisplayName("R34 the status counts the calls that were refused, with who was last and why; what was answered with a refusal is counted apart")
    void refusalsAreCounted() throws Exception {
        var key = programs.create(master, "studio", NEWS);
        Connection screen = as(Role.CLIENT, "screen", master);
        GetKeyRequest request = GetKeyRequest.newBuilder().setKeyId(key.keyId().value()).build();
        assertThat(KeyServiceGrpc.newBlockingStub(screen.channel()).getKey(request).hasKey()).isFalse();
        assertThat(refused(master)).isEqualTo(RefusedCallers.NONE);

        revoke(Role.CLIENT, "screen");
        for (int call = 0; call < 12; call++) {
            assertRefused(() -> KeyServiceGrpc.newBlockingStub(screen.channel()).getKey(request));
        }

        assertThat(refused(master)).isEqualTo(new RefusedCallers(12, 0, Optional.of("client screen, revoked")));
        assertThat(snapshot(master).refusals()).as("answered with a refusal").isEqualTo(1);
    }

    private static RefusedCallers refused(Program program) {
        return program.node().snapshot().join().connections().orElseThrow().callers();
    }

    private static FetchOutcome fetched(KeyFetcher fetcher, KeyId keyId) throws Exception {
        return fetcher.fetch(keyId, FetchReason.ON_DEMAND).outcome().get(10, TimeUnit.SECONDS);
    }

    private Program contentServer(MulticastGroup group) {
        Path files = folder.resolve("studio-identity");
        programs.domain().enrolHere(new Enrollee(Role.CONTENT_SERVER, STUDIO, List.of("127.0.0.1"), Set.of()), files);
        return programs
                .closing(ContentServerProgram.start(new ContentServerSettings(new HostPort("127.0.0.1", 0), files,
                        List.of(master.address()), List.of(StreamSettings.of(NEWS, group, Loopback.name(),
                                Sources.parse("pattern:rate=10&size=100")))),
                        programs.around));
    }

    private Program client(MulticastGroup group, List<HostPort> keyServers) {
        Path files = folder.resolve("screen-identity");
        programs.domain().enrolHere(new Enrollee(Role.CLIENT, new NodeName("screen"), List.of("127.0.0.1"), Set.of()),
                files);
        return programs.closing(ClientProgram.start(new ClientProgramSettings(new HostPort("127.0.0.1", 0), files,
                keyServers, KeyServerChoice.FIXED, List.of(group), Interfaces.find(Loopback.name()), "count",
                ClientLimits.DEFAULTS), programs.around));
    }
}
