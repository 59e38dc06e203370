package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.TrustEvent;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.EnrolmentClient;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolResponse;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.RenewRequest;
import org.kagicast.rpc.Connection;

/// Enrolment over real sockets, from token to certificate.
class EnrolmentTest {

    private static final Enrollee ALICE = new Enrollee(Role.CLIENT, new NodeName("alice"), List.of(),
            Set.of(KeyLine.parse("news:basic")));

    private TlsFixture fixture;
    private RenewableIdentity host;
    private NetworkServing serving;
    private final Map<Identity, Set<KeyLine>> granted = new ConcurrentHashMap<>();
    private Enrolment enrolment;
    private volatile boolean isTaken;
    private Runnable meanwhile = () -> {
    };

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        host = fixture.server(Role.KEY_SERVER, "ks-1");
        open();
    }

    private void open() {
        enrolment = fixture.closing(fixture.domain.enrolment(fixture.revocations, this::grant, event -> {
            fixture.audit.add(event);
            meanwhile.run();
        }));
        serving = fixture.serve(host, new EnrolmentEndpoint(enrolment));
    }

    private void grant(Identity who, Set<KeyLine> streams) {
        if (isTaken) {
            throw new OperatorException("The stream news belongs to somebody else.");
        }
        granted.put(who, streams);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private String token(Enrollee enrollee) {
        return fixture.domain.token(enrollee, TrustDomain.USUAL_TOKEN_LIFETIME).text();
    }

    private NodeIdentity enrol(String token, Path folder) {
        return EnrolmentCaller.enrol(serving.address(), new EnrolmentClient(token, fixture.time, fixture.randomness),
                folder);
    }

    private void assertRefused(String token, String... words) {
        Path folder = fixture.fresh();
        assertThatThrownBy(() -> enrol(token, folder)).isInstanceOf(OperatorException.class)
                .hasMessageContainingAll(words).hasMessageNotContaining(token);
        assertThat(folder).doesNotExist();
        assertThat(siblings(folder)).noneMatch(name -> name.startsWith(".f"));
    }

    private static List<String> siblings(Path folder) {
        try (Stream<Path> content = Files.list(folder.getParent())) {
            return content.map(each -> each.getFileName().toString()).toList();
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(OperatorException.class, call).coded().code();
    }

    @Test
    @DisplayName("Why somebody is refused crosses the wire with a code, also through a key slave, for who reads another language")
    void refusalsHaveCodes() {
        String token = token(ALICE);
        enrol(token, fixture.fresh());
        RenewableIdentity bob = fixture.identity(Role.CLIENT, "bob");
        Connection toServer = fixture.connect(bob, serving);
        NetworkServing atSlave = fixture.serve(fixture.identity(Role.KEY_SLAVE, "s1", "127.0.0.1"),
                new RenewalByMaster(fixture.connect(fixture.identity(Role.CLIENT, "nobody"), serving)));

        assertThat(code(() -> enrol(token, fixture.fresh()))).isEqualTo("enrolment.token-used");
        for (int renewals = 0; renewals < 6; renewals++) {
            bob.renew(EnrolmentCaller.renewing(toServer, bob));
        }
        assertThatThrownBy(() -> bob.renew(EnrolmentCaller.renewing(toServer, bob))).isInstanceOfSatisfying(
                OperatorException.class, refused -> assertThat(refused.coded()).isEqualTo(
                        EnrolmentMessage.RENEWED_TOO_OFTEN.with(bob.identity(), 6, Duration.ofMinutes(1))));
        assertThatThrownBy(() -> bob.renew(EnrolmentCaller.renewing(fixture.connect(bob, atSlave), bob)))
                .isInstanceOfSatisfying(OperatorException.class, refused -> assertThat(refused.coded().code())
                        .as(refused.getMessage()).isEqualTo("enrolment.not-passed-on"));
        assertThat(code(() -> bob.renew(EnrolmentCaller.renewing(List.of(), bob))))
                .isEqualTo("enrolment.nobody-to-renew");
    }

    private void assertAudited(String... words) {
        assertThat(fixture.audit).filteredOn(TrustEvent.EnrolmentRefused.class::isInstance).last().asString()
                .contains(words);
    }

    @Test
    @DisplayName("A token gets its holder a certificate with one SPIFFE ID for a day, and its streams, and both are audited")
    void tokenGetsACertificate() throws Exception {
        Path folder = fixture.fresh();

        NodeIdentity alice = enrol(token(ALICE), folder);

        assertThat(alice.identity()).isEqualTo(Identity.parse("spiffe://lab/client/alice"));
        assertThat(alice.notAfter()).isEqualTo(fixture.time.now().plus(Duration.ofHours(24)));
        assertThat(alice.notBefore()).isEqualTo(fixture.time.now().minus(Duration.ofMinutes(5)));
        assertThat(alice.certificate().getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://lab/client/alice"));
        assertThat(granted).containsEntry(alice.identity(), ALICE.streams());
        assertThat(fixture.audit).hasSize(2).first().isInstanceOfSatisfying(TrustEvent.TokenMade.class,
                event -> assertThat(event.who()).isEqualTo(alice.identity()));
        assertThat(fixture.audit).last().isInstanceOfSatisfying(TrustEvent.Enrolled.class,
                event -> assertThat(event.who()).isEqualTo(alice.identity()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        for (String file : List.of("key.pem", "certificate.pem", "ca.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(NodeIdentity.load(folder, fixture.time.now()).identity()).isEqualTo(alice.identity());
    }

    @Test
    @DisplayName("A server's certificate carries the addresses of its token")
    void addressesComeFromTheToken() {
        NodeIdentity slave = enrol(token(
                new Enrollee(Role.KEY_SLAVE, new NodeName("slave-1"), List.of("slave-1.example", "192.0.2.7"),
                        Set.of())),
                fixture.fresh());

        assertThat(slave.addresses()).containsExactlyInAnyOrder("slave-1.example", "192.0.2.7");
    }

    @Test
    @DisplayName("A token works once, also when the server is started again in between")
    void tokenWorksOnce() {
        String token = token(ALICE);
        enrol(token, fixture.fresh());

        assertRefused(token, "client/alice", "used already");
        serving.close();
        enrolment.close();
        open();
        assertRefused(token, "client/alice", "used already");
        assertAudited("client/alice", "used already");
    }

    @Test
    @DisplayName("A token whose streams cannot be granted is not spent, and nobody is audited as enrolled")
    void tokenOutlivesAStreamThatIsTaken() {
        String token = token(ALICE);
        isTaken = true;

        assertRefused(token, "The stream news belongs to somebody else.");
        assertThat(fixture.audit).noneMatch(TrustEvent.Enrolled.class::isInstance);
        isTaken = false;

        assertThat(granted).containsOnlyKeys(enrol(token, fixture.fresh()).identity());
        granted.clear();
        assertRefused(token, "client/alice", "used already");
        assertThat(granted).as("who has used a token gets nothing by it again").isEmpty();
    }

    @Test
    @DisplayName("A token is audited once, also if those of the domain's folder are audited at the same moment")
    void tokenIsAuditedOnce() throws Exception {
        Thread other = new Thread(() -> enrolment.auditTokens());
        meanwhile = () -> {
            if (other.getState() == Thread.State.NEW) {
                other.start();
                while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.TERMINATED) {
                    Thread.onSpinWait();
                }
            }
        };

        enrolment.token(Identity.parse("spiffe://lab/operator/olga"), ALICE, TrustDomain.USUAL_TOKEN_LIFETIME);
        other.join();

        assertThat(fixture.audit).hasSize(1);
    }

    @Test
    @DisplayName("An expired token is refused, by the newcomer itself and by the server")
    void expiredTokenIsRefused() {
        String token = token(ALICE);
        EnrolmentClient patient = new EnrolmentClient(token, fixture.time, fixture.randomness);
        fixture.time.turn(Duration.ofMinutes(11));

        assertRefused(token, "client/alice", "expired");
        assertThatThrownBy(() -> EnrolmentCaller.enrol(serving.address(), patient, fixture.fresh()))
                .hasMessageContaining("expired");
        assertAudited("client/alice", "expired");
    }

    @Test
    @DisplayName("A token that was changed anywhere is refused, and audited without a name")
    void changedTokenIsRefused() {
        String token = token(ALICE);
        ManagedChannel channel = fixture.channel(
                TlsContexts.newcomer(new EnrolmentClient(token, fixture.time, fixture.randomness).trust()), serving);
        for (int i = 5; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);

            EnrolResponse response = ask(channel, changed, Requests.good());

            assertThat(response.hasIssued()).as("changed at %d", i).isFalse();
            assertThat(response.getRefusal()).isNotEmpty();
        }
        assertThat(fixture.audit).isNotEmpty().allMatch(event -> event instanceof TrustEvent.EnrolmentRefused refused
                && refused.who().isEmpty());
        assertThat(ask(channel, token, Requests.good()).hasIssued()).isTrue();
    }

    @Test
    @DisplayName("A newcomer refuses a key server that does not have the fingerprint of its token, and keeps the token to itself")
    void wrongFingerprintIsRefused() {
        String foreign = fixture.domain("lab").token(ALICE, TrustDomain.USUAL_TOKEN_LIFETIME).text();

        assertRefused(foreign, "not of the trust domain");
        assertThat(fixture.audit).isEmpty();
    }

    @Test
    @DisplayName("A newcomer refuses a server of the right trust domain that is no key server or key master")
    void onlyKeyServersEnrol() {
        serving = fixture.serve(fixture.identity(Role.CONTENT_SERVER, "cs-1", "127.0.0.1"),
                new EnrolmentEndpoint(enrolment));

        assertRefused(token(ALICE), "content-server cs-1", "expected");
    }

    @Test
    @DisplayName("A request that its own key did not sign, or with a weak or other key, is refused and does not spend the token")
    void badRequestsAreRefused() {
        String token = token(ALICE);
        ManagedChannel channel = fixture.channel(
                TlsContexts.newcomer(new EnrolmentClient(token, fixture.time, fixture.randomness).trust()), serving);

        assertThat(ask(channel, token, Requests.signedByAnotherKey()).getRefusal()).contains("not signed by its own");
        assertThat(ask(channel, token, Requests.rsa(1024)).getRefusal()).contains("P-256");
        assertThat(ask(channel, token, Requests.onCurve("secp384r1")).getRefusal()).contains("P-256");
        assertThat(ask(channel, token, new byte[]{1, 2, 3}).getRefusal()).contains("no certificate request");
        assertThat(ask(channel, token, new byte[20_000]).getRefusal()).contains("too long");
        assertThat(fixture.audit).hasSize(5).allMatch(TrustEvent.EnrolmentRefused.class::isInstance);

        assertThat(ask(channel, token, Requests.good()).hasIssued()).isTrue();
    }

    @Test
    @DisplayName("Names and powers that a request asks for are not looked at: the token alone decides")
    void requestedNamesAreIgnored() {
        String token = token(ALICE);
        ManagedChannel channel = fixture.channel(
                TlsContexts.newcomer(new EnrolmentClient(token, fixture.time, fixture.randomness).trust()), serving);

        var issued = Requests.certificate(
                ask(channel, token, Requests.asking("spiffe://lab/operator/mallory")).getIssued());

        assertThat(issued.toString()).contains("spiffe://lab/client/alice").doesNotContain("mallory");
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        assertThat(issued.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
    }

    private static EnrolResponse ask(ManagedChannel channel, String token, byte[] request) {
        return EnrolmentServiceGrpc.newBlockingStub(channel).enrol(EnrolRequest.newBuilder().setToken(token)
                .setCertificateRequest(ByteString.copyFrom(request)).build());
    }

    @Test
    @DisplayName("An operator who wants a token for a revoked name is told that it would be of no use")
    void noTokenForTheRevoked() {
        Identity olga = Identity.parse("spiffe://lab/operator/olga");
        fixture.revoked.add(Identity.parse("spiffe://lab/client/alice"));

        assertThatThrownBy(() -> enrolment.token(olga, ALICE, TrustDomain.USUAL_TOKEN_LIFETIME))
                .isInstanceOf(OperatorException.class)
                .hasMessageContainingAll("The client alice is revoked", "reinstate it first");

        assertThat(fixture.audit).as("nothing was made").isEmpty();
        fixture.revoked.clear();
        assertThat(enrolment.token(olga, ALICE, TrustDomain.USUAL_TOKEN_LIFETIME).text()).isNotEmpty();
    }

    @Test
    @DisplayName("A revoked name cannot enrol again, and neither renew")
    void revokedNeitherEnrolsNorRenews() {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        Connection connection = fixture.connect(alice, serving);
        alice.renew(EnrolmentCaller.renewing(connection, alice));

        fixture.revoked.add(alice.identity());

        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(connection, alice)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("revoked");
        assertRefused(token(ALICE), "client/alice", "revoked");
        assertAudited("client/alice", "revoked");
    }

    @Test
    @DisplayName("R31 A certificate can be renewed for 14 days after its end, on old and on new connections, and no longer")
    void expiredCanRenewForSomeTime() {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        RenewableIdentity bob = fixture.identity(Role.CLIENT, "bob");
        Connection old = fixture.connect(alice, serving);
        alice.renew(EnrolmentCaller.renewing(old, alice));
        Connection bobs = fixture.connect(bob, serving);
        bobs.prepare();
        fixture.time.turn(Duration.ofDays(14).plusHours(23));

        alice.renew(EnrolmentCaller.renewing(old, alice));
        assertThat(alice.current().isExpired(fixture.time.now())).isFalse();
        fixture.time.turn(Duration.ofDays(15).plusMinutes(1));

        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(old, alice)))
                .isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(fixture.connect(alice, serving), alice)))
                .isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> bob.renew(EnrolmentCaller.renewing(bobs, bob)))
                .isInstanceOfSatisfying(OperatorException.class, refused -> assertThat(refused)
                        .hasMessageContainingAll("too long ago", "new folder")
                        .extracting(told -> told.coded().code()).isEqualTo("trust.ended-long-ago"));
    }

    @Test
    @DisplayName("R34 Whoever was revoked cannot renew a certificate that has ended")
    void revokedCannotRenewAfterEnd() {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        fixture.time.turn(Duration.ofDays(5));
        fixture.revoked.add(alice.identity());

        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(fixture.connect(alice, serving), alice)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("revoked");
    }

    @Test
    @DisplayName("R34 A key slave renews for those who prove that they want it, and for nobody else")
    void slavePassesOnlyProvenWishesOn() {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        RenewableIdentity bob = fixture.identity(Role.CLIENT, "bob");
        RenewableIdentity slave = fixture.identity(Role.KEY_SLAVE, "s1");
        Connection toMaster = fixture.connect(slave, serving);
        byte[] wish = {1, 2, 3};

        EnrolmentServiceGrpc.EnrolmentServiceBlockingStub onBehalf = EnrolmentServiceGrpc
                .newBlockingStub(toMaster.channel());
        RenewRequest forged = RenewRequest.newBuilder().setCertificateRequest(ByteString.copyFrom(wish))
                .setCertificate(ByteString.copyFrom(alice.proof(wish).certificate()))
                .setProof(ByteString.copyFrom(bob.proof(wish).signature())).build();
        assertThat(onBehalf.renewOnBehalf(forged).getRefusal()).contains("Nothing proves");
        assertThat(onBehalf.renewOnBehalf(RenewRequest.getDefaultInstance()).getRefusal()).contains("Nothing proves");
        assertThatThrownBy(() -> EnrolmentServiceGrpc.newBlockingStub(fixture.connect(bob, serving).channel())
                .renewOnBehalf(forged)).hasMessageContaining("PERMISSION_DENIED");

        NetworkServing atSlave = fixture.serve(fixture.identity(Role.KEY_SLAVE, "s2", "127.0.0.1"),
                new RenewalByMaster(toMaster));
        Instant end = alice.current().notAfter();
        fixture.time.turn(Duration.ofHours(20));
        alice.renew(EnrolmentCaller.renewing(List.of(fixture.connect(alice, atSlave)), alice));
        assertThat(alice.current().notAfter()).isAfter(end);

        fixture.revoked.add(alice.identity());
        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(fixture.connect(alice, atSlave), alice)))
                .hasMessageContaining("revoked");
    }

    @Test
    @DisplayName("R31 Renewal goes on to the next key server that is known, and a failure tells of all of them")
    void renewalTriesEveryServer() throws Exception {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        NetworkServing deaf = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-2"), new EchoKeyService());
        NetworkServing gone = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-3"), new EchoKeyService());
        gone.close();
        Instant end = alice.current().notAfter();
        fixture.time.turn(Duration.ofHours(20));
        List<Connection> useless = List.of(fixture.connect(alice, deaf), fixture.connect(alice, gone));

        assertThatThrownBy(() -> alice.renew(EnrolmentCaller.renewing(useless, alice)))
                .hasMessageContaining(deaf.address().toString()).hasMessageContaining(gone.address().toString());
        alice.renew(EnrolmentCaller.renewing(
                List.of(useless.get(0), useless.get(1), fixture.connect(alice, serving)), alice));

        assertThat(alice.current().notAfter()).isAfter(end);
    }

    @Test
    @DisplayName("Without a certificate there is nothing to renew")
    void strangersCannotRenew() {
        ManagedChannel channel = fixture.channel(
                TlsContexts.newcomer(new EnrolmentClient(token(ALICE), fixture.time, fixture.randomness).trust()),
                serving);

        assertThatThrownBy(() -> EnrolmentServiceGrpc.newBlockingStub(channel)
                .renew(RenewRequest.getDefaultInstance())).hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    @DisplayName("An operator has tokens made from afar, and nobody else has")
    void operatorsIssueTokens() {
        RenewableIdentity operator = fixture.identity(Role.OPERATOR, "olga");

        String token = EnrolmentCaller.token(fixture.connect(operator, serving), ALICE, 0);

        assertThat(fixture.audit).hasSize(1).first().isInstanceOf(TrustEvent.TokenIssued.class);
        assertThat(enrol(token, fixture.fresh()).identity().name().value()).isEqualTo("alice");
        RenewableIdentity bob = fixture.identity(Role.CLIENT, "bob");
        assertThatThrownBy(() -> EnrolmentCaller.token(fixture.connect(bob, serving), ALICE, 0))
                .isInstanceOf(OperatorException.class).hasMessageContaining("client may not call");
    }

    @Test
    @DisplayName("Two processes cannot enrol for one trust domain, or a token would work twice")
    void enrolmentIsOpenOnce() {
        assertThatThrownBy(() -> fixture.domain.enrolment(fixture.revocations, granted::put, fixture.audit::add))
                .isInstanceOf(OperatorException.class).hasMessageContaining("already");
    }

    @Test
    @DisplayName("A folder that holds something already is left alone, and the token is not spent")
    void takenFolderIsLeftAlone() throws Exception {
        String token = token(ALICE);
        Path folder = Files.createDirectory(fixture.fresh());
        Files.writeString(folder.resolve("mine"), "mine");

        assertThatThrownBy(() -> enrol(token, folder)).hasMessageContaining("choose another folder");

        assertThat(folder.resolve("mine")).hasContent("mine");
        enrol(token, fixture.fresh());
    }

    @Test
    @DisplayName("No token and no key is printed by anything that is worth logging")
    void nothingSecretIsPrinted() {
        String token = token(ALICE);
        EnrolmentClient newcomer = new EnrolmentClient(token, fixture.time, fixture.randomness);
        NodeIdentity identity = enrol(token, fixture.fresh());

        for (Object each : List.of(newcomer.token(), identity, host, fixture.domain, fixture.audit)) {
            assertThat(each.toString()).doesNotContain(token).doesNotContain(token.substring(20, 60))
                    .doesNotContain("PRIVATE");
        }
        assertThat(newcomer.token().toString()).contains("[REDACTED]");
    }
}
