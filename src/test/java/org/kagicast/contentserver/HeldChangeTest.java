package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.ScriptedKeyServer.Report;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.wire.RekeyAnnouncement;

/// An announced change that an operator holds, and how many clients are ready for it.
class HeldChangeTest {

    private static final KeyId OLD = new KeyId(41);
    private static final KeyId NEW = new KeyId(42);
    private static final KeyId LATER = new KeyId(43);
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofNanos(1);

    private final StreamBench bench = StreamBench.sending();

    private StreamSnapshot.PendingChange pending() {
        return bench.snapshot().pending().orElseThrow();
    }

    private void turn(Duration by) {
        bench.time.turn(by);
    }

    @Test
    @DisplayName("While a change is pending, it is shown how many clients have fetched its key beside how many have the one in use")
    void showsReadiness() {
        bench.keyServer.fetched(OLD, 4);
        bench.announce(LEAD);
        assertThat(pending().fetchers()).contains(0);
        assertThat(pending().expected()).contains(4);

        bench.keyServer.fetched(NEW, 3);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(pending().fetchers()).contains(3);
    }

    @Test
    @DisplayName("What the key server has not told is not known, and a change that nobody holds does not wait for it")
    void unknownReadiness() {
        bench.announce(LEAD);
        bench.keyServer.become(Mood.AWAY);
        StreamBench other = StreamBench.sending();
        other.announce(LEAD);

        turn(LEAD.minus(TICK));
        assertThat(pending().fetchers()).as("as it was told last").contains(0);
        turn(TICK);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("After a key server's restart the counts do not fall, since clients keep the keys that they have")
    void countsDoNotFall() {
        bench.keyServer.fetched(OLD, 4);
        bench.announce(LEAD);
        bench.keyServer.fetched(NEW, 3);
        turn(RekeyTimes.LOOKED_EVERY);
        bench.keyServer.become(Mood.AWAY);
        turn(Duration.ofSeconds(1));

        bench.keyServer.fetched(OLD, 0);
        bench.keyServer.fetched(NEW, 0);
        bench.keyServer.become(Mood.ANSWERING);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(pending().fetchers()).contains(3);
        assertThat(pending().expected()).contains(4);
    }

    @Test
    @DisplayName("Those who fetched a key before it came into use are expected at the next change, whatever restarts between")
    void expectedOutlivesTheSwitch() {
        bench.announce(LEAD);
        bench.keyServer.fetched(NEW, 7);
        turn(LEAD);
        bench.keyServer.fetched(NEW, 0);

        bench.announce(LEAD);

        assertThat(pending().keyId()).isEqualTo(LATER);
        assertThat(pending().expected()).contains(7);
    }

    @Test
    @DisplayName("A held change does not switch at its time; data goes on under the old key until the operator says so")
    void holds() {
        bench.announce(LEAD);
        turn(LEAD.dividedBy(2));

        assertThat(bench.hold()).isCompletedWithValue(NEW);
        turn(Duration.ofHours(1));
        bench.source.give(1);
        assertThat(bench.dataKeys()).containsExactly(OLD);
        assertThat(pending().hold()).isPresent();

        assertThat(bench.switchNow()).isCompletedWithValue(NEW);
        bench.source.give(1);
        assertThat(bench.dataKeys()).containsExactly(OLD, NEW);
        assertThat(bench.snapshot().announcedRekeys()).isEqualTo(1);
        assertThat(bench.snapshot().pending()).isEmpty();
    }

    @Test
    @DisplayName("While held the key is announced on and on, each time with a time that is still to come and that holds good")
    void announcedWhileHeld() {
        bench.announce(LEAD);
        turn(LEAD.dividedBy(2));
        bench.hold();
        int before = bench.announcements().size();
        long generation = bench.announcements().getLast().generation();

        turn(Duration.ofSeconds(60));

        List<RekeyAnnouncement> told = bench.announcements().subList(before, bench.announcements().size());
        assertThat(told).hasSizeGreaterThanOrEqualTo(60).hasSizeLessThan(65)
                .allMatch(one -> one.generation() == generation)
                .allMatch(one -> one.coming().getFirst().keyId().equals(NEW))
                .allMatch(one -> one.remaining().compareTo(RekeyTimes.ANNOUNCED_EVERY) > 0)
                .allMatch(one -> one.spread().equals(one.remaining().dividedBy(2)));
    }

    @Test
    @DisplayName("A hold with a longest time tells how long it will last, and ends then")
    void holdAtMost() {
        bench.announce(LEAD);
        Duration longest = Duration.ofSeconds(30);
        bench.holdAtMost(longest);
        assertThat(pending().hold().orElseThrow().atMost()).contains(bench.time.now().plus(longest));
        long began = bench.time.nanos();

        turn(longest.minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.packets()).allSatisfy(packet -> {
            RekeyAnnouncement told = RekeyAnnouncement.parse(packet.body().duplicate()).orElseThrow();
            if (packet.nanos() > began) {
                assertThat(told.remaining().toMillis())
                        .isEqualTo(longest.minusNanos(packet.nanos() - began).toMillis());
            }
        });
        turn(TICK);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("A hold never brings a switch forward")
    void holdIsNoHurry() {
        bench.keyServer.fetched(OLD, 1);
        bench.keyServer.fetched(NEW, 1);
        bench.announce(LEAD);
        bench.holdAtMost(Duration.ofMillis(10));
        bench.holdUntil(0.5);

        turn(LEAD.minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        turn(TICK);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @ParameterizedTest(name = "{0} of {1} for {2}")
    @CsvSource({"3, 4, 0.75, true", "3, 4, 0.9, false", "9, 10, 0.9, true", "0, 0, 1, false", "3, 0, 1, false",
            "5, 4, 1, true", "0, 4, 0.01, false"})
    @DisplayName("A change held until a share of the clients is ready switches when it is reached, after its time")
    void holdUntilShare(int fetchers, int expected, double share, boolean isEnough) {
        bench.keyServer.fetched(OLD, expected);
        bench.announce(LEAD);
        bench.holdUntil(share);
        turn(LEAD.multipliedBy(3));
        assertThat(bench.keyInUse()).isEqualTo(OLD);

        bench.keyServer.fetched(NEW, fetchers);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(bench.keyInUse()).isEqualTo(isEnough ? NEW : OLD);
    }

    @Test
    @DisplayName("While nobody is counted for the key in use, as after a key server's restart, a hold until all are ready lasts, until the count is known or the longest time is over")
    void holdWhileNobodyIsCounted() {
        bench.announce(LEAD);
        bench.keyServer.fetched(NEW, 1);
        bench.holdUntil(1);
        turn(Duration.ofMinutes(10));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        bench.keyServer.fetched(OLD, 2);
        turn(RekeyTimes.LOOKED_EVERY);
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        bench.keyServer.fetched(NEW, 2);
        turn(RekeyTimes.LOOKED_EVERY);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        StreamBench alone = StreamBench.sending();
        alone.announce(LEAD);
        alone.stream.rekey(new RekeyCommand.Hold(Optional.of(1.0), Optional.of(Duration.ofMinutes(1))));
        alone.time.turn(Duration.ofMinutes(1).minus(TICK));
        assertThat(alone.keyInUse()).isEqualTo(OLD);
        alone.time.turn(TICK);
        assertThat(alone.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("While nobody tells how many are ready, a hold until a share lasts")
    void holdUntilUnknownShare() {
        StreamBench silent = StreamBench.sending();
        silent.keyServer.become(Mood.HOLDING);
        silent.announce(LEAD);
        silent.keyServer.become(Mood.AWAY);
        silent.keyServer.answerOne();
        silent.holdUntil(0.1);

        silent.time.turn(Duration.ofMinutes(10));

        assertThat(silent.snapshot().pending().orElseThrow().fetchers()).isEmpty();
        assertThat(silent.keyInUse()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("A share and a longest time together: whichever comes first")
    void shareOrTime() {
        bench.keyServer.fetched(OLD, 10);
        bench.announce(LEAD);
        bench.stream.rekey(new RekeyCommand.Hold(Optional.of(1.0), Optional.of(Duration.ofSeconds(30))));

        turn(Duration.ofSeconds(30).minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        turn(TICK);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("A later hold takes the place of the former")
    void laterHold() {
        bench.announce(LEAD);
        bench.holdAtMost(Duration.ofSeconds(10));
        bench.hold();
        turn(Duration.ofMinutes(1));
        assertThat(bench.keyInUse()).isEqualTo(OLD);

        bench.holdAtMost(Duration.ofSeconds(1));
        turn(Duration.ofSeconds(1));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("A held change can be cancelled: it is withdrawn, and its key destroyed")
    void cancelWhileHeld() {
        bench.announce(LEAD);
        bench.holdAtMost(Duration.ofSeconds(30));
        turn(Duration.ofSeconds(10));

        assertThat(bench.cancel()).isCompletedWithValue(NEW);
        turn(Duration.ofMinutes(10));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD);
        assertThat(bench.announcements().getLast().coming()).isEmpty();
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
    }

    @Test
    @DisplayName("An immediate change withdraws a held one")
    void immediateWhileHeld() {
        bench.announce(LEAD);
        bench.hold();

        assertThat(bench.now()).isCompletedWithValue(LATER);

        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.snapshot().pending()).isEmpty();
    }

    @Test
    @DisplayName("The old key's hard limit ends a hold: the coming key takes over with the very next packet, and the stream goes on")
    void hardLimitEndsTheHold() {
        StreamBench limited = StreamBench
                .started(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLimits(100, 100));
        limited.announce(LEAD);
        limited.hold();
        long control = limited.packets().size();

        limited.source.give(64);
        limited.source.give(64);

        assertThat(limited.snapshot().status()).isEqualTo(StreamSnapshot.Status.SENDING);
        assertThat(limited.packets().stream().filter(packet -> packet.keyId().equals(OLD))).hasSize(100);
        assertThat(limited.dataKeys().stream().filter(OLD::equals)).hasSize((int) (100 - control));
        assertThat(limited.dataNumbers()).hasSize(128).isSorted();
        assertThat(limited.keyInUse()).isEqualTo(NEW);
        assertThat(limited.keyEnds().getFirst().packets()).isEqualTo(100);
        assertThat(limited.notices()).anyMatch(text -> text.contains("before its time"));
    }

    @Test
    @DisplayName("A hold where nothing is pending is refused, and so are impossible ones")
    void refusals() {
        assertThat(bench.hold()).isCompletedExceptionally();
        assertThatThrownBy(() -> bench.hold().join())
                .hasMessageContaining("has no pending change to hold: announce one first.");
        assertThatThrownBy(() -> bench.holdUntil(1.5)).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> bench.holdUntil(Double.NaN)).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> bench.holdAtMost(Duration.ofHours(25))).isInstanceOf(OperatorException.class);
    }

    @Test
    @DisplayName("While a change is held the stream starts no other by itself, and the crypto-period starts over at the switch")
    void noOtherChangeMeanwhile() {
        StreamBench periodic = StreamBench.started(RekeyPolicy.DEFAULT);
        periodic.announce(LEAD);
        periodic.hold();

        periodic.time.turn(Duration.ofMinutes(5));
        assertThat(periodic.keyServer.requests()).hasSize(2);
        periodic.switchNow();
        periodic.time.turn(Duration.ofSeconds(55).minus(TICK));
        assertThat(periodic.keyServer.requests()).hasSize(2);
        periodic.time.turn(TICK);

        assertThat(periodic.keyServer.requests()).hasSize(3);
    }
}
