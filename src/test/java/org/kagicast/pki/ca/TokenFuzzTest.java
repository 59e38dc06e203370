package org.kagicast.pki.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.Fuzz;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.Enrollee;

class TokenFuzzTest {

    @Test
    @DisplayName("whatever is given for an enrolment token, it is read or refused in a sentence")
    void tokens() throws InterruptedException {
        SecureRandom randomness = new SecureRandom();
        Enrollee screen = new Enrollee(Role.CLIENT, new NodeName("screen"),
                List.of("screen.example", "2001:db8::1"),
                Set.of(KeyLine.parse("news"), KeyLine.parse("sport:premium")));
        String valid = EnrolmentToken.sign(Ecdsa.generate(randomness).getPrivate(), new TokenClaims(
                EnrolmentToken.randomId(randomness), "lab", screen, Instant.EPOCH, new byte[32])).text();
        byte[] inside = Base64.getUrlDecoder().decode(valid.substring("kct1_".length()));
        Fuzz.run(5_000, random -> {
            String text = random.nextInt(4) == 0
                    ? new String(Fuzz.damaged(valid.getBytes(StandardCharsets.ISO_8859_1), random),
                            StandardCharsets.ISO_8859_1)
                    : "kct1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(Fuzz.damaged(inside, random));
            try {
                assertThat(EnrolmentToken.parse(text).identity()).isNotNull();
            } catch (OperatorException told) {
                assertThat(told).hasMessageContaining("no enrolment token");
            }
        });
    }
}
