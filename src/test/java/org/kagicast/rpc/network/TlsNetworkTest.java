package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.TrustEvent;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.network.NetworkLimits.Share;

class TlsNetworkTest {

    private final EchoKeyService service = new EchoKeyService();
    private TlsFixture fixture;
    private RenewableIdentity alice;
    private NetworkServing serving;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        alice = fixture.identity(Role.CLIENT, "alice");
        serving = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-1"), service);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static boolean reaches(FetchOutcome outcome) {
        return outcome instanceof FetchOutcome.Refused refused && refused.reason() == RefusalReason.UNKNOWN;
    }

    private static String sentence(FetchOutcome outcome) {
        return ((FetchOutcome.Unreachable) outcome).sentence().text();
    }

    private static Status getKey(Channel channel) {
        try {
            KeyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS)
                    .getKey(GetKeyRequest.newBuilder().setKeyId(7).build());
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    private void assertAudited(Class<? extends TrustEvent> kind, String... words) {
        TlsFixture.await(() -> fixture.audit.stream().anyMatch(kind::isInstance));
        assertThat(fixture.audit).filteredOn(kind::isInstance).first().asString().contains(words);
    }

    @Test
    @DisplayName("A client of the trust domain reaches the key server, which knows it by its certificate")
    void certificateProvesTheCaller() throws Exception {
        FetchOutcome outcome = TlsFixture.fetch(fixture.connect(alice, serving));

        assertThat(outcome).matches(TlsNetworkTest::reaches);
        assertThat(((FetchOutcome.Refused) outcome).from().value()).isEqualTo("ks-1");
        assertThat(service.caller).isEqualTo(alice.identity());
        assertThat(fixture.audit).isEmpty();
    }

    @Test
    @DisplayName("A client of another trust domain is refused in the handshake, and audited")
    void otherTrustDomainIsRefused() {
        RenewableIdentity mallory = fixture.identity(fixture.domain("elsewhere"), Role.CLIENT, "mallory");

        Status status = getKey(
                fixture.channel(TlsContexts.client(mallory.current().keyManager(), fixture.trustOf(alice)), serving));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.ConnectionRefused.class, "mallory", "elsewhere", "lab");
        assertThat(serving.connections().callers().calls()).isZero();
        assertThat(serving.connections().callers().handshakes()).as("counted too").isPositive();
        assertThat(serving.connections().callers().latest())
                .contains("somebody who claims to be client mallory, foreign domain");
    }

    @Test
    @DisplayName("A certificate by another authority that names this trust domain is refused in the handshake")
    void forgedTrustDomainIsRefused() {
        RenewableIdentity forger = fixture.identity(fixture.domain("lab"), Role.CLIENT, "alice");

        Status status = getKey(
                fixture.channel(TlsContexts.client(forger.current().keyManager(), fixture.trustOf(alice)), serving));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.ConnectionRefused.class, "alice", "by another authority");
    }

    @Test
    @DisplayName("Without a certificate no method can be called but enrolment, and the attempt is audited")
    void noCertificateIsUnauthenticated() {
        ManagedChannel nobody = fixture.channel(TlsContexts.newcomer(fixture.trustOf(alice)), serving);

        assertThat(getKey(nobody).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThatThrownBy(() -> HealthGrpc.newBlockingStub(nobody).check(HealthCheckRequest.getDefaultInstance()))
                .hasMessageContaining("UNAUTHENTICATED");
        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.CallRefused.class, "KeyService/GetKey", "Nothing proves who is calling");
    }

    @Test
    @DisplayName("A client whose certificate ended too long ago to be renewed is refused in the handshake, and audited")
    void expiredCertificateIsRefusedInTheHandshake() throws Exception {
        fixture.time.turn(Duration.ofDays(15).plusMinutes(1));

        assertThat(TlsFixture.fetch(fixture.connect(alice, serving))).isInstanceOf(FetchOutcome.Unreachable.class);

        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.ConnectionRefused.class, "alice", "ended at");
    }

    @Test
    @DisplayName("R31 A certificate that has ended opens a connection for its renewal, but no other method can be called")
    void expiredCertificateMayOnlyBeRenewed() throws Exception {
        fixture.time.turn(Duration.ofDays(14));
        Connection connection = fixture.connect(alice, serving);

        assertThat(sentence(TlsFixture.fetch(connection))).contains("certificate of client alice ended at");
        assertThatThrownBy(() -> HealthGrpc.newBlockingStub(connection.channel())
                .check(HealthCheckRequest.getDefaultInstance())).hasMessageContaining("UNAUTHENTICATED");
        assertThatThrownBy(() -> EnrolmentServiceGrpc.newBlockingStub(connection.channel())
                .enrol(EnrolRequest.getDefaultInstance())).hasMessageContaining("UN");

        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.CallRefused.class, "alice", "ended at");
    }

    @Test
    @DisplayName("R31 A certificate that begins only later is none the worse: the clock may be behind")
    void beginCountsNowhere() throws Exception {
        fixture.time.stepWallClock(Duration.ofDays(-3));

        assertThat(TlsFixture.fetch(fixture.connect(alice, serving))).matches(TlsNetworkTest::reaches);
    }

    @Test
    @DisplayName("A certificate that expires while its connection is open is refused with the next call")
    void expiryCountsOnOpenConnections() throws Exception {
        Connection connection = fixture.connect(alice, serving);
        assertThat(TlsFixture.fetch(connection)).matches(TlsNetworkTest::reaches);

        fixture.time.turn(Duration.ofHours(25));

        assertThat(sentence(TlsFixture.fetch(connection))).contains("certificate of client alice ended at")
                .contains("enrol");
        assertThat(service.asked).hasValue(1);
        assertAudited(TrustEvent.CallRefused.class, "alice", "ended at");
    }

    @Test
    @DisplayName("A revoked client is refused with the next call on its open connection, and told why")
    void revocationCountsOnOpenConnections() throws Exception {
        Connection connection = fixture.connect(alice, serving);
        assertThat(TlsFixture.fetch(connection)).matches(TlsNetworkTest::reaches);

        fixture.revoked.add(alice.identity());

        assertThat(TlsFixture.fetch(connection)).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));
        assertThat(service.asked).hasValue(1);
        assertAudited(TrustEvent.CallRefused.class, "alice", "revoked");
    }

    @Test
    @DisplayName("A call that stands already ends before the next message when its caller is revoked")
    void revocationEndsStandingCalls() {
        RenewableIdentity cs1 = fixture.identity(Role.CONTENT_SERVER, "cs-1");
        Iterator<RekeyOrder> orders = KeyServiceGrpc.newBlockingStub(fixture.connect(cs1, serving).channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .watchRekeyOrders(WatchRekeyOrdersRequest.getDefaultInstance());
        assertThat(orders.next()).isEqualTo(RekeyOrder.getDefaultInstance());
        TlsFixture.await(() -> service.watch != null);
        service.watch.onNext(RekeyOrder.newBuilder().setStream("first").build());
        assertThat(orders.next().getStream()).isEqualTo("first");

        fixture.revoked.add(cs1.identity());
        service.watch.onNext(RekeyOrder.newBuilder().setStream("second").build());

        assertThatThrownBy(orders::hasNext).hasMessageContaining("PERMISSION_DENIED").hasMessageContaining("revoked");
    }

    @Test
    @DisplayName("A role that may not call a method is denied, and audited")
    void wrongRoleIsDenied() {
        RenewableIdentity cs1 = fixture.identity(Role.CONTENT_SERVER, "cs-1");

        assertThat(getKey(fixture.connect(cs1, serving).channel()).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.CallRefused.class, "cs-1", "KeyService/GetKey", "may not call");
    }

    @Test
    @DisplayName("A client that poses as a key server is refused by the caller")
    void clientCannotPoseAsKeyServer() throws Exception {
        NetworkServing posing = fixture.serve(fixture.identity(Role.CLIENT, "mallory", "127.0.0.1"), service);

        FetchOutcome outcome = TlsFixture.fetch(fixture.connect(alice, posing));

        assertThat(sentence(outcome)).contains("client mallory").contains("key-server").contains("expected");
        assertThat(service.asked).hasValue(0);
        assertAudited(TrustEvent.ConnectionRefused.class, "mallory");
    }

    @Test
    @DisplayName("A certificate for callers only serves nobody")
    void callersCertificateServesNobody() throws Exception {
        NetworkServing posing = fixture.serve(fixture.identity(Role.CLIENT, "mallory"), service);

        assertThat(sentence(TlsFixture.fetch(fixture.connect(alice, posing)))).contains("not made for this end");
    }

    @Test
    @DisplayName("A key server of another trust domain is refused by the caller")
    void foreignKeyServerIsRefused() throws Exception {
        NetworkServing foreign = fixture.serve(
                fixture.identity(fixture.domain("elsewhere"), Role.KEY_SERVER, "ks-1", "127.0.0.1"), service);

        assertThat(sentence(TlsFixture.fetch(fixture.connect(alice, foreign)))).contains("elsewhere").contains("lab");
        assertThat(service.asked).hasValue(0);
    }

    @Test
    @DisplayName("A key server whose certificate does not cover the dialled address is refused by the caller")
    void addressMustBeCovered() throws Exception {
        NetworkServing moved = fixture.serve(fixture.identity(Role.KEY_SERVER, "ks-2", "192.0.2.1", "ks-2.example"),
                service);

        assertThat(sentence(TlsFixture.fetch(fixture.connect(alice, moved)))).contains("key-server ks-2")
                .contains("does not cover the address 127.0.0.1");
        assertThat(service.asked).hasValue(0);
    }

    @Test
    @DisplayName("A server whose certificate expires while the connection is open is not believed any more")
    void expiredServerIsNotBelieved() throws Exception {
        RenewableIdentity operator = fixture.identity(Role.OPERATOR, "olga");
        NetworkServing brief = fixture.serve(fixture.identity(Role.KEY_SERVER, "ks-2", "127.0.0.1"), service);
        Connection connection = fixture.connect(operator, brief);
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(connection.channel());
        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);

        fixture.time.turn(Duration.ofHours(25));

        assertThatThrownBy(() -> health.check(HealthCheckRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, fault -> assertThat(fault.getStatus().getCause())
                        .hasMessageContaining("certificate of key-server ks-2 ended"));
    }

    @Test
    @DisplayName("A call that is ended before its request is sent is told so by its listener, not by an exception")
    void endedBeforeTheRequest() throws Exception {
        RenewableIdentity operator = fixture.identity(Role.OPERATOR, "olga");
        NetworkServing brief = fixture.serve(fixture.identity(Role.KEY_SERVER, "ks-2", "127.0.0.1"), service);
        Connection connection = fixture.connect(operator, brief);
        HealthGrpc.newBlockingStub(connection.channel()).check(HealthCheckRequest.getDefaultInstance());
        CompletableFuture<Status> closed = new CompletableFuture<>();
        ClientCall<HealthCheckRequest, HealthCheckResponse> call = connection.channel()
                .newCall(HealthGrpc.getCheckMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                closed.complete(status);
            }
        }, new Metadata());
        call.request(2);

        fixture.time.turn(Duration.ofHours(25));
        Status status = closed.get(20, TimeUnit.SECONDS);

        assertThatCode(() -> call.sendMessage(HealthCheckRequest.getDefaultInstance())).doesNotThrowAnyException();
        assertThatCode(call::halfClose).doesNotThrowAnyException();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getCause()).hasMessageContaining("certificate of key-server ks-2 ended");
    }

    @Test
    @DisplayName("TLS 1.2 is refused, TLS 1.3 is not")
    void onlyTls13() throws Exception {
        assertThat(handshake("TLSv1.3")).isEqualTo("TLSv1.3");
        assertThatThrownBy(() -> handshake("TLSv1.2")).isInstanceOf(SSLException.class);
    }

    private String handshake(String version) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new X509TrustManager[]{new TrustsAll()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1",
                serving.address().port())) {
            socket.setEnabledProtocols(new String[]{version});
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[]{"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    @Test
    @DisplayName("There is no way in without TLS")
    void plaintextIsRefused() {
        ManagedChannel plain = NettyChannelBuilder.forAddress("127.0.0.1", serving.address().port()).usePlaintext()
                .build();
        fixture.closing(plain::shutdownNow);

        assertThat(getKey(plain).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    @DisplayName("Health and reflection answer whoever is enrolled")
    void healthAndReflection() throws Exception {
        Channel channel = fixture.connect(alice, serving).channel();
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);

        assertThat(services(channel)).contains("kagicast.v1.KeyService", "grpc.health.v1.Health");
    }

    private static List<String> services(Channel channel) throws Exception {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(each -> each.getName()).toList());
                    }

                    @Override
                    public void onError(Throwable fault) {
                        names.completeExceptionally(fault);
                    }

                    @Override
                    public void onCompleted() {
                        // The names came before.
                    }
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        List<String> found = names.get(10, TimeUnit.SECONDS);
        asking.onCompleted();
        return found;
    }

    @Test
    @DisplayName("An address that is taken is told in one sentence")
    void takenAddressIsTold() {
        assertThatThrownBy(() -> fixture.network(alice).serve(serving.address(), List.of()))
                .isInstanceOf(OperatorException.class).hasMessageContaining(serving.address().toString());
    }

    @Test
    @DisplayName("Nobody gets more connections than there may be")
    void connectionsAreLimited() throws Exception {
        NetworkServing small = fixture.closing(fixture.network(fixture.server(Role.KEY_SERVER, "ks-2")).serve(
                new HostPort("127.0.0.1", 0), List.of(service),
                new NetworkLimits(new Share(2, 2, 2), new Share(2, 2, 2), 10, Duration.ofSeconds(10),
                        Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1))));
        Connection first = fixture.connect(alice, small);
        assertThat(TlsFixture.fetch(first)).matches(TlsNetworkTest::reaches);
        assertThat(TlsFixture.fetch(fixture.connect(alice, small))).matches(TlsNetworkTest::reaches);

        Connection third = fixture.connect(alice, small);
        assertThat(TlsFixture.fetch(third)).isInstanceOf(FetchOutcome.Unreachable.class);

        first.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        FetchOutcome outcome = TlsFixture.fetch(third);
        while (!reaches(outcome) && System.nanoTime() < deadline) {
            outcome = TlsFixture.fetch(third);
        }
        assertThat(outcome).matches(TlsNetworkTest::reaches);
    }

    /// For looking at the protocol alone.
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String authType) {
            // Everybody is welcome.
        }

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String authType) {
            // Everybody is welcome.
        }

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    @Test
    @DisplayName("R34 a refusal to a caller that has been revoked comes with the server's name, as its certificate says")
    void refusalNamesTheServer() throws Exception {
        NetworkServing server = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-7"), service);
        Connection connection = fixture.connect(alice, server);
        fixture.revoked.add(alice.identity());

        assertThat(TlsFixture.fetch(connection)).isEqualTo(new FetchOutcome.Refused(RefusalReason.REVOKED,
                Optional.empty(), new NodeName("ks-7")));
    }
}
