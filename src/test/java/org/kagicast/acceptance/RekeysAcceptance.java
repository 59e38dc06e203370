package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.bench.RekeyKind;
import org.kagicast.bench.RekeysBench;
import org.kagicast.bench.RekeysRow;
import org.kagicast.bench.RekeysSettings;
import org.kagicast.time.SystemTime;

/// The measurement `kagicast bench rekeys`, for a few seconds: what it counts, and not how fast it is.
class RekeysAcceptance {

    private static final int RATE = 10_000;
    private static final int REKEYS_PER_SECOND = 2;
    private static final Duration MEASURED = Duration.ofSeconds(5);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("R21 with a change of the key every half second no packet is lost or expires, and with announced ones none is late")
    void nothingIsLost(RekeyKind kind) throws Exception {
        try (SystemTime time = new SystemTime()) {
            RekeysRow row = new RekeysBench(new RekeysSettings(kind, RATE, REKEYS_PER_SECOND, MEASURED), time,
                    new SecureRandom())
                    .run();

            assertThat(row.sent()).isGreaterThan(RATE * MEASURED.toSeconds() / 2);
            assertThat(row.rekeys()).isGreaterThanOrEqualTo(8);
            assertThat(row).extracting(RekeysRow::lost, RekeysRow::repeated, RekeysRow::expired)
                    .containsExactly(0L, 0L, 0L);
            if (kind == RekeyKind.ANNOUNCED) {
                assertThat(row.late()).isZero();
            } else {
                assertThat(row.maxLateMs()).isPositive();
            }
        }
    }
}
