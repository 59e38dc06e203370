package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.kagicast.time.ManualTime;

class AutomaticRenewalTest {

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private LiveIdentity alice;
    private Enrolment enrolment;
    private boolean down;
    private int requests;

    @BeforeEach
    void enrol(@TempDir Path folder) {
        TrustDomain domain = TrustDomain.init(folder.resolve("domain"), "lab", Optional.empty(), time, randomness);
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder.resolve("alice"));
        alice = LiveIdentity.load(folder.resolve("alice"), time, randomness);
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, TrustAudit.NONE);
    }

    private IssuedCertificate answer(byte[] request) {
        requests++;
        if (down) {
            throw new OperatorException("The key server does not answer: start it.");
        }
        return enrolment.forHost(alice).request(request);
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
            assertThat(renewal.problem()).isEmpty();
        }
    }

    @Test
    @DisplayName("A renewal that fails is told and tried again, often enough, until it succeeds")
    void failedRenewalIsTriedAgain() {
        down = true;
        try (AutomaticRenewal renewal = start(1)) {
            time.turn(Duration.ofDays(29));
            assertThat(requests).isBetween(10, 1000);
            assertThat(renewal.problem().orElseThrow()).contains("client/alice").contains("does not answer");

            down = false;
            time.turn(Duration.ofMinutes(10));

            assertThat(renewal.problem()).isEmpty();
            assertThat(alice.current().notAfter()).isAfter(time.now().plus(Duration.ofDays(29)));
        }
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
