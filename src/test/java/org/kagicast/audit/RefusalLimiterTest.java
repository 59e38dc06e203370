package org.kagicast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent.Repeats;
import org.kagicast.audit.RefusalLimiter.Limits;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.time.ManualTime;

class RefusalLimiterTest {

    private static final Identity ALICE = Identity.parse("spiffe://lab/client/alice");
    private static final Identity MALLORY = Identity.parse("spiffe://lab/client/mallory");

    private final ManualTime time = new ManualTime();
    private final Instant start = time.now();
    private final List<AuditEvent> written = new ArrayList<>();
    private final AtomicBoolean full = new AtomicBoolean();
    private RefusalLimiter limiter = limited(Limits.DEFAULT);

    private RefusalLimiter limited(Limits limits) {
        return new RefusalLimiter(event -> {
            if (full.get()) {
                throw new OperatorException("The audit log cannot be written.");
            }
            written.add(event);
        }, limits, time);
    }

    @AfterEach
    void close() {
        limiter.close();
    }

    private static AuditEvent unknown(Identity client, long keyId) {
        return AuditEvent.keyRefused(client, Optional.empty(), new KeyId(keyId), RefusalReason.UNKNOWN);
    }

    private long counted() {
        return written.stream().mapToLong(event -> event.repeats().map(Repeats::count).orElse(1L)).sum();
    }

    @Test
    @DisplayName("R31 A caller that is refused 1,690 times a second makes at most a few entries a second, and none is uncounted")
    void oneCallerFloods() {
        for (int i = 1; i <= 16_900; i++) {
            limiter.refused(unknown(MALLORY, i));
            if (i % 169 == 0) {
                time.turn(Duration.ofMillis(100));
            }
        }
        time.turn(Duration.ofSeconds(21));

        assertThat(written).hasSizeLessThan(20);
        assertThat(counted()).isEqualTo(16_900);
        assertThat(written.subList(0, 5)).extracting(AuditEvent::repeats).containsOnly(Optional.empty());
        assertThat(written.get(5).repeats().orElseThrow().first()).isEqualTo(start);
        assertThat(written.get(5).repeats().orElseThrow().last()).isAfter(start.plusSeconds(9));
        assertThat(written.get(5).actor()).contains(MALLORY);
    }

    @Test
    @DisplayName("R31 The flood of one caller does not hide the one attempt of another, nor another reason of its own")
    void nobodyIsHidden() {
        for (int i = 1; i <= 5_000; i++) {
            limiter.refused(unknown(MALLORY, i));
        }
        written.clear();

        AuditEvent once = unknown(ALICE, 9_999);
        AuditEvent revoked = AuditEvent.keyRefused(MALLORY, Optional.empty(), new KeyId(7), RefusalReason.REVOKED);
        limiter.refused(once);
        limiter.refused(revoked);

        assertThat(written).containsExactly(once, revoked);
    }

    @Test
    @DisplayName("R31 A thousand callers together make at most so many entries a second, and each is in the log by name")
    void manyCallersFlood() {
        List<Identity> callers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            callers.add(Identity.parse("spiffe://lab/client/c" + i));
        }
        for (int second = 0; second < 60; second++) {
            callers.forEach(caller -> limiter.refused(unknown(caller, 1)));
            time.turn(Duration.ofSeconds(1));
        }
        time.turn(Duration.ofSeconds(120));

        assertThat(written.size()).isLessThan(180 * 20 + 40);
        assertThat(counted()).isEqualTo(60_000);
        assertThat(written).extracting(event -> event.actor().orElseThrow()).containsAll(callers);
    }

    @Test
    @DisplayName("More callers than are told apart are summed up without names, in bounded memory")
    void morethanAreToldApart() {
        limiter.close();
        limiter = limited(new Limits(1, Duration.ofSeconds(1), 5, 3));
        for (int i = 0; i < 1_000; i++) {
            limiter.refused(unknown(Identity.parse("spiffe://lab/client/c" + i), 1));
        }
        time.turn(Duration.ofSeconds(5));

        assertThat(counted()).isEqualTo(1_000);
        assertThat(written).filteredOn(event -> event.actor().isEmpty()).singleElement()
                .satisfies(event -> assertThat(event.repeats().orElseThrow().count()).isGreaterThan(900))
                .satisfies(event -> assertThat(event.reason()).contains(AuditReason.UNKNOWN));
    }

    @Test
    @DisplayName("A refusal that cannot be written is no fault of the answer: it is counted, and written when there is room")
    void fullDisk() {
        full.set(true);
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.refused(unknown(MALLORY, 1))).isFalse();
        }
        time.turn(Duration.ofSeconds(60));
        assertThat(written).isEmpty();

        full.set(false);
        time.turn(Duration.ofSeconds(1));

        assertThat(written).singleElement().satisfies(event -> assertThat(event.repeats())
                .contains(new Repeats(100, start, start)));
    }

    @Test
    @DisplayName("A few refusals now and then are written one by one, and what is not is written when it closes")
    void fewAreWrittenSingly() {
        for (int i = 1; i <= 10; i++) {
            limiter.refused(unknown(ALICE, i));
            time.turn(Duration.ofSeconds(5));
        }
        assertThat(written).hasSize(10).allSatisfy(event -> assertThat(event.repeats()).isEmpty());

        for (int i = 1; i <= 10; i++) {
            limiter.refused(unknown(MALLORY, i));
        }
        limiter.close();
        assertThat(counted()).isEqualTo(20);
    }
}
