package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.ScriptedKeyServer.Report;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyState;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;

/// The key server orders a rekey, as after a revocation.
class OrderedRekeyTest {

    private static final CodedMessage REASON = KeyServerMessage.MEMBER_WAS_REVOKED.with("client alice");
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final KeyId OLD = new KeyId(41);
    private static final KeyId NEW = new KeyId(42);
    private static final KeyId NEWER = new KeyId(43);

    private final StreamBench bench = StreamBench.sending();

    @Test
    @DisplayName("An order has the stream change to a new key at once")
    void changesAtOnce() {
        bench.stream.obey(KeyLabel.NONE, REASON);
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(NEW);
        assertThat(bench.snapshot().immediateRekeys()).isEqualTo(1);
        assertThat(bench.notices())
                .anySatisfy(text -> assertThat(text).contains("news", "the client alice was revoked"));
    }

    @Test
    @DisplayName("A pending announced change is withdrawn at once, before the new key has come, and never used")
    void pendingChangeIsWithdrawn() {
        bench.announce(LEAD).join();
        bench.keyServer.become(Mood.HOLDING);

        bench.stream.obey(KeyLabel.NONE, REASON);

        assertThat(bench.snapshot().pending()).isEmpty();
        assertThat(bench.announcements().getLast().coming()).isEmpty();
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
        bench.time.turn(LEAD.dividedBy(5));
        bench.keyServer.answerOne();
        bench.time.turn(LEAD);
        bench.source.give(1);
        assertThat(bench.dataKeys()).containsExactly(NEWER);
    }

    @Test
    @DisplayName("A key that was asked for before the order is not what the order leads to")
    void keyAskedForBeforeIsNotEnough() {
        bench.keyServer.become(Mood.HOLDING);
        CompletableFuture<KeyId> commanded = bench.now();

        bench.stream.obey(KeyLabel.NONE, REASON);
        bench.keyServer.answerOne();
        assertThat(commanded.join()).isEqualTo(NEW);
        bench.keyServer.answerOne();
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(NEWER);
    }

    @Test
    @DisplayName("A key on its way for an announced change is destroyed when it comes")
    void wantedAnnouncementIsDropped() {
        bench.keyServer.become(Mood.HOLDING);
        CompletableFuture<KeyId> announced = bench.announce(LEAD);

        bench.stream.obey(KeyLabel.NONE, REASON);
        bench.keyServer.answerOne();
        bench.keyServer.answerOne();
        bench.source.give(1);

        assertThat(announced).isCompletedExceptionally();
        assertThat(bench.keyServer.reports()).contains(new Report(NEW, KeyState.DESTROYED));
        assertThat(bench.dataKeys()).containsExactly(NEWER);
        assertThat(bench.snapshot().pending()).isEmpty();
    }

