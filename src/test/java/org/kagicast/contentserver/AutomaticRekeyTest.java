package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyPolicy.Automatic;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.contentserver.rekey.trigger.CronSchedule;
import org.kagicast.contentserver.rekey.trigger.RekeyTriggers;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;

/// Key changes that a stream makes by itself.
class AutomaticRekeyTest {

    private static final KeyId OLD = new KeyId(41);
    private static final KeyId NEW = new KeyId(42);
    private static final KeyId LATER = new KeyId(43);
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final RekeyPolicy NEVER = RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO);

    @Test
    @DisplayName("With jitter no key is used longer than the crypto-period, and the changes of many streams spread evenly")
    void jitterSpreads() {
        RekeyTriggers triggers = NEVER.triggers().withCryptoPeriod(Duration.ofSeconds(60)).withJitter(0.1);
        Random random = new Random(7);
        int[] perSecond = new int[6];
        for (int stream = 0; stream < 600; stream++) {
            Duration period = triggers.drawPeriod(random);
            assertThat(period).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(60));
            perSecond[(int) Math.min(5, period.minusSeconds(54).toSeconds())]++;
        }
        for (int changes : perSecond) {
            assertThat(changes).as("changes in each of the six seconds").isBetween(60, 140);
        }
    }

    @Test
    @DisplayName("The jitter is drawn anew for each key")
    void jitterOfEachKey() {
        StreamBench bench = StreamBench.started(
                NEVER.withAutomatic(Automatic.IMMEDIATE).withCryptoPeriod(Duration.ofSeconds(60)).withJitter(0.5));
        List<Long> seconds = new ArrayList<>();
        KeyId before = bench.keyInUse();
        for (int second = 1; second <= 600; second++) {
            bench.time.turn(Duration.ofSeconds(1));
            if (!bench.keyInUse().equals(before)) {
                before = bench.keyInUse();
                seconds.add((long) second);
            }
        }
        assertThat(seconds).hasSizeBetween(10, 20);
        List<Long> periods = new ArrayList<>();
        for (int i = 1; i < seconds.size(); i++) {
            periods.add(seconds.get(i) - seconds.get(i - 1));
        }
        assertThat(periods).allMatch(period -> period >= 29 && period <= 61);
        assertThat(periods.stream().distinct().count()).isGreaterThan(3);
    }

    @Test
    @DisplayName("A key that has sealed so many bytes is changed, announced")
    void bytes() {
        StreamBench bench = StreamBench.started(NEVER.withBytes(1000));
        bench.source.give(1);
        long each = bench.packets().getFirst().body().remaining() + 1;
        int enough = (int) ((1000 + each - 1) / each);

        for (int given = 1; given < enough - 1; given++) {
            bench.source.give(1);
        }
        assertThat(bench.snapshot().pending()).isEmpty();
        bench.source.give(1);
        assertThat(bench.snapshot().pending()).isPresent();
        assertThat(bench.announce(LEAD)).failsWithin(Duration.ZERO).withThrowableThat()
                .withMessageContaining("pending already, which it began by itself as its rekey policy says");
        bench.time.turn(LEAD);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        bench.source.give(1);
        assertThat(bench.snapshot().pending()).as("the new key starts counting from nothing").isEmpty();
    }

    @Test
    @DisplayName("A key server that refuses is asked again after a while, not with each packet")
    void refusalIsRemembered() {
        StreamBench bench = StreamBench.started(NEVER.withLimits(10, 100_000));
        bench.keyServer.become(Mood.REFUSING);
        bench.source.give(20);
        assertThat(bench.keyServer.requests()).hasSize(2);
        bench.source.give(20);
        bench.source.give(20);
        assertThat(bench.keyServer.requests()).hasSize(2);

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.SOON.plus(LEAD));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("On a schedule an announced change switches exactly at the moment that it names")
    void schedule() {
        StreamBench bench = StreamBench.started(NEVER.withSchedule(cron("0 3 * * *", "UTC")));

        bench.time.turn(Duration.ofHours(3).minus(LEAD).minus(TICK));
        assertThat(bench.snapshot().pending()).isEmpty();
        bench.time.turn(TICK);
        assertThat(bench.snapshot().pending().orElseThrow().switchAt())
                .isEqualTo(Instant.parse("2026-01-01T03:00:00Z"));
        bench.time.turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.time.turn(Duration.ofHours(24).minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        bench.time.turn(TICK);
        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.keyServer.requests()).hasSize(3);
    }

    @Test
    @DisplayName("A schedule of immediate changes comes at its moments, also where it comes every minute")
    void scheduleOfImmediateChanges() {
        StreamBench bench = StreamBench
                .started(NEVER.withAutomatic(Automatic.IMMEDIATE).withSchedule(cron("* * * * *", "UTC")));

        bench.time.turn(Duration.ofMinutes(10));

        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(10);
    }

    @Test
    @DisplayName("Across a change of the clocks the schedule keeps to the wall: 23 hours between two nights in spring")
    void scheduleOverClockChange() {
        StreamBench bench = StreamBench
                .started(NEVER.withAutomatic(Automatic.IMMEDIATE).withSchedule(cron("0 4 * * *", "Europe/Berlin")));
        bench.time.turn(Duration.between(bench.time.now(), Instant.parse("2026-03-28T03:00:00Z")));
        int before = bench.snapshot().immediateRekeys();

        bench.time.turn(Duration.ofHours(23).minus(TICK));
        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(before);
        bench.time.turn(TICK);

        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("A schedule's moment that finds a change under way does not cause another")
    void scheduleDuringAChange() {
        StreamBench bench = StreamBench.started(NEVER.withSchedule(cron("*/10 * * * *", "UTC")));
        bench.announce(Duration.ofMinutes(9).plusSeconds(57));

        bench.time.turn(Duration.ofMinutes(10));

        assertThat(bench.keyServer.requests()).hasSize(2);
        bench.time.turn(Duration.ofMinutes(10));
        assertThat(bench.keyServer.requests()).hasSize(3);
    }

    @Test
    @DisplayName("A key server that is away over the due time: asked with growing pauses and one ID, told since when and when next, and the old key goes on")
    void keyServerAway() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.keyServer.become(Mood.AWAY);
        bench.time.turn(Duration.ofMinutes(5));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow()).contains("does not answer",
                "key news 41 stays in use",
                "has wanted a new key since 2026-01-01T00:00:55Z and asks for it again at 2026-01-01T00:05:0");
        assertThat(bench.keyServer.requests().size()).isBetween(50, 60);
        assertThat(bench.notices().stream().filter(text -> text.contains("does not answer"))).hasSize(1);

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
        assertThat(bench.snapshot().pending()).isPresent();
        bench.time.turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.keyServer.requests().stream().skip(1).map(ScriptedKeyServer.Request::idempotencyId).distinct())
                .hasSize(1);
    }

    @Test
    @DisplayName("R31 A key server that has no room is asked for the very same key again, so that no orphans pile up there")
    void keyServerWithoutRoom() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.keyServer.become(Mood.FULL);
        bench.time.turn(Duration.ofMinutes(5));
        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE);

        assertThat(bench.snapshot().pending()).isPresent();
        assertThat(bench.keyServer.requests().stream().skip(1).map(ScriptedKeyServer.Request::idempotencyId).distinct())
                .hasSize(1);
    }

    @Test
    @DisplayName("A command that fails while an automatic change is overdue does not make the stream forget it")
    void overdueOutlivesAFailedCommand() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.keyServer.become(Mood.AWAY);
        bench.time.turn(Duration.ofSeconds(70));
        var outcome = bench.now();
        bench.time.turn(RekeyTimes.FIRST_PAUSE);
        assertThat(outcome).isCompletedExceptionally();
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("since 2026-01-01T00:00:55Z");

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.SOON.plus(LEAD));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("With the key server away for good, the old key serves up to its hard limit and not one packet more")
    void upToTheHardLimit() {
        StreamBench bench = StreamBench.started(NEVER.withLimits(50, 200));
        bench.keyServer.become(Mood.AWAY);

        for (int i = 0; i < 10; i++) {
            bench.source.give(30);
            bench.time.turn(Duration.ofSeconds(10));
        }

        assertThat(bench.sender.sent()).hasSize(200);
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("key news 41 has sealed 200 packets");
    }

    @Test
    @DisplayName("Policies that do not go together are refused in one sentence")
    void impossiblePolicies() {
        assertThatThrownBy(() -> RekeyPolicy.DEFAULT.withJitter(0.6)).isInstanceOf(OperatorException.class)
                .hasMessage("The crypto-period's jitter of 60.0% is not possible: take one from 0% to 50%.");
        assertThatThrownBy(() -> RekeyPolicy.DEFAULT.withBytes(0)).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> RekeyPolicy.DEFAULT.withJitter(0.5).withLeadTime(Duration.ofSeconds(30)))
                .hasMessageStartingWith(
                        "The crypto-period 60s, as short as 30s by its jitter, is not longer than the lead time 30s:");
        assertThatThrownBy(() -> NEVER.withLimits(1, (1L << 32) + 1)).isInstanceOf(OperatorException.class);
    }

    private static CronSchedule cron(String text, String zone) {
        return CronSchedule.parse(text, ZoneId.of(zone));
    }
}
