package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.ManualTime;

class AutomaticRenewalTest {

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private RenewableIdentity alice;
    private Enrolment enrolment;
    private Path folder;
    private Path domainFolder;
    private Duration clockOfServerIsBehind = Duration.ZERO;
    private boolean down;
    private int requests;

    @BeforeEach
    void enrol(@TempDir Path scratch) {
        folder = scratch;
        domainFolder = folder.resolve("domain");
        TrustDomain domain = TrustDomain.init(folder.resolve("domain"), "lab", Optional.empty(), time, randomness);
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder.resolve("alice"));
        alice = RenewableIdentity.load(folder.resolve("alice"), time, randomness);
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, TrustAudit.NONE);
    }

    private IssuedCertificate answer(byte[] request) {
        requests++;
        if (down) {
            throw new OperatorException("The key server does not answer: start it.");
        }
        time.stepWallClock(clockOfServerIsBehind.negated());
        try {
            return enrolment.forHost(alice).request(request);
        } finally {
            time.stepWallClock(clockOfServerIsBehind);
        }
    }

    private AutomaticRenewal start(long seed) {
        return AutomaticRenewal.start(alice, this::answer, time, new Random(seed), Runnable::run);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("A certificate is renewed when two thirds of its lifetime are over, give or take a twentieth")
    void renewedAtTwoThirds(long seed) {
        Instant began = alice.current().notBefore();
        Instant end = alice.current().notAfter();
        try (AutomaticRenewal renewal = start(seed)) {
            while (requests == 0) {
                assertThat(time.now()).isBefore(end);
                time.turn(Duration.ofMinutes(1));
            }

            double share = (double) Duration.between(began, time.now()).toMillis()
                    / Duration.between(began, end).toMillis();
            assertThat(share).isBetween(2.0 / 3 - 0.051, 2.0 / 3 + 0.051);
            assertThat(alice.current().notAfter()).isAfter(end);
            assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();
        }
    }

    @Test
    @DisplayName("A renewal that fails is told and tried again, often enough, until it succeeds")
    void failedRenewalIsTriedAgain() {
        down = true;
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofDays(29));
            assertThat(requests).isBetween(10, 5000);
            assertThat(renewal.problem().map(CodedMessage::text).orElseThrow()).contains("client/alice")
                    .contains("does not answer");

            down = false;
            time.turn(Duration.ofMinutes(10));

            assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();
            assertThat(alice.current().notAfter()).isAfter(time.now().plus(Duration.ofDays(29)));
        }
    }

    @Test
    @DisplayName("R31 A clock that is days ahead for minutes and right again costs no renewal, though each one failed then")
    void clockAheadForMinutes() {
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofDays(1));
            Instant end = alice.current().notAfter();
            time.stepWallClock(Duration.ofDays(60));
            down = true;
            time.turn(Duration.ofMinutes(5));
            time.stepWallClock(Duration.ofDays(-60));
            down = false;
            int before = requests;
            assertThat(before).isPositive();

            time.turn(Duration.ofDays(25));

            assertThat(requests).isEqualTo(before + 1);
            assertThat(alice.current().notAfter()).isAfter(end);
            assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();
        }
    }

    @Test
    @DisplayName("R31 A clock that is ahead by most of a lifetime renews once, and not each second")
    void clockAheadRenewsOnce() {
        TrustDomain.setLifetimes(domainFolder, Lifetimes.DEFAULT.withNodes(Duration.ofHours(24)));
        alice.renew(enrolment.forHost(alice));
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofMinutes(10));
            time.stepWallClock(Duration.ofHours(20));
            time.turn(Duration.ofMinutes(5));
            assertThat(requests).isBetween(1, 2);

            time.stepWallClock(Duration.ofHours(-20));
            time.turn(Duration.ofDays(7));

            assertThat(requests).isBetween(9, 13);
            assertThat(alice.current().notAfter()).isAfter(time.now());
        }
    }

    @Test
    @DisplayName("R31 While the clock here is far ahead of the key server's, few certificates are made, and none is lost")
    void clockStaysAhead() {
        clockOfServerIsBehind = Duration.ofDays(40);
        time.stepWallClock(Duration.ofDays(40));
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofHours(10));
            assertThat(requests).isBetween(2, 11);

            time.stepWallClock(Duration.ofDays(-40));
            clockOfServerIsBehind = Duration.ZERO;
            assertThat(alice.current().notAfter()).isAfter(time.now().plus(Duration.ofDays(20)));
            assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();
        }
    }

    @Test
    @DisplayName("R31 A certificate that has ended is renewed as soon as somebody can, and the problem is told until then")
    void endedIsRenewed() {
        down = true;
        time.turn(Duration.ofDays(33));
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofMinutes(5));
            assertThat(renewal.problem().map(CodedMessage::text).orElseThrow()).contains("client/alice", "ended at",
                    "does not answer");

            down = false;
            time.turn(Duration.ofSeconds(15));

            assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();
            assertThat(alice.current().notAfter()).isAfter(time.now().plus(Duration.ofDays(29)));
        }
    }

    @Test
    @DisplayName("A certificate that is near its end is told, whatever became of its renewal")
    void nearEndIsTold() {
        AutomaticRenewal renewal = start(1);
        renewal.close();
        time.turn(Duration.ofDays(22));
        assertThat(renewal.problem().map(CodedMessage::text)).isEmpty();

        time.turn(Duration.ofDays(1));

        assertThat(renewal.problem().map(CodedMessage::text).orElseThrow()).contains("ends at", "not been renewed");
    }

    @Test
    @DisplayName("R31 A certificate from a key server whose clock is far behind does not replace one that lasts longer")
    void certificateThatHasEndedIsNotTaken() {
        Instant end = alice.current().notAfter();
        clockOfServerIsBehind = Duration.ofDays(4000);

        assertThatThrownBy(() -> alice.renew(this::answer)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("set the clock of the key server");
        clockOfServerIsBehind = Duration.ZERO;
        assertThat(RenewableIdentity.load(folder.resolve("alice"), time, randomness).current().notAfter())
                .isEqualTo(end);
        alice.renew(this::answer);
    }

    @Test
    @DisplayName("R31 Two programs with one identity share its renewals: the second takes what the first has got")
    void programsShareRenewals() {
        RenewableIdentity console = RenewableIdentity.load(folder.resolve("alice"), time, randomness);
        time.turn(Duration.ofDays(21));
        alice.renew(this::answer);

        console.renew(this::answer);

        assertThat(requests).isEqualTo(1);
        assertThat(console.current().certificate()).isEqualTo(alice.current().certificate());
    }

    @Test
    @DisplayName("A closed renewal renews no more")
    void closedRenewsNoMore() {
        AutomaticRenewal renewal = start(1);
        renewal.close();
        renewal.close();

        time.turn(Duration.ofDays(29));

        assertThat(requests).isZero();
    }
}
