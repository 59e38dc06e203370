package org.kagicast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent.Repeats;
import org.kagicast.audit.GivenKeys.Limits;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.OperatorException;
import org.kagicast.time.ManualTime;

class GivenKeysTest {

    private static final Identity ALICE = Identity.parse("spiffe://lab/client/alice");
    private static final Identity BOB = Identity.parse("spiffe://lab/client/bob");
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final Instant start = time.now();
    private final List<AuditEvent> written = new ArrayList<>();
    private final AtomicBoolean full = new AtomicBoolean();
    private GivenKeys keys = keys(Limits.DEFAULT);

    private GivenKeys keys(Limits limits) {
        return new GivenKeys(event -> {
            if (full.get()) {
                throw new OperatorException("The audit log cannot be written.");
            }
            written.add(event);
        }, limits, time);
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private static AuditEvent key(Identity client, long keyId) {
        return AuditEvent.keyGiven(client, KeyLine.parse("news"), new KeyId(keyId));
    }

    private void give(Identity client, long keyId, int times) {
        for (int i = 0; i < times; i++) {
            keys.given(key(client, keyId));
        }
    }

    @Test
    @DisplayName("R31 A client that has one key given over and over makes an entry a minute, and every time is counted")
    void oneClientFloods() {
        for (int second = 0; second < 120; second++) {
            give(ALICE, 7, 1_000);
            time.turn(Duration.ofSeconds(1));
        }
        keys.close();

        assertThat(written).hasSizeBetween(5 + 2, 5 + 3);
        assertThat(written.subList(0, 5)).containsOnly(key(ALICE, 7));
        assertThat(written.get(5).repeats().orElseThrow().first()).isEqualTo(start);
        assertThat(written.stream().mapToLong(event -> event.repeats().map(Repeats::count).orElse(1L)).sum())
                .isEqualTo(120_000);
    }

    @Test
    @DisplayName("Other keys and other clients have entries of their own, and who asks again after a while has too")
    void othersAreToldApart() {
        give(ALICE, 7, 9);
        give(ALICE, 8, 1);
        give(BOB, 7, 1);
        assertThat(written).filteredOn(key(ALICE, 7)::equals).hasSize(5);
        assertThat(written).endsWith(key(ALICE, 8), key(BOB, 7));

        time.turn(A_MINUTE.plusSeconds(1));
        assertThat(written).hasSize(8).last().satisfies(
                sum -> assertThat(sum.repeats()).hasValue(new Repeats(4, start, start)));
        time.turn(A_MINUTE.plusSeconds(1));
        give(ALICE, 7, 1);

        assertThat(written).hasSize(9).last().isEqualTo(key(ALICE, 7));
    }

    @Test
    @DisplayName("A key that cannot be audited is not given, however often it is asked for; a sum is written when it can be")
    void nothingIsGivenUnaudited() {
        full.set(true);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> give(ALICE, 7, 1)).isInstanceOf(OperatorException.class);
        }
        full.set(false);
        give(ALICE, 7, 7);
        full.set(true);
        time.turn(A_MINUTE.plusSeconds(1));
        assertThat(written).hasSize(5);

        full.set(false);
        time.turn(Duration.ofSeconds(1));

        assertThat(written).hasSize(6).last().satisfies(
                sum -> assertThat(sum.repeats()).hasValue(new Repeats(2, start, start)));
    }

    @Test
    @DisplayName("Of more clients and keys than can be remembered each is written, and no sum is lost")
    void tooManyAreWrittenEach() {
        keys.close();
        keys = keys(new Limits(1, A_MINUTE, 2));
        give(ALICE, 1, 3);
        give(ALICE, 2, 1);
        give(ALICE, 3, 2);

        assertThat(written).containsExactly(key(ALICE, 1), key(ALICE, 2), key(ALICE, 3), key(ALICE, 3));
        keys.close();
        assertThat(written).hasSize(5).last().satisfies(
                sum -> assertThat(sum.repeats()).hasValue(new Repeats(2, start, start)));
    }
}
