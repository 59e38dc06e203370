package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent;
import org.kagicast.model.Identity;
import org.kagicast.pki.Distrust;
import org.kagicast.pki.TrustEvent;
import org.kagicast.time.ManualTime;

class AuditedTrustTest {

    private static final Identity SLAVE = Identity.parse("spiffe://lab/key-slave/s1");

    private final ManualTime time = new ManualTime();
    private final List<AuditEvent> written = new ArrayList<>();

    @Test
    @DisplayName("R31 a node that is shut out and calls every two seconds for a day does not fill the log, and none of its calls is uncounted")
    void shutOutAndRunning() {
        int calls = 0;
        try (AuditedTrust audit = new AuditedTrust(written::add, time)) {
            for (Duration gone = Duration.ZERO; gone.compareTo(Duration.ofDays(1)) < 0; gone = gone.plusSeconds(2)) {
                audit.record(new TrustEvent.CallRefused(time.now(), Optional.of(SLAVE),
                        "kagicast.v1.ReplicationService/WatchChanges", Distrust.REVOKED, "It has been revoked."));
                time.turn(Duration.ofSeconds(2));
                calls++;
            }
            assertThat(written).hasSizeBetween(144, 900);
        }
        assertThat(written.stream().mapToLong(event -> event.repeats().map(AuditEvent.Repeats::count).orElse(1L)).sum())
                .isEqualTo(calls);
    }
}