    @Test
    @DisplayName("While the key server is away the stream goes on and says so, and that the change is urgent and why, and obeys when it is back")
    void obeysWhenTheKeyServerIsBack() {
        bench.keyServer.become(Mood.AWAY);
        bench.stream.obey(KeyLabel.NONE, REASON);
        bench.time.turn(Duration.ofMinutes(5));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("key-server ks-1 does not answer",
                        "has wanted a new key since", ", urgently because " + REASON + ", and asks for it again at"));
        assertThat(bench.snapshot().problem().map(problem -> problem.values().get("urgency")))
                .as("told in any language")
                .contains(CodedMessage.Value.of(REASON));
        assertThat(bench.notices()).contains("The stream news is ordered to change its key at once, because "
                + "the client alice was revoked.");

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE);
        bench.source.give(1);
        assertThat(bench.dataKeys()).containsExactly(OLD, NEW);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("A change that the stream wanted by itself becomes urgent by an order, and its status says why; the next one is not")
    void urgentUntilObeyed() {
        StreamBench periodic = StreamBench.started(RekeyPolicy.DEFAULT);
        periodic.keyServer.become(Mood.AWAY);
        periodic.time.turn(Duration.ofMinutes(2));
        assertThat(periodic.snapshot().problem().map(CodedMessage::text).orElseThrow()).contains("has wanted")
                .doesNotContain("urgently");

        periodic.stream.obey(KeyLabel.NONE, REASON);
        assertThat(periodic.snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("urgently because " + REASON);

        periodic.keyServer.become(Mood.ANSWERING);
        periodic.time.turn(RekeyTimes.LONGEST_PAUSE);
        assertThat(periodic.keyInUse()).isEqualTo(NEW);
        periodic.keyServer.become(Mood.AWAY);
        periodic.time.turn(Duration.ofMinutes(2));
        assertThat(periodic.snapshot().problem().map(CodedMessage::text).orElseThrow()).contains("has wanted")
                .doesNotContain("urgently");
    }

    @Test
    @DisplayName("An order outlives a command that fails and a refusal")
    void orderIsNotForgotten() {
        bench.keyServer.become(Mood.REFUSING);
        bench.stream.obey(KeyLabel.NONE, REASON);
        CompletableFuture<KeyId> commanded = bench.now();
        assertThat(commanded).isCompletedExceptionally();

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(Duration.ofSeconds(10));
        bench.source.give(1);

        assertThat(bench.dataKeys()).containsExactly(NEW);
        int requests = bench.keyServer.requests().size();
        bench.time.turn(Duration.ofMinutes(5));
        assertThat(bench.keyServer.requests()).as("obeyed once").hasSize(requests);
    }

    @Test
    @DisplayName("An order that comes before the first key is there is obeyed right after it")
    void earlyOrder() {
        StreamBench starting = new StreamBench();
        starting.keyServer.become(Mood.HOLDING);
        starting.stream.start();

        starting.stream.obey(KeyLabel.NONE, REASON);
        starting.keyServer.answerOne();
        starting.keyServer.answerOne();
        starting.source.give(1);

        assertThat(starting.dataKeys()).containsExactly(NEW);
    }

    @Test
    @DisplayName("What is wrong around a stream is told when nothing is wrong with the stream itself")
    void outsideTrouble() {
        assertThat(bench.stream.view(Optional.of(CodedMessage.plain("The master is gone."))).join().stream().problem()
                .map(CodedMessage::text))
                .contains("The master is gone.");
        bench.stream.close();
        assertThat(bench.stream.view(Optional.of(CodedMessage.plain("The master is gone."))).join().stream().problem()
                .map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 while another process acts for its content server a stream sends nothing and says why, and goes on under a new key")
    void standsBy() {
        bench.stream.standBy(CodedMessage.plain("The content server cs-1 runs already."));
        bench.source.give(3);
        bench.announce(LEAD);

        assertThat(bench.dataKeys()).isEmpty();
        assertThat(bench.announcements()).isEmpty();
        assertThat(bench.snapshot().packetsSent()).isZero();
        assertThat(bench.snapshot().problem().map(CodedMessage::text))
                .contains("The content server cs-1 runs already.");

        bench.stream.goOn();
        bench.source.give(1);
        assertThat(bench.dataKeys()).hasSize(1).doesNotContain(OLD);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 a stream names its key in use and the one announced, and tells again that the one is in use when the key server is back")
    void namesItsKeys() {
        assertThat(bench.stream.named()).singleElement()
                .satisfies(named -> assertThat(named.keyIds()).containsExactly(OLD));
        bench.announce(LEAD).join();
        assertThat(bench.stream.named().getFirst().keyIds()).containsExactly(OLD, NEW);

        bench.time.turn(LEAD.plusSeconds(1));
        assertThat(bench.stream.named().getFirst().keyIds()).containsExactly(NEW);
        int reports = bench.keyServer.reports().size();
        bench.stream.goOn();
        assertThat(bench.keyServer.reports()).hasSize(reports + 1).endsWith(new Report(NEW, KeyState.ACTIVE));
        bench.stream.close();
        assertThat(bench.stream.named()).isEmpty();
    }
}
