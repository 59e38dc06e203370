package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditSink;
import org.kagicast.model.Identity;
import org.kagicast.pki.TrustError;
import org.kagicast.pki.TrustEvent;
import org.kagicast.rpc.network.LogLines;
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
                        "kagicast.v1.ReplicationService/WatchChanges", TrustError.REVOKED, "It has been revoked."));
                time.turn(Duration.ofSeconds(2));
                calls++;
            }
            assertThat(written).hasSizeBetween(144, 900);
        }
        assertThat(written.stream().mapToLong(event -> event.repeats().map(AuditEvent.Repeats::count).orElse(1L)).sum())
                .isEqualTo(calls);
    }

    private void refuse(AuditedTrust audit, String who) {
        audit.record(new TrustEvent.ConnectionRefused(time.now(), Optional.of(Identity.parse(who)), TrustError.REVOKED,
                "The " + who + " has been revoked."));
    }

    @Test
    @DisplayName("A client whose second key server has been revoked says so at once, then in a line a minute with how often, and that it is over")
    void refusedForLong() {
        String slave = "spiffe://lab/key-slave/s1";
        try (LogLines lines = LogLines.of("org.kagicast.node.program");
                AuditedTrust audit = new AuditedTrust(AuditSink.NONE, time)) {
            for (int i = 0; i < 90; i++) {
                refuse(audit, slave);
                time.turn(Duration.ofSeconds(1));
            }

            assertThat(lines.atLeast(Level.INFO)).containsExactly("Refused: The " + slave + " has been revoked.",
                    "Refused 59 times more in the last minute: The " + slave + " has been revoked.");

            refuse(audit, "spiffe://lab/key-slave/s2");
            assertThat(lines.atLeast(Level.INFO)).as("another one").hasSize(3).last().asString().contains("s2");
            time.turn(Duration.ofMinutes(5));
            assertThat(lines.atLeast(Level.INFO)).hasSize(5).last().asString()
                    .isEqualTo("Not refused again in the last minute: The " + slave + " has been revoked.");

            refuse(audit, slave);
            assertThat(lines.atLeast(Level.INFO)).hasSize(6).last().asString().startsWith("Refused: The " + slave);
        }
    }

    @Test
    @DisplayName("However many strangers are refused, the log stays small, and none of them is uncounted")
    void manyStrangers() {
        try (LogLines lines = LogLines.of("org.kagicast.node.program")) {
            try (AuditedTrust audit = new AuditedTrust(AuditSink.NONE, time)) {
                for (int i = 0; i < 6_000; i++) {
                    refuse(audit, "spiffe://lab/client/c-" + i);
                    time.turn(Duration.ofMillis(20));
                }
            }

            List<String> told = lines.atLeast(Level.WARN);
            assertThat(told).hasSizeLessThan(5 * RefusalLog.MOST);
            assertThat(told.stream().mapToLong(line -> line.startsWith("Refused:")
                    ? 1
                    : Long.parseLong(line.split(" ", 3)[1])).sum()).isEqualTo(6_000);
        }
    }
}
