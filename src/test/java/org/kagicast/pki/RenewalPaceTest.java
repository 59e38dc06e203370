package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.time.ManualTime;

@DisplayName("How often an identity is renewed")
class RenewalPaceTest {

    private static final Identity ALICE = identity("alice");

    private final ManualTime time = new ManualTime();
    private final RenewalPace pace = new RenewalPace(time);

    @Test
    @DisplayName("is limited for each by itself, and by the monotonic clock")
    void limit() {
        for (int i = 0; i < RenewalPace.MOST; i++) {
            pace.take(ALICE);
        }

        assertThatThrownBy(() -> pace.take(ALICE)).isInstanceOf(EnrolmentRefusal.class)
                .hasMessageContaining("alice").hasMessageContaining("6 certificates within 60 s");
        assertThatCode(() -> pace.take(identity("bob"))).doesNotThrowAnyException();

        time.turn(RenewalPace.WITHIN.plus(Duration.ofMillis(1)));
        assertThatCode(() -> pace.take(ALICE)).doesNotThrowAnyException();
    }

    private static Identity identity(String name) {
        return new Identity("lab", Role.CLIENT, new NodeName(name));
    }
}
