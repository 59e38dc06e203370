package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.node.program.ProgramsFixture.NEWS;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.Lifetimes;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.ca.EnrolmentClient;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.proto.CipherSuite;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.KeyServiceGrpc.KeyServiceBlockingStub;
import org.kagicast.proto.KeyState;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.WatchChangesRequest;

/// Everybody who must be refused, tried against the key master's own program on a real socket: each is refused, and each
/// refusal stands in the audit log on the disk with who and why.
class RefusalsTest {

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;
    private long keyId;

    /// One who must be refused.
    ///
    /// @param attempt tries, and gives what came of it: an alert, a status, or the refusal in the response
    /// @param refusal what must have come of it
    /// @param log whose audit log tells of it
    /// @param audited what the entry says
    private record Row(String who, Attempt attempt, String refusal, String log, List<String> audited) {
        @Override
        public String toString() {
            return who;
        }
    }

    @FunctionalInterface
    private interface Attempt {
        String by(RefusalsTest test) throws Exception;
    }

    private static Row row(String who, Attempt attempt, String refusal, String... audited) {
        return new Row(who, attempt, refusal, "master", List.of(audited));
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("a client of another trust domain", RefusalsTest::foreignDomain, "alert", "call_refused",
                        "foreign_domain", "spiffe://elsewhere/client/mallory"),
                row("a client whose certificate names this trust domain and is by another authority",
                        RefusalsTest::forgedDomain, "alert", "call_refused", "untrusted",
                        "spiffe://lab/client/mallory"),
                row("a client without a certificate", RefusalsTest::noCertificate, "UNAUTHENTICATED", "call_refused",
                        "no_identity"),
                row("a client with an expired certificate", RefusalsTest::expired, "alert", "call_refused",
                        "\"expired\"", "spiffe://lab/client/alice"),
                row("a client that asks for a stream that it is not granted",
                        test -> test.getKey("bob", test.keyId), "REFUSAL_NOT_GRANTED", "key_refused", "not_granted",
                        "spiffe://lab/client/bob", "news", "KEY"),
                row("a client that asks for a key that nobody made", test -> test.getKey("bob", 4711),
                        "REFUSAL_UNKNOWN", "key_refused", "unknown", "spiffe://lab/client/bob", "4711"),
                row("a content server that creates a key of another's stream", RefusalsTest::createAnothers,
                        "PERMISSION_DENIED", "change_refused", "not_its_own", "spiffe://lab/content-server/cs-2",
                        "news"),
                row("a content server that deposits a key for another's stream", RefusalsTest::depositAnothers,
                        "PERMISSION_DENIED", "change_refused", "not_its_own", "spiffe://lab/content-server/cs-2",
                        "news"),
                row("a content server that destroys another's key", RefusalsTest::destroyAnothers,
                        "PERMISSION_DENIED", "change_refused", "not_its_own", "spiffe://lab/content-server/cs-2",
                        "news", "KEY"),
                row("a client that poses as a key slave, to be sent the whole table", RefusalsTest::poseAsSlave,
                        "PERMISSION_DENIED", "call_refused", "wrong_role", "spiffe://lab/client/mallory"),
                new Row("a client that poses as the key master", RefusalsTest::poseAsMaster,
                        "The other end is the client mallory, but a key-master was expected", "slave-1",
                        List.of("call_refused", "wrong_role", "spiffe://lab/client/mallory")),
                row("a newcomer with a used token", RefusalsTest::usedToken, "has been used already",
                        "enrolment_refused", "token_used", "spiffe://lab/client/carol"),
                row("a newcomer with an expired token", RefusalsTest::expiredToken, "expired at",
                        "enrolment_refused", "\"expired\"", "spiffe://lab/client/carol"),
                row("a newcomer with a token that another authority made", RefusalsTest::foreignToken,
                        "not one of trust domain lab", "enrolment_refused", "token_forged"),
                row("a newcomer with a token that was changed", RefusalsTest::changedToken, "token",
                        "enrolment_refused", "token_forged"),
                row("a revoked client that enrols again", RefusalsTest::revokedEnrols, "has been revoked",
                        "enrolment_refused", "revoked", "spiffe://lab/client/carol"),
                row("a revoked client that asks for a key", RefusalsTest::revokedAsks, "PERMISSION_DENIED",
                        "call_refused", "revoked", "spiffe://lab/client/carol"));
    }

    @BeforeEach
    void start() throws Exception {
        programs = new ProgramsFixture(folder);
        master = programs.master();
        keyId = programs.create(master, "cs-1", NEWS).keyId().value();
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName("Refused and audited:")
    void isRefusedAndAudited(Row row) throws Exception {
        String outcome = row.attempt().by(this);

        assertThat(outcome).contains(row.refusal());
        programs.awaitAudited(row.log(), row.audited().stream()
                .map(word -> word.equals("KEY") ? "\"keyId\":" + keyId : word).toArray(String[]::new));
        programs.close();
        assertThat(AuditVerifier.verify(programs.data(row.log()).audit()))
                .isInstanceOf(AuditVerification.Intact.class);
    }

    private TrustDomain otherDomain(String name) {
        Path place = folder.resolve("other-domain");
        TrustDomain.init(place, name, Optional.empty(), programs.time, programs.randomness);
        return TrustDomain.open(place, Optional::empty, programs.time,
                programs.randomness);
    }

    private String foreignDomain() throws Exception {
        return handshake(programs.identity(otherDomain("elsewhere"), Role.CLIENT, "mallory"));
    }

    private String forgedDomain() throws Exception {
        return handshake(programs.identity(otherDomain("lab"), Role.CLIENT, "mallory"));
    }

    private String expired() throws Exception {
        TrustDomain.setLifetimes(programs.folder.resolve("domain"), Lifetimes.DEFAULT.withNodes(Duration.ofHours(24)));
        RenewableIdentity alice = programs.identity(Role.CLIENT, "alice");
        programs.time.stepWallClock(Duration.ofDays(15).plusMinutes(1));
        return handshake(alice);
    }

    /// What the server says to a certificate: it comes after the handshake (RFC 8446 §4.4.2.4, §6.2).
    private String handshake(RenewableIdentity caller) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(new KeyManager[]{caller.current().keyManager()}, new X509TrustManager[]{new TrustsAll()},
                new SecureRandom());
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1",
                master.address().port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[]{"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            int letter = socket.getInputStream().read();
            while (letter >= 0) {
                letter = socket.getInputStream().read();
            }
            return "let in";
        } catch (SSLException refused) {
            return String.valueOf(refused.getMessage());
        } catch (SocketTimeoutException waiting) {
            return "let in";
        } catch (IOException reset) {
            return reset.toString();
        }
    }

    private String noCertificate() {
        return status(() -> KeyServiceGrpc.newBlockingStub(stranger())
                .getKey(GetKeyRequest.newBuilder().setKeyId(keyId).build()));
    }

    private ManagedChannel stranger() {
        RenewableIdentity other = programs.identity(Role.CLIENT, "alice");
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", master.address().port())
                .sslContext(TlsContexts.newcomer(PeerTrust.inServers(other.current(), Set.of(Role.KEY_MASTER),
                        programs.time, TrustAudit.NONE)))
                .build();
        programs.closing(channel::shutdownNow);
        return channel;
    }

    private static String status(Runnable call) {
        try {
            call.run();
            return "answered";
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().toString();
        }
    }

    private KeyServiceBlockingStub keys(Role role, String name) {
        return KeyServiceGrpc.newBlockingStub(programs.connect(programs.identity(role, name), master).channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    private String getKey(String client, long wanted) {
        return keys(Role.CLIENT, client).getKey(GetKeyRequest.newBuilder().setKeyId(wanted).build()).getRefusal()
                .name();
    }

    private String createAnothers() {
        return status(() -> keys(Role.CONTENT_SERVER, "cs-2").createKey(CreateKeyRequest.newBuilder()
                .setStream(NEWS.value()).setSuite(CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                .setIdempotencyId(ByteString.copyFrom(new byte[16])).build()));
    }

    private String depositAnothers() {
        return status(() -> keys(Role.CONTENT_SERVER, "cs-2").depositKey(DepositKeyRequest.newBuilder()
                .setKey(DecryptionKey.newBuilder().setKeyId(keyId == 77 ? 78 : 77).setStream(NEWS.value())
                        .setSuite(CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                        .setBaseKey(ByteString.copyFrom(new byte[32])))
                .build()));
    }

    private String destroyAnothers() {
        return status(() -> keys(Role.CONTENT_SERVER, "cs-2").setKeyState(SetKeyStateRequest.newBuilder()
                .setKeyId(keyId).setState(KeyState.KEY_STATE_DESTROYED).build()));
    }

    private String poseAsSlave() {
        return status(() -> ReplicationServiceGrpc
                .newBlockingStub(programs.connect(programs.identity(Role.CLIENT, "mallory"), master).channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS).watchChanges(WatchChangesRequest.getDefaultInstance())
                .forEachRemaining(part -> {
                }));
    }

    private String poseAsMaster() {
        NetworkServing posing = programs.closing(programs.network(
                programs.identity(Role.CLIENT, "mallory", "127.0.0.1")).serve(new HostPort("127.0.0.1", 0), List.of()));
        Program slave = programs.slave("slave-1", posing.address());
        String[] problem = {""};
        programs.await("the slave's distrust", () -> {
            problem[0] = ProgramsFixture.snapshot(slave).problem().map(CodedMessage::text).orElse("");
            return problem[0].contains("expected");
        });
        return problem[0];
    }

    private String token(TrustDomain by) {
        return by.token(new Enrollee(Role.CLIENT, new NodeName("carol"), List.of(), Set.of(new KeyLine(NEWS))),
                TrustDomain.USUAL_TOKEN_LIFETIME).text();
    }

    private String enrol(String token) {
        return EnrolmentServiceGrpc.newBlockingStub(stranger()).enrol(EnrolRequest.newBuilder().setToken(token)
                .setCertificateRequest(ByteString.copyFrom(Requests.good())).build()).getRefusal();
    }

    private String usedToken() {
        String token = token(programs.domain());
        EnrolmentCaller.enrol(master.address(), new EnrolmentClient(token, programs.time, programs.randomness),
                folder.resolve("carol"));
        return enrol(token);
    }

    private String expiredToken() {
        String token = token(programs.domain());
        programs.time.turn(TrustDomain.USUAL_TOKEN_LIFETIME.plusSeconds(1));
        return enrol(token);
    }

    private String foreignToken() {
        return enrol(token(otherDomain("lab")));
    }

    private String changedToken() {
        String token = token(programs.domain());
        int middle = token.length() / 2;
        return enrol(token.substring(0, middle) + (token.charAt(middle) == 'A' ? 'B' : 'A')
                + token.substring(middle + 1));
    }

    private String revokedEnrols() {
        ProgramsFixture.authority(master).revoke(new NodeName("carol"));
        return enrol(token(programs.domain()));
    }

    private String revokedAsks() {
        KeyServiceBlockingStub carol = keys(Role.CLIENT, "carol");
        assertThat(carol.getKey(GetKeyRequest.newBuilder().setKeyId(keyId).build()).hasKey()).isFalse();
        ProgramsFixture.authority(master).revoke(new NodeName("carol"));
        return status(() -> carol.getKey(GetKeyRequest.newBuilder().setKeyId(keyId).build()));
    }

    /// The server's certificate is none of these cases.
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Everybody is welcome.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Everybody is welcome.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
