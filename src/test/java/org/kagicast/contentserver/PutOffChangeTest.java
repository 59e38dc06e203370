package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.model.KeyId;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.wire.RekeyAnnouncement;

/// An announced change whose key nobody can have when its time comes (R31).
class PutOffChangeTest {

    private static final KeyId OLD = new KeyId(41);
    private static final KeyId NEW = new KeyId(42);
    private static final KeyId LATER = new KeyId(43);
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final StreamBench bench = StreamBench.sending();

    private void turn(Duration by) {
        bench.time.turn(by);
    }

    private StreamSnapshot.PendingChange pending() {
        return bench.snapshot().pending().orElseThrow();
    }

    /// A change that is due while two slaves follow the master and none has its key.
    private void dueWithoutSlaves() {
        bench.keyServer.followedBy(2);
        bench.announce(LEAD);
        turn(LEAD.plusSeconds(2));
    }

    @Test
    @DisplayName("R31 no switch to a key that no slave has stored: the old one goes on, the status tells why, and the switch comes as soon as one has it")
    void waitsForASlave() {
        dueWithoutSlaves();
        bench.source.give(1);

        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(pending().hold()).isPresent();
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(told -> assertThat(told)
                .contains("No key slave of ks-1 has key news 42", "reach their key master",
                        "put its change to key news 42 off since",
                        "key news 41 stays in use"));
        assertThat(bench.notices()).filteredOn(text -> text.contains("No key slave")).hasSize(1);

        bench.keyServer.stored(NEW, 1);
        turn(RekeyTimes.LOOKED_EVERY);
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD, NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 where a slave follows and cannot store, the status names it and its disk, and not that it does not run")
    void slaveDoesNotStore() {
        bench.keyServer.followedBy("s-1", "s-2");
        bench.keyServer.notStoring("s-1");
        bench.announce(LEAD);
        turn(LEAD.plusSeconds(2));

        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(told -> assertThat(told)
                .contains("No key slave of ks-1 has key news 42", "s-1 follows its key master but does not store",
                        "its disk")
                .doesNotContain("that the slaves run"));

        bench.keyServer.notStoring("s-2", "s-1");
        turn(RekeyTimes.LOOKED_EVERY);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                told -> assertThat(told).contains("s-1 and 1 more follow their key master but do not store"));
        assertThat(bench.notices()).filteredOn(text -> text.contains("No key slave")).hasSize(1);
    }

    @Test
    @DisplayName("R31 while it waits the key is announced on and on, each time with a time that is still to come")
    void announcedMeanwhile() {
        dueWithoutSlaves();
        int before = bench.announcements().size();

        turn(Duration.ofSeconds(30));

        List<RekeyAnnouncement> told = bench.announcements().subList(before, bench.announcements().size());
        assertThat(told).hasSizeGreaterThanOrEqualTo(30)
                .allMatch(one -> one.remaining().compareTo(RekeyTimes.ANNOUNCED_EVERY) > 0)
                .allMatch(one -> one.coming().getFirst().keyId().equals(NEW));
    }

