package org.kagicast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.wire.RekeyAnnouncement;

/// The bounds of lead times are the same wherever one is chosen.
class LeadTimeTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 5_000, 61_000, 86_400_000})
    @DisplayName("R19 from a millisecond to a day a lead time is possible for a command, for a stream and on the wire")
    void possible(long millis) {
        Duration leadTime = Duration.ofMillis(millis);

        assertThat(LeadTime.checked(leadTime)).isEqualTo(leadTime);
        assertThat(new RekeyCommand.Announce(Optional.of(leadTime)).leadTime()).contains(leadTime);
        assertThat(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLeadTime(leadTime).leadTime())
                .isEqualTo(leadTime);
        assertThat(new RekeyAnnouncement(1, leadTime, Duration.ZERO, List.of()).remaining()).isEqualTo(leadTime);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 86_400_001, 4_294_967_297L})
    @DisplayName("R19 any other is refused with the bounds, before it is sent anywhere")
    void impossible(long millis) {
        Duration leadTime = Duration.ofMillis(millis);

        assertThat(LeadTime.isPossible(leadTime)).isFalse();
        assertThatThrownBy(() -> new RekeyCommand.Announce(Optional.of(leadTime)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("is not possible: take one from 1ms to 24h, for example 5s.");
        assertThatThrownBy(() -> RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLeadTime(leadTime))
                .isInstanceOf(OperatorException.class).hasMessageContaining("24h");
    }
}
