package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.contentserver.PacketWriterTest.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.ScriptedKeyServer.Report;
import org.kagicast.contentserver.keys.KeyStateReporter;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Step;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.RekeyAnnouncement;
import org.kagicast.wire.RekeyAnnouncement.ComingKey;

class RekeyingTest {

    private static final KeyId OLD = new KeyId(41);
    private static final KeyId NEW = new KeyId(42);
    private static final KeyId LATER = new KeyId(43);
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofNanos(1);

    @Test
    @DisplayName("R25 an immediate rekey creates a key and uses it from the next packet on")
    void immediate() {
        StreamBench bench = StreamBench.sending();
        bench.source.give(3);

        assertThat(bench.now()).isCompletedWithValue(NEW);
        bench.source.give(3);

        assertThat(bench.dataKeys()).containsExactly(OLD, OLD, OLD, NEW, NEW, NEW);
        assertThat(bench.steps()).containsExactly(Step.A2, Step.A2);
        assertThat(bench.announcements()).isEmpty();
        assertThat(bench.snapshot().lastChange())
                .contains(new LastChange(OLD, OLD.value(), NEW, NEW.value(), false, bench.time.now()));
        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(1);
        assertThat(bench.snapshot().announcedRekeys()).isZero();
        assertThat(bench.snapshot().keyIds()).containsExactly(OLD, NEW);
    }

    @Test
    @DisplayName("R18 the next key is requested ahead of the change and stored beside the current one")
    void nextKeyBesideTheCurrent() {
        StreamBench bench = StreamBench.sending();

        assertThat(bench.announce(LEAD)).isCompletedWithValue(NEW);

        assertThat(bench.keyServer.requests().getLast().reason()).isEqualTo(FetchReason.ANNOUNCED);
        assertThat(bench.steps()).containsExactly(Step.A2, Step.C2, Step.C8);
        assertThat(bench.rows()).extracting(row -> row.state()).containsExactly(KeyState.ACTIVE, KeyState.PRE_ACTIVE);
        assertThat(bench.snapshot().pending()).hasValueSatisfying(pending -> {
            assertThat(pending.keyId()).isEqualTo(NEW);
            assertThat(pending.switchAt()).isEqualTo(pending.announced().plus(LEAD));
        });
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(ints = {60, 1000, 5000})
    @DisplayName("R19 the coming key ID is announced at once and at least five times, under the old key, with the time left")
    void announces(int leadMillis) {
        Duration lead = Duration.ofMillis(leadMillis);
        StreamBench bench = StreamBench.sending();
        long start = bench.time.nanos();

        bench.announce(lead);
        assertThat(bench.announcements()).hasSize(1);
        bench.time.turn(lead.minus(TICK));

        assertThat(bench.announcements()).hasSizeGreaterThanOrEqualTo(5);
        for (StreamBench.Opened packet : bench.packets()) {
            assertThat(packet.keyId()).isEqualTo(OLD);
            RekeyAnnouncement told = RekeyAnnouncement.parse(packet.body().duplicate()).orElseThrow();
            Duration left = lead.minusNanos(packet.nanos() - start);
            assertThat(told.coming()).containsExactly(new ComingKey(NEW, "", OLD));
            assertThat(told.generation()).isEqualTo(bench.announcements().getFirst().generation());
            assertThat(told.remaining().toMillis()).isEqualTo(left.toMillis());
            assertThat(told.spread().toMillis()).isEqualTo(left.dividedBy(2).toMillis());
        }
    }

    @Test
    @DisplayName("R31 each request names the highest number that the line has seen, that of a key given up included")
    void namesTheHighestNumber() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        bench.now().join();
        bench.now().join();

        assertThat(bench.keyServer.requests()).extracting(ScriptedKeyServer.Request::afterNumber).containsExactly(0L,
                41L, 42L, 43L);
        assertThat(bench.rows()).extracting(row -> row.number()).contains(44L);
    }

    @Test
    @DisplayName("R31 what is announced after a restart counts as later than what was before, though the clock was put back")
    void generationsGoOnAfterARestart() {
        StreamBench before = StreamBench.sending();
        before.announce(LEAD);
        StreamBench restarted = StreamBench.sending();
        restarted.time.stepWallClock(Duration.ofDays(-2));
        restarted.keyServer.number(50);

        restarted.announce(LEAD);

        assertThat(restarted.announcements().getLast().generation())
                .isGreaterThan(before.announcements().getLast().generation());
    }

