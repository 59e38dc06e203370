package org.kagicast.pki.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.Enrollee;

class EnrolmentTokenTest {

    private static final Instant EXPIRES = Instant.parse("2026-01-01T00:10:00Z");

    private final SecureRandom randomness = new SecureRandom();
    private final KeyPair authority = Ecdsa.generate(randomness);
    private final Enrollee screen = new Enrollee(Role.CLIENT, new NodeName("screen"),
            List.of("screen.example", "2001:db8::1"), Set.of(KeyLine.parse("news"), KeyLine.parse("sport:premium")));
    private final EnrolmentToken token = EnrolmentToken.sign(authority.getPrivate(),
            new TokenClaims(EnrolmentToken.randomId(randomness), "lab", screen, EXPIRES, new byte[32]));

    @Test
    @DisplayName("A token is one line of letters that says again all that it was bound to")
    void roundTrip() {
        assertThat(token.text()).matches("kct1_[A-Za-z0-9_-]+");

        EnrolmentToken read = EnrolmentToken.parse("\n " + token.text() + "\n");

        assertThat(read.enrollee()).isEqualTo(screen);
        assertThat(read.expires()).isEqualTo(EXPIRES);
        assertThat(read.identity()).hasToString("spiffe://lab/client/screen");
        assertThat(read.isFor(new byte[32])).isTrue();
        assertThat(read.isSignedBy(authority.getPublic())).isTrue();
        assertThat(read.isSignedBy(Ecdsa.generate(randomness).getPublic())).isFalse();
        assertThat(read.text()).isEqualTo(token.text());
    }

    @Test
    @DisplayName("No text whatever does anything but be refused, and none is repeated in the refusal")
    void anyTextIsRefused() {
        Random random = new Random(42);
        byte[] sound = Base64.getUrlDecoder().decode(token.text().substring(5));
        for (int i = 0; i < 2000; i++) {
            byte[] changed = sound.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            assertNotTaken("kct1_" + Base64.getUrlEncoder().encodeToString(changed));
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            assertNotTaken("kct1_" + Base64.getUrlEncoder().encodeToString(garbage));
            assertNotTaken(new String(garbage, StandardCharsets.ISO_8859_1));
        }
        assertThatThrownBy(() -> EnrolmentToken.parse("kct1_secret")).isInstanceOf(OperatorException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> EnrolmentToken.parse("kct1_" + "A".repeat(1_000_000)))
                .isInstanceOf(OperatorException.class);
    }

    /// Either it does not parse, or its signature is wrong; or nothing was changed in truth.
    private void assertNotTaken(String text) {
        try {
            EnrolmentToken read = EnrolmentToken.parse(text);
            assertThat(read.isSignedBy(authority.getPublic()) && !read.text().equals(token.text())).isFalse();
        } catch (OperatorException refused) {
            assertThat(refused).hasMessageContaining("no enrolment token");
        }
    }
}
