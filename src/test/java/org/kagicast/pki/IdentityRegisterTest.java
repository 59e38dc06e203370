package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.IdentityRegister.Entry;
import org.kagicast.pki.IdentityRegister.Origin;
import org.kagicast.pki.IdentityRegister.Token;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.EnrolmentAnswer;
import org.kagicast.pki.ca.EnrolmentClient;
import org.kagicast.pki.ca.EnrolmentToken;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.ManualTime;

class IdentityRegisterTest {

    private static final Identity ALICE = Identity.parse("spiffe://lab/client/alice");
    private static final Identity OPERATOR = Identity.parse("spiffe://lab/operator/operator");

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private Path folder;
    private TrustDomain domain;
    private Enrolment enrolment;

    @BeforeEach
    void make(@TempDir Path scratch) {
        folder = scratch;
        domain = TrustDomain.init(domainFolder(), "lab", Optional.empty(), time, randomness);
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, TrustAudit.NONE);
    }

    @AfterEach
    void close() {
        enrolment.close();
    }

    private Path domainFolder() {
        return folder.resolve("domain");
    }

    private TrustDomain elsewhere() {
        return TrustDomain.open(domainFolder(), Optional::empty, time, randomness);
    }

    private RenewableIdentity enrol(EnrolmentToken token) {
        Path place = folder.resolve(token.identity().name().value());
        new EnrolmentClient(token.text(), time, randomness).enrol(place, request -> issued(enrolment.enrol(token.text(),
                request)));
        return RenewableIdentity.load(place, time, randomness);
    }

    private static IssuedCertificate issued(EnrolmentAnswer answer) {
        return ((EnrolmentAnswer.Issued) answer).certificate();
    }

    private static Enrollee client(String name) {
        return Enrollee.of(Role.CLIENT, new NodeName(name));
    }

    private static Optional<Entry> find(IdentityRegister register, Identity who) {
        return register.identities().stream().filter(entry -> entry.identity().equals(who)).findFirst();
    }

    @Test
    @DisplayName("R34 Each identity stands in the register with its latest certificate, however it came by it")
    void identitiesWithLatestCertificate() {
        RenewableIdentity alice = enrol(domain.token(client("alice"), Duration.ofMinutes(10)));
        assertThat(find(domain.register(), ALICE)).contains(new Entry(ALICE,
                IdentityRegister.serial(alice.current().certificate()), alice.current().notAfter(), Origin.ENROLLED));

        time.turn(Duration.ofDays(20));
        alice.renew(enrolment.forHost(alice));
        Entry renewed = find(domain.register(), ALICE).orElseThrow();
        assertThat(renewed.origin()).isEqualTo(Origin.RENEWED);
        assertThat(renewed.end()).isEqualTo(alice.current().notAfter());

        assertThat(elsewhere().register().identities()).extracting(Entry::identity).containsExactly(ALICE, OPERATOR);
        assertThat(find(domain.register(), OPERATOR).orElseThrow().origin()).isEqualTo(Origin.AT_HOME);
        assertThat(find(domain.register(), Identity.parse("spiffe://lab/client/alicf"))).isEmpty();
    }

    @Test
    @DisplayName("Tokens are out until they are used or expire, whichever process made them, and with who had them made")
    void tokensOut() {
        EnrolmentToken byFolder = elsewhere().token(client("alice"), Duration.ofMinutes(10));
        EnrolmentToken byOperator = enrolment.token(OPERATOR, client("bob"), Duration.ofMinutes(20));
        assertThat(enrolment.register().tokensOut(time.now())).containsExactly(
                new Token(byFolder.id(), ALICE, byFolder.expires(), Optional.empty()),
                new Token(byOperator.id(), byOperator.identity(), byOperator.expires(),
                        Optional.of(OPERATOR)));

        enrol(byFolder);
        assertThat(elsewhere().register().tokensOut(time.now())).extracting(Token::who)
                .containsExactly(byOperator.identity());

        time.turn(Duration.ofMinutes(21));
        assertThat(elsewhere().register().tokensOut(time.now())).isEmpty();
    }

    @Test
    @DisplayName("A token made in the domain's folder waits to be audited by the key server, also over a restart")
    void tokensToAudit() {
        elsewhere().token(client("alice"), Duration.ofMinutes(10));
        Token waiting = enrolment.register().tokensToAudit().getFirst();
        assertThat(waiting.who()).isEqualTo(ALICE);

        enrolment.register().audited(waiting);

        assertThat(enrolment.register().tokensToAudit()).isEmpty();
        assertThat(elsewhere().register().tokensToAudit()).isEmpty();
    }

    @Test
    @DisplayName("Tokens are audited once each: those of operators with their names, and those of the domain's folder before they are used")
    void tokensAreAudited() {
        enrolment.close();
        List<TrustEvent> audit = new ArrayList<>();
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, audit::add);
        EnrolmentToken byFolder = elsewhere().token(client("alice"), Duration.ofMinutes(10));
        EnrolmentToken byOperator = enrolment.token(OPERATOR, client("bob"), Duration.ofMinutes(20));

        enrol(byFolder);
        enrolment.auditTokens();

        assertThat(audit).hasSize(3);
        assertThat(audit.get(0)).isEqualTo(new TrustEvent.TokenIssued(time.now(), OPERATOR, byOperator.identity(),
                byOperator.expires()));
        assertThat(audit.get(1)).isEqualTo(new TrustEvent.TokenMade(time.now(), ALICE, byFolder.expires()));
        assertThat(audit.get(2)).isInstanceOf(TrustEvent.Enrolled.class);
    }

    @Test
    @DisplayName("R31 A token whose use cannot be audited stays unused, and nobody is enrolled with it")
    void unauditedUse() {
        enrolment.close();
        AtomicBoolean full = new AtomicBoolean(true);
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, event -> {
            if (full.get() && event instanceof TrustEvent.Enrolled) {
                throw new OperatorException("The audit log cannot be written: make room.");
            }
        });
        EnrolmentToken token = domain.token(client("alice"), Duration.ofMinutes(10));
        List<EnrolmentAnswer> answers = new ArrayList<>();

        assertThatThrownBy(
                () -> new EnrolmentClient(token.text(), time, randomness).enrol(folder.resolve("alice"), request -> {
                    answers.add(enrolment.enrol(token.text(), request));
                    throw new OperatorException("Refused.");
                })).isInstanceOf(OperatorException.class);
        assertThat(answers).singleElement().isInstanceOfSatisfying(EnrolmentAnswer.Refused.class,
                refused -> assertThat(refused.sentence().text()).contains("make room"));
        assertThat(enrolment.register().tokensOut(time.now())).hasSize(1);
        assertThat(find(enrolment.register(), ALICE)).isEmpty();

        full.set(false);
        assertThat(enrol(token).identity()).isEqualTo(ALICE);
    }

    @Test
    @DisplayName("What a crash cut off spoils no other entry, and a missing register begins empty and fills by renewals")
    void damageSpoilsNothing() throws Exception {
        Path file = domainFolder().resolve("register");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        RenewableIdentity alice = enrol(domain.token(client("alice"), Duration.ofMinutes(10)));
        Files.writeString(file, "certificate 12ab 17", StandardOpenOption.APPEND);
        enrol(domain.token(client("bob"), Duration.ofMinutes(10)));
        assertThat(elsewhere().register().identities()).hasSize(3);

        Files.delete(file);
        assertThat(elsewhere().register().identities()).isEmpty();
        alice.renew(enrolment.forHost(alice));
        assertThat(Set.copyOf(elsewhere().register().identities())).extracting(Entry::identity).containsExactly(ALICE);
    }
}