    @Test
    @DisplayName("R19 a long lead time is announced every second")
    void longLeadTime() {
        StreamBench bench = StreamBench.sending();

        bench.announce(Duration.ofMinutes(2));
        bench.time.turn(Duration.ofMinutes(2).minus(TICK));

        assertThat(bench.announcements()).hasSize(120);
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(ints = {1, 50, 5000, 60_000})
    @DisplayName("R19 R21 data goes out under the old key until the very end of the lead time, and then under the new one")
    void switchesExactlyAtTheLeadTime(int leadMillis) {
        StreamBench bench = StreamBench.sending();
        Duration lead = Duration.ofMillis(leadMillis);
        bench.announce(lead);

        bench.time.turn(lead.minus(TICK));
        bench.source.give(1);
        bench.time.turn(TICK);
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD, NEW);
        assertThat(bench.snapshot().lastChange())
                .contains(new LastChange(OLD, OLD.value(), NEW, NEW.value(), true, bench.time.now()));
        assertThat(bench.snapshot().announcedRekeys()).isEqualTo(1);
        assertThat(bench.snapshot().pending()).isEmpty();
    }

    @Test
    @DisplayName("R21 at an announced switch nothing is asked of the key server and nothing told to it")
    void nothingAskedAtTheSwitch() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        bench.time.turn(LEAD.minus(TICK));
        int requests = bench.keyServer.requests().size();
        int reports = bench.keyServer.reports().size();
        int steps = bench.steps().size();