    @Test
    @DisplayName("R31 it waits five minutes at most, or two crypto-periods, and says that it switches all the same")
    void bounded() {
        bench.keyServer.followedBy(2);
        bench.announce(LEAD);
        turn(LEAD.plus(LONGEST).minus(SECOND));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        turn(SECOND);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.notices()).anyMatch(text -> text.contains("changes to it all the same"));
        assertThat(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ofHours(1)).longestWait())
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    @DisplayName("R31 slaves that were there at the last change are missed after a restart of the master, and forgotten once a change has waited for them in vain")
    void slavesAreMissed() {
        bench.keyServer.followedBy(1);
        bench.keyServer.stored(NEW, 1);
        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.keyServer.followedBy(0);
        bench.announce(LEAD);
        turn(LEAD.plus(LONGEST).minus(SECOND));
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        turn(SECOND);
        assertThat(bench.keyInUse()).isEqualTo(LATER);

        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(new KeyId(44));
    }

    /// A change that a slave has, so that this one is missed at the next.
    private void changeWith(String slave) {
        bench.keyServer.followedBy(slave);
        bench.keyServer.stored(NEW, 1);
        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("R31 a slave that died is waited for, and so it is when its master has started anew and knows of no slave")
    void deadSlave() {
        changeWith("s-1");
        bench.keyServer.followedBy(new String[0]);

        bench.announce(LEAD);
        turn(LEAD.plusSeconds(20));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("No key slave of ks-1 has key news 43");
    }

    @Test
    @DisplayName("R31 a slave that followed between two changes only, as its master tells, is waited for, in vain once, and again when it has followed again")
    void followedBetweenChanges() {
        bench.keyServer.followedLately("s-1", Duration.ofSeconds(2));
        bench.announce(LEAD);
        turn(LEAD.plus(LONGEST).minus(SECOND));
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("No key slave of ks-1 has key news 42");
        turn(SECOND);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.keyServer.followedLately("s-1", LONGEST.plusSeconds(7));
        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.keyInUse()).as("given up").isEqualTo(LATER);

        turn(Duration.ofSeconds(30));
        bench.keyServer.followedLately("s-1", Duration.ofSeconds(10));
        bench.announce(LEAD);
        turn(LEAD.plusSeconds(20));
        assertThat(bench.keyInUse()).as("it has followed again").isEqualTo(LATER);
    }

    @Test
    @DisplayName("R31 R34 a slave that was revoked after the last change is not waited for, whether it followed until then or had died, or its master has started anew since")
    void revokedSlave() {
        changeWith("s-1");
        bench.keyServer.followedBy(new String[0]);
        bench.keyServer.revoke("s-1");

        bench.announce(LEAD);
        turn(LEAD);

        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.notices()).noneMatch(text -> text.contains("No key slave"));
    }

    @Test
    @DisplayName("R31 R34 a change that waits for a dead slave goes on as soon as that one is revoked")
    void revokedWhileWaitedFor() {
        changeWith("s-1");
        bench.keyServer.followedBy(new String[0]);
        bench.announce(LEAD);
        turn(LEAD.plusSeconds(20));
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.keyServer.revoke("s-1");
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(bench.keyInUse()).isEqualTo(LATER);
    }

    @Test
    @DisplayName("R31 R34 a slave that was revoked while it followed, and had stored the coming key, counts for nothing: the other one that should have it is waited for")
    void revokedWithTheKey() {
        changeWith("s-1");
        bench.keyServer.followedBy("s-1", "s-2");
        bench.announce(LEAD);
        bench.keyServer.stored(LATER, 1);
        turn(SECOND);
        bench.keyServer.revoke("s-1");
        bench.keyServer.followedBy("s-2");
        bench.keyServer.stored(LATER, 0);
        turn(LEAD.plusSeconds(20));
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.keyServer.stored(LATER, 1);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(bench.keyInUse()).isEqualTo(LATER);
    }

    @Test
    @DisplayName("R31 R34 a slave that was revoked and is let in again is waited for again")
    void reinstatedSlave() {
        changeWith("s-1");
        bench.keyServer.followedBy(new String[0]);
        bench.keyServer.revoke("s-1");
        bench.announce(LEAD);
        turn(SECOND);
        bench.keyServer.reinstate("s-1");

        turn(LEAD.plusSeconds(20));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("R31 a key server that died right after it made the key is waited for, and the switch comes when it is back and the key can be had")
    void keyServerDied() {
        bench.keyServer.become(Mood.HOLDING);
        bench.announce(LEAD);
        bench.keyServer.become(Mood.AWAY);
        bench.keyServer.answerOne();
        turn(LEAD.plusSeconds(20));

        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                told -> assertThat(told).contains("The key-server ks-1 does not answer", "Whether key news 42 can be"));

        bench.keyServer.become(Mood.ANSWERING);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("R31 R34 a stream whose content server was revoked while its change waits says that, and how to mend it, instead of that the key server does not answer")
    void revokedContentServer() {
        dueWithoutSlaves();
        bench.keyServer.become(Mood.REFUSING);
        turn(Duration.ofSeconds(10));

        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(told -> assertThat(told)
                .contains(ScriptedKeyServer.REVOKED, "Whether key news 42 can be", "key news 41 stays in use")
                .doesNotContain("does not answer"));

        bench.keyServer.become(Mood.ANSWERING);
        bench.keyServer.stored(NEW, 1);
        turn(RekeyTimes.LOOKED_EVERY_WHEN_REFUSED);
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R34 a key server that refuses to count is asked every two seconds, and no more often")
    void refusedCounting() {
        dueWithoutSlaves();
        bench.keyServer.become(Mood.REFUSING);
        turn(SECOND);
        int before = bench.keyServer.questions();

        turn(Duration.ofSeconds(20));

        assertThat(bench.keyServer.questions() - before).isBetween(8, 10);
    }

    @Test
    @DisplayName("R31 a question that the key server refuses from the first on is told by its refusal, and one without an answer as silence")
    void refusedFromTheFirst() {
        bench.keyServer.become(Mood.HOLDING);
        bench.announce(LEAD);
        bench.keyServer.become(Mood.REFUSING);
        bench.keyServer.answerOne();
        turn(LEAD.plusSeconds(10));
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains(ScriptedKeyServer.REVOKED);

        bench.keyServer.become(Mood.MUTE);
        turn(Duration.ofSeconds(10));
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("The key server ks-1 does not answer")
                .doesNotContain(ScriptedKeyServer.REVOKED);
    }

    @Test
    @DisplayName("A key server that goes away after it has told that the key is out is not waited for")
    void knownToBeOut() {
        bench.keyServer.followedBy(1);
        bench.keyServer.fetched(OLD, 3);
        bench.announce(LEAD);
        bench.keyServer.stored(NEW, 1);
        bench.keyServer.fetched(NEW, 1);
        turn(SECOND);
        bench.keyServer.become(Mood.AWAY);
        turn(LEAD.minus(SECOND));

        assertThat(bench.keyInUse()).isEqualTo(NEW);
    }

    @Test
    @DisplayName("R31 a key that nobody has fetched, though clients had the one in use, is waited for half a minute; where nobody ever fetched, nothing waits")
    void nobodyFetched() {
        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.keyInUse()).as("without clients").isEqualTo(NEW);

        bench.keyServer.fetched(NEW, 3);
        bench.announce(LEAD);
        turn(LEAD.plusSeconds(29));
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("No client has fetched key news 43 yet");
        turn(SECOND);
        assertThat(bench.keyInUse()).isEqualTo(LATER);
    }

    @Test
    @DisplayName("A switch that waits for a moment only, until a client's fetch is told, is not worth a word")
    void shortWait() {
        bench.keyServer.fetched(OLD, 1);
        bench.announce(Duration.ofMillis(100));
        turn(Duration.ofMillis(200));
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
        assertThat(pending().hold()).isEmpty();

        bench.keyServer.fetched(NEW, 1);
        turn(RekeyTimes.LOOKED_EVERY);

        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.notices()).noneMatch(text -> text.contains("has fetched"));
    }

    @Test
    @DisplayName("R31 a coming key that the key server has lost, as with an older state of its table, is withdrawn, and another one takes its place")
    void lostKey() {
        bench.announce(LEAD);
        bench.keyServer.lose(NEW);
        turn(LEAD);
        assertThat(bench.keyInUse()).isEqualTo(OLD);
        assertThat(bench.announcements().getLast().coming()).isEmpty();

        turn(RekeyTimes.SOON.plus(LEAD));

        assertThat(bench.keyInUse()).isEqualTo(LATER);
        assertThat(bench.notices()).anyMatch(text -> text.contains("has no key news 42 any more"));
    }

    @Test
    @DisplayName("An operator's switch, an immediate change and the key server's order do not wait")
    void ordersDoNotWait() {
        dueWithoutSlaves();
        assertThat(bench.switchNow()).isCompletedWithValue(NEW);
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.announce(LEAD);
        turn(LEAD);
        assertThat(bench.now()).isCompletedWithValue(new KeyId(44));
        assertThat(bench.keyInUse()).isEqualTo(new KeyId(44));
    }

    @Test
    @DisplayName("An operator's hold counts instead of the stream's own wait, and so does a cancel")
    void holdAndCancel() {
        dueWithoutSlaves();
        bench.holdAtMost(Duration.ofSeconds(10));
        turn(Duration.ofSeconds(10));
        assertThat(bench.keyInUse()).isEqualTo(NEW);

        bench.announce(LEAD);
        turn(LEAD.plusSeconds(2));
        assertThat(bench.cancel()).isCompletedWithValue(LATER);
        turn(Duration.ofMinutes(10));
        assertThat(bench.keyInUse()).isEqualTo(NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }
}
