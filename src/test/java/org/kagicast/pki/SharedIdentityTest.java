package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.EnrolmentAnswer;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.ManualTime;

/// Two parties with one identity, and one party to whom something happens that only looks so.
class SharedIdentityTest {

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private final List<TrustEvent> audit = new ArrayList<>();
    private final List<Identity> revoked = new ArrayList<>();
    private Path folder;
    private TrustDomain domain;
    private Enrolment enrolment;

    @BeforeEach
    void enrol(@TempDir Path scratch) {
        folder = scratch;
        domain = TrustDomain.init(folder.resolve("domain"), "lab", Optional.empty(), time, randomness);
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder.resolve("alice"));
        open();
    }

    private void open() {
        enrolment = TrustDomain.open(folder.resolve("domain"), Optional::empty, time, randomness)
                .enrolment(revoked::contains, StreamGrants.NONE, audit::add);
    }

    @AfterEach
    void close() {
        enrolment.close();
    }

    private RenewableIdentity alice() {
        return RenewableIdentity.load(folder.resolve("alice"), time, randomness);
    }

    private RenewableIdentity copyOfAlice() {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.list(folder.resolve("alice"))) {
            Files.createDirectory(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return RenewableIdentity.load(copy, time, randomness);
    }

    private void connect(RenewableIdentity who) {
        enrolment.connected(who.current().content());
    }

    private void renew(RenewableIdentity who) {
        time.turn(Duration.ofDays(10));
        who.renew(request -> issued(enrolment.renew(who.current().content(), request)));
    }

    private static IssuedCertificate issued(EnrolmentAnswer answer) {
        return ((EnrolmentAnswer.Issued) answer).certificate();
    }

    private long told() {
        return audit.stream().filter(TrustEvent.IdentityShared.class::isInstance).count();
    }

    private void assertTold() {
        assertThat(told()).isPositive();
        assertThat(enrolment.problems()).hasSize(1).first().asString().contains("client alice", "revoke");
    }

    private void assertNotTold() {
        assertThat(told()).isZero();
        assertThat(enrolment.problems()).isEmpty();
    }

    @Test
    @DisplayName("R34 A certificate that is renewed after its successor was in use is told: somebody else has that one")
    void renewalAfterSuccessorWasUsed() {
        RenewableIdentity alice = alice();
        RenewableIdentity thief = copyOfAlice();
        renew(thief);
        connect(thief);
        assertNotTold();

        renew(alice);

        assertTold();
    }

    @Test
    @DisplayName("R34 Two who renew by turns are told though neither ever connects in between, also over a restart")
    void twoWhoOnlyRenew() {
        RenewableIdentity alice = alice();
        RenewableIdentity thief = copyOfAlice();
        renew(thief);
        renew(alice);
        enrolment.close();
        open();
        renew(thief);
        renew(alice);

        assertTold();
    }

    @Test
    @DisplayName("R34 Two who use sisters of one certificate are told as soon as the second connects")
    void sistersInUse() {
        RenewableIdentity alice = alice();
        RenewableIdentity thief = copyOfAlice();
        renew(thief);
        renew(alice);
        assertNotTold();
        connect(alice);

        connect(thief);

        assertTold();
    }

    @Test
    @DisplayName("R31 One who lost the answer of a renewal and asks again with the former certificate raises no alarm")
    void lostAnswer() {
        RenewableIdentity alice = alice();
        connect(alice);
        for (int lost = 0; lost < 3; lost++) {
            try {
                alice.renew(request -> {
                    issued(enrolment.renew(alice.current().content(), request));
                    throw new OperatorException("The key server does not answer: start it.");
                });
            } catch (OperatorException asIntended) {
                connect(alice);
            }
        }
        renew(alice);
        connect(alice);
        renew(alice);
        connect(alice);

        assertNotTold();
    }

    @Test
    @DisplayName("R31 Connections of the former certificate that come late, and a new enrolment, raise no alarm")
    void lateConnectionsAndNewEnrolment() {
        RenewableIdentity alice = alice();
        RenewableIdentity before = copyOfAlice();
        renew(alice);
        connect(alice);
        connect(before);
        connect(alice);
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder.resolve("again"));
        RenewableIdentity again = RenewableIdentity.load(folder.resolve("again"), time, randomness);
        connect(again);
        renew(again);
        connect(again);

        assertNotTold();
    }

    @Test
    @DisplayName("R34 A machine that goes on after another was enrolled in its place is told")
    void replacedMachineGoesOn() {
        RenewableIdentity alice = alice();
        connect(alice);
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder.resolve("again"));
        connect(RenewableIdentity.load(folder.resolve("again"), time, randomness));

        connect(alice);

        assertTold();
    }

    @Test
    @DisplayName("It is audited once an hour and stands for a day, or until the identity is revoked, however often it is seen")
    void toldWithMeasure() throws Exception {
        RenewableIdentity alice = alice();
        RenewableIdentity thief = copyOfAlice();
        renew(thief);
        renew(alice);
        connect(alice);
        connect(thief);
        long size = Files.size(folder.resolve("domain").resolve("register"));
        for (int turn = 0; turn < 500; turn++) {
            connect(alice);
            connect(thief);
        }
        assertThat(told()).isEqualTo(1);
        assertThat(Files.size(folder.resolve("domain").resolve("register"))).isEqualTo(size);

        revoked.add(alice.identity());
        assertThat(enrolment.problems()).isEmpty();
        revoked.clear();
        time.turn(Duration.ofHours(2));
        connect(alice);
        assertThat(told()).isEqualTo(2);
        time.stepWallClock(Duration.ofDays(3));
        assertTold();
        time.turn(Duration.ofHours(25));
        assertThat(enrolment.problems()).isEmpty();
    }
}