        bench.time.turn(TICK);
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(NEW);
        assertThat(bench.keyServer.requests()).hasSize(requests);
        assertThat(bench.keyServer.reports()).hasSize(reports);
        assertThat(bench.steps()).hasSize(steps);
    }

    @Test
    @DisplayName("R21 an announced switch needs no key server: it may be away by then")
    void switchesWithoutKeyServer() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        bench.keyServer.become(Mood.AWAY);

        bench.time.turn(LEAD.plusSeconds(1));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.keyServer.reports()).containsExactly(new Report(OLD, KeyState.ACTIVE));
        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(KeyStateReporter.AGAIN_AFTER);
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.ACTIVE),
                new Report(OLD, KeyState.DEACTIVATED));
    }

    @Test
    @DisplayName("the key server is told soon after a switch what became of both keys")
    void tellsStates() {
        StreamBench bench = StreamBench.sending();

        bench.now();
        bench.time.turn(RekeyTimes.REPORTED_WITHIN);

        assertThat(bench.keyServer.reports()).containsExactly(new Report(OLD, KeyState.ACTIVE),
                new Report(NEW, KeyState.ACTIVE), new Report(OLD, KeyState.DEACTIVATED));
        assertThat(bench.rows()).extracting(row -> row.state()).containsExactly(KeyState.DEACTIVATED, KeyState.ACTIVE);
    }

    @Test
    @DisplayName("what the key server has no room for now is told again, until it is stored")
    void tellsStatesAgain() {
        StreamBench bench = StreamBench.sending();
        bench.now();
        bench.keyServer.become(Mood.FULL);
        bench.time.turn(RekeyTimes.REPORTED_WITHIN.plus(KeyStateReporter.AGAIN_AFTER.multipliedBy(2)));
        assertThat(bench.notices()).contains(
                "The disk is full: make room on it. The states of keys of news will be told to it later.");

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(KeyStateReporter.AGAIN_AFTER);

        assertThat(bench.keyServer.reports()).containsExactlyInAnyOrder(new Report(OLD, KeyState.ACTIVE),
                new Report(NEW, KeyState.ACTIVE), new Report(OLD, KeyState.DEACTIVATED));
    }

    @Test
    @DisplayName("what the key server refuses for good is told once, and noticed")
    void refusedState() {
        StreamBench bench = StreamBench.sending();
        bench.now();
        bench.keyServer.become(Mood.REFUSING);
        bench.time.turn(RekeyTimes.REPORTED_WITHIN);
        assertThat(bench.notices()).anyMatch(text -> text.contains("does not record that key news " + NEW));

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(KeyStateReporter.AGAIN_AFTER.multipliedBy(2));

        assertThat(bench.keyServer.reports()).containsExactly(new Report(OLD, KeyState.ACTIVE));
    }

    @Test
    @DisplayName("the moment of a switch belongs to the packets: the key server is not told of it then")
    void tellsStatesLater() {
        StreamBench bench = StreamBench.sending();

        bench.now();
        bench.time.turn(RekeyTimes.REPORTED_WITHIN.dividedBy(4));

        assertThat(bench.keyServer.reports()).containsExactly(new Report(OLD, KeyState.ACTIVE));
    }

    @Test
    @DisplayName("a stream that is closed right after a switch tells of the switch, too")
    void tellsStatesAtTheEnd() {
        StreamBench bench = StreamBench.sending();

        bench.now();
        bench.stream.close();

        assertThat(bench.keyServer.reports()).containsExactly(new Report(OLD, KeyState.ACTIVE),
                new Report(NEW, KeyState.ACTIVE), new Report(OLD, KeyState.DEACTIVATED),
                new Report(NEW, KeyState.DEACTIVATED));
    }

    @Test
    @DisplayName("after a switch the former key's packets are told under the new key, five times and more in a second")
    void tellsTheKeyEnd() {
        StreamBench bench = StreamBench.sending();
        bench.source.give(7);
        bench.announce(LEAD);
        bench.time.turn(LEAD.minus(TICK));
        long sealed = bench.packets().size();

        bench.time.turn(Duration.ofSeconds(1));

        assertThat(bench.keyEnds()).hasSizeGreaterThanOrEqualTo(5).containsOnly(new KeyEnd(OLD, sealed));
        assertThat(bench.packets()).filteredOn(packet -> packet.type() == InnerType.KEY_END)
                .allMatch(packet -> packet.keyId().equals(NEW));
        int told = bench.keyEnds().size();
        bench.time.turn(Duration.ofMinutes(1));
        assertThat(bench.keyEnds()).hasSize(told);
    }

    @Test
    @DisplayName("two switches in quick succession: the end of each key is told often enough")
    void keyEndsOverlap() {
        StreamBench bench = StreamBench.sending();

        bench.now();
        bench.time.turn(Duration.ofMillis(300));
        bench.now();
        bench.time.turn(Duration.ofSeconds(1));

        assertThat(bench.keyEnds()).filteredOn(end -> end.keyId().equals(OLD)).hasSizeGreaterThanOrEqualTo(5);
        assertThat(bench.keyEnds()).filteredOn(end -> end.keyId().equals(NEW)).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    @DisplayName("R25 a pending change can be brought forward; it counts as announced")
    void switchNow() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);

        assertThat(bench.switchNow()).isCompletedWithValue(NEW);
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(NEW);
        assertThat(bench.snapshot().announcedRekeys()).isEqualTo(1);
        int announced = bench.announcements().size();
        bench.time.turn(LEAD);
        assertThat(bench.announcements()).hasSize(announced);
        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("R25 a cancelled change is withdrawn five times with a later generation, and its key is never used")
    void cancels() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        long announced = bench.announcements().getFirst().generation();

        assertThat(bench.cancel()).isCompletedWithValue(NEW);
        bench.time.turn(LEAD.multipliedBy(2));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD);
        List<RekeyAnnouncement> withdrawals = bench.announcements().subList(1, bench.announcements().size());
        assertThat(withdrawals).hasSizeGreaterThanOrEqualTo(5).allMatch(told -> told.coming().isEmpty())
                .allMatch(told -> told.generation() > announced);
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
        assertThat(bench.packets()).noneMatch(packet -> packet.keyId().equals(NEW));
        assertThat(bench.snapshot().pending()).isEmpty();
        assertThat(bench.snapshot().announcedRekeys()).isZero();
    }

    @Test
    @DisplayName("a new announcement silences the withdrawal of the one before, and is later than it")
    void announceAfterCancel() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        bench.cancel();
        long withdrawn = bench.announcements().getLast().generation();

        assertThat(bench.announce(LEAD)).isCompletedWithValue(LATER);
        bench.time.turn(LEAD.minus(TICK));

        assertThat(bench.announcements().stream().skip(2)).allMatch(told -> !told.coming().isEmpty())
                .allMatch(told -> told.generation() > withdrawn);
    }

    @Test
    @DisplayName("an immediate rekey withdraws the pending change and uses a fresh key")
    void immediateDuringPending() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);

        assertThat(bench.now()).isCompletedWithValue(LATER);
        bench.time.turn(LEAD.multipliedBy(2));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(LATER);
        assertThat(bench.packets()).noneMatch(packet -> packet.keyId().equals(NEW));
        assertThat(bench.announcements().getLast().coming()).isEmpty();
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
        assertThat(bench.snapshot().keyIds()).containsExactly(OLD, LATER);
    }

    @Test
    @DisplayName("an immediate rekey that gets no key leaves the pending change as it was")
    void failedImmediateDuringPending() {
        StreamBench bench = StreamBench.sending();
        bench.announce(LEAD);
        bench.keyServer.become(Mood.AWAY);

        CompletableFuture<KeyId> outcome = bench.now();
        bench.time.turn(LEAD);

        assertThat(refusal(outcome)).contains("does not answer");
        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("immediate rekeys ordered while a key is on its way share one more key, created after the orders")
    void immediateTwice() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.become(Mood.HOLDING);

        List<CompletableFuture<KeyId>> outcomes = List.of(bench.now(), bench.now(), bench.now());
        assertThat(bench.keyServer.requests()).hasSize(2);
        bench.keyServer.answerOne();
        assertThat(bench.keyServer.requests()).hasSize(3);
        bench.keyServer.answerOne();

        assertThat(outcomes).extracting(CompletableFuture::join).containsExactly(NEW, LATER, LATER);
        assertThat(bench.keyInUse()).isEqualTo(LATER);
    }

    @Test
    @DisplayName("an immediate rekey overtakes an announcement whose key is still on its way")
    void immediateDuringWanted() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.become(Mood.HOLDING);
        CompletableFuture<KeyId> announced = bench.announce(LEAD);
        CompletableFuture<KeyId> immediate = bench.now();

        bench.keyServer.answerOne();
        bench.keyServer.answerOne();
        bench.time.turn(LEAD.multipliedBy(2));

        assertThat(refusal(announced)).contains("An immediate key change of news came first");
        assertThat(immediate).isCompletedWithValue(LATER);
        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.announcements()).isEmpty();
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
    }

    @Test
    @DisplayName("an announcement whose key is still on its way can be cancelled: the key is destroyed when it comes")
    void cancelDuringWanted() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.become(Mood.HOLDING);
        CompletableFuture<KeyId> announced = bench.announce(LEAD);

        CompletableFuture<KeyId> cancelled = bench.cancel();
        bench.keyServer.answerOne();

        assertThat(refusal(announced)).contains("cancelled before its key came");
        assertThat(cancelled).isCompletedWithValue(NEW);
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
        assertThat(bench.announcements()).isEmpty();
        bench.keyServer.become(Mood.ANSWERING);
        assertThat(bench.announce(LEAD)).isCompletedWithValue(LATER);
    }

    @Test
    @DisplayName("commands that fit nothing are refused in one sentence with the cure")
    void refusals() {
        StreamBench bench = StreamBench.sending();

        assertThat(refusal(bench.cancel()))
                .isEqualTo("The stream news has no pending change to cancel: announce one first.");
        assertThat(refusal(bench.switchNow()))
                .isEqualTo("The stream news has no pending change to bring forward: announce one first.");
        bench.announce(LEAD);
        assertThat(refusal(bench.announce(LEAD))).isEqualTo(
                "The stream news has a change to key news 42 pending already: switch now or cancel it first.");
        StreamBench starting = new StreamBench();
        assertThat(refusal(starting.now())).isEqualTo("The stream news has no key yet: wait until it sends.");
    }

    @Test
    @DisplayName("while the key server is away a command fails after one retry with the same ID, and the stream goes on")
    void commandFails() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.become(Mood.AWAY);

        CompletableFuture<KeyId> outcome = bench.announce(LEAD);
        assertThat(outcome).isNotDone();
        bench.time.turn(RekeyTimes.FIRST_PAUSE);
        bench.source.give(1);

        assertThat(refusal(outcome)).isEqualTo(
                "The key-server ks-1 does not answer: check that it runs and can be reached.");
        assertThat(bench.keyServer.requests()).hasSize(3);
        assertThat(bench.keyServer.requests().get(1).idempotencyId())
                .isEqualTo(bench.keyServer.requests().get(2).idempotencyId());
        assertThat(bench.dataKeys()).containsExactly(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
        assertThat(bench.notices()).anyMatch(text -> text.contains("does not answer"));
    }

    @Test
    @DisplayName("a key ID that the stream has had before is not used again")
    void idGivenTwice() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.number(41);

        CompletableFuture<KeyId> outcome = bench.now();
        bench.time.turn(RekeyTimes.FIRST_PAUSE);

        assertThat(outcome).isCompletedWithValue(NEW);
    }

    @Test
    @DisplayName("after each crypto-period the key changes, announced the lead time before")
    void cryptoPeriod() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.time.turn(Duration.ofSeconds(55).minus(TICK));
        assertThat(bench.steps()).containsExactly(Step.A2);

        bench.time.turn(TICK);
        assertThat(bench.steps()).containsExactly(Step.A2, Step.C2, Step.C8);
        bench.time.turn(Duration.ofSeconds(5).minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        bench.time.turn(TICK);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.time.turn(Duration.ofSeconds(60));
        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.snapshot().announcedRekeys()).isEqualTo(2);
    }

    @Test
    @DisplayName("with announcements off the key changes at once at the end of the crypto-period")
    void cryptoPeriodUnannounced() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT.withAutomatic(RekeyPolicy.Automatic.IMMEDIATE));

        bench.time.turn(Duration.ofSeconds(60).minus(TICK));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        bench.time.turn(TICK);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.announcements()).isEmpty();
        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(1);
    }

    @Test
    @DisplayName("without a crypto-period the key stays")
    void cryptoPeriodOff() {
        StreamBench bench = StreamBench.sending();

        bench.time.turn(Duration.ofDays(1));

        assertThat(bench.keyServer.requests()).hasSize(1);
    }

    @Test
    @DisplayName("a change on command starts the crypto-period over, and so does a cancelled one")
    void cryptoPeriodStartsOver() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.time.turn(Duration.ofSeconds(50));
        bench.now();
        bench.time.turn(Duration.ofSeconds(55).minus(TICK));
        assertThat(bench.snapshot().pending()).isEmpty();
        bench.time.turn(TICK);
        assertThat(bench.snapshot().pending()).isPresent();

        bench.cancel();
        bench.time.turn(Duration.ofSeconds(55).minus(TICK));
        assertThat(bench.snapshot().pending()).isEmpty();
        bench.time.turn(TICK);
        assertThat(bench.snapshot().pending()).isPresent();
    }

    @Test
    @DisplayName("while the key server is away the automatic change is tried again, the problem told, and the old key used")
    void automaticChangeRetries() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.keyServer.become(Mood.AWAY);
        bench.time.turn(Duration.ofSeconds(90));

        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                sentence -> assertThat(sentence).contains("does not answer"));
        assertThat(bench.keyServer.requests().stream().skip(1).map(ScriptedKeyServer.Request::idempotencyId).distinct())
                .hasSize(1);

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE.plus(LEAD));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("a cancel that is refused does not hide why the change that the stream itself wants does not come")
    void refusedCancelForgetsNothing() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT.withAutomatic(RekeyPolicy.Automatic.IMMEDIATE));
        bench.keyServer.become(Mood.AWAY);
        bench.time.turn(Duration.ofSeconds(90));
        Optional<String> problem = bench.snapshot().problem().map(CodedMessage::text);
        assertThat(problem).hasValueSatisfying(sentence -> assertThat(sentence).contains("does not answer"));

        assertThat(refusal(bench.cancel())).contains("has no pending change to cancel");

        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEqualTo(problem);
    }

    @Test
    @DisplayName("the automatic change waits while a command's change is under way")
    void automaticChangeWaits() {
        StreamBench bench = StreamBench.started(RekeyPolicy.DEFAULT);
        bench.announce(Duration.ofMinutes(2));

        bench.time.turn(Duration.ofSeconds(119));

        assertThat(bench.keyServer.requests()).hasSize(2);
        assertThat(bench.keyInUse()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("well before a key has sealed too many packets the stream changes it by itself")
    void packetLimit() {
        StreamBench bench = StreamBench.started(
                RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLimits(100, 1000));
        bench.source.give(50);
        assertThat(bench.snapshot().pending()).isEmpty();

        bench.source.give(50);
        assertThat(bench.snapshot().pending()).isPresent();
        bench.source.give(50);
        bench.time.turn(LEAD);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.keyServer.requests()).hasSize(2);
    }

    @Test
    @DisplayName("at the hard limit the stream stops and says so: not one packet more goes out under that key")
    void hardLimit() {
        StreamBench bench = StreamBench.started(
                RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLimits(100, 100));

        bench.source.give(64);
        bench.source.give(64);

        assertThat(bench.sender.sent()).hasSize(100);
        assertThat(bench.snapshot().status()).isEqualTo(org.kagicast.model.StreamSnapshot.Status.FAILED);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                sentence -> assertThat(sentence).contains("key news 41 has sealed 100 packets"));
        assertThat(bench.source.isStopped()).isTrue();
        assertThat(bench.stream.whenEnded()).isCompletedExceptionally();
        bench.time.turn(Duration.ofMinutes(1));
        assertThat(bench.sender.sent()).hasSize(100);
    }

    @Test
    @DisplayName("a content server that restarts seals with a new key, never with the one before")
    void restart() {
        StreamBench before = StreamBench.sending();
        before.source.give(1);
        before.stream.close();

        StreamBench after = new StreamBench();
        after.keyServer.number(before.keyInUse().value() + 1);
        after.stream.start();
        after.source.give(1);

        assertThat(after.dataKeys()).containsExactly(NEW);
        assertThat(after.keyServer.requests().getFirst().idempotencyId())
                .isNotEqualTo(before.keyServer.requests().getFirst().idempotencyId());
    }
}
