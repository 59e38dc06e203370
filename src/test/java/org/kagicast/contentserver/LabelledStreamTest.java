package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.contentserver.StreamBench.NEWS;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.RekeyAnnouncement;

/// R6: a stream that has keys of two labels at the same time.
class LabelledStreamTest {

    private static final KeyLabel BASIC = new KeyLabel("basic");
    private static final KeyLabel PREMIUM = new KeyLabel("premium");
    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final KeyId FIRST_BASIC = new KeyId(41);
    private static final KeyId FIRST_PREMIUM = new KeyId(42);

    private final StreamBench bench = bench("premium=prefix:4b", "basic=rest");

    private static StreamBench bench(String... rules) {
        RekeyPolicy policy = RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO).withLeadTime(LEAD);
        return new StreamBench(
                settings -> settings.withRekeying(policy).withLabels(LabelRules.parse(List.of(rules))));
    }

    private void give(int... firstBytes) {
        give(bench, firstBytes);
    }

    private static void give(StreamBench to, int... firstBytes) {
        DatagramBatch batch = to.source.outlet().takeIfFree().orElseThrow();
        for (int first : firstBytes) {
            batch.add(InnerType.DATA, ByteBuffer.wrap(new byte[]{(byte) first, 0, 0, 0}));
        }
        to.source.outlet().hand(batch);
    }

    private List<KeyId> rekey(KeyLabel label, RekeyCommand command) {
        return bench.stream.rekey(label, command).join().stream().map(KeyName::id).toList();
    }

    private static RekeyCommand announced() {
        return new RekeyCommand.Announce(Optional.empty());
    }

    private Map<KeyLabel, KeyId> inUse() {
        return bench.snapshot().labels().stream()
                .collect(Collectors.toMap(LabelState::label, state -> state.inUse().orElseThrow().keyId()));
    }

    @Test
    @DisplayName("R6 each label has a key of its own, asked for under that label, and each packet goes under its label's")
    void keyPerLabel() {
        bench.stream.start();
        give('a', 'K', 'b', 'K');

        assertThat(bench.keyServer.requests()).extracting(request -> request.line().toString())
                .containsExactly("news:basic", "news:premium");
        assertThat(bench.dataKeys()).containsExactly(FIRST_BASIC, FIRST_PREMIUM, FIRST_BASIC, FIRST_PREMIUM);
        assertThat(inUse()).isEqualTo(Map.of(BASIC, FIRST_BASIC, PREMIUM, FIRST_PREMIUM));
        assertThat(bench.rows()).extracting(row -> row.label()).containsExactly(BASIC, PREMIUM);
        assertThat(bench.keyInUse()).as("that of the rest").isEqualTo(FIRST_BASIC);
    }

    @Test
    @DisplayName("Nothing is sent before every label has its key")
    void waitsForAllKeys() {
        bench.keyServer.become(ScriptedKeyServer.Mood.HOLDING);
        bench.stream.start();
        bench.keyServer.answerOne();

        assertThat(bench.snapshot().status()).isEqualTo(Status.STARTING);
        assertThat(bench.source.isStarted()).isFalse();
        bench.keyServer.answerOne();
        assertThat(bench.snapshot().status()).isEqualTo(Status.SENDING);
        assertThat(bench.source.isStarted()).isTrue();
    }

    @Test
    @DisplayName("R18 R19 R21 an announced change of one label is told under that label's key only, and leaves the others")
    void announcedForOne() {
        bench.stream.start();
        give('a', 'K');

        List<KeyId> coming = rekey(PREMIUM, announced());
        assertThat(bench.snapshot().labels().get(1).pending().orElseThrow().keyId()).isEqualTo(coming.getFirst());
        assertThat(bench.snapshot().labels().get(0).pending()).isEmpty();
        bench.time.turn(LEAD);
        give('a', 'K');
        bench.time.turn(Duration.ofSeconds(2));

        assertThat(bench.packets()).filteredOn(packet -> packet.type() == InnerType.ANNOUNCEMENT).hasSizeGreaterThan(4)
                .allSatisfy(packet -> assertThat(packet.keyId()).isEqualTo(FIRST_PREMIUM));
        assertThat(bench.announcements()).flatExtracting(RekeyAnnouncement::coming)
                .allSatisfy(key -> assertThat(key).isEqualTo(
                        new RekeyAnnouncement.ComingKey(coming.getFirst(), "premium", FIRST_PREMIUM)));
        assertThat(bench.packets()).filteredOn(packet -> packet.type() == InnerType.KEY_END).hasSizeGreaterThan(4)
                .allSatisfy(packet -> assertThat(packet.keyId()).isEqualTo(coming.getFirst()));
        assertThat(bench.keyEnds()).allSatisfy(end -> assertThat(end.keyId()).isEqualTo(FIRST_PREMIUM));
        assertThat(bench.dataKeys()).containsExactly(FIRST_BASIC, FIRST_PREMIUM, FIRST_BASIC, coming.getFirst());
        assertThat(bench.snapshot().announcedRekeys()).isEqualTo(1);
    }

    @Test
    @DisplayName("of each label that waits for a key is told which it is, in status and log, and nothing is said twice")
    void eachLabelsTrouble() {
        StreamBench changing = new StreamBench(settings -> settings
                .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ofMinutes(1)).withLeadTime(LEAD))
                .withLabels(LabelRules.parse(List.of("premium=prefix:4b", "basic=rest"))));
        changing.stream.start();
        give(changing, 'a', 'K');
        changing.keyServer.become(ScriptedKeyServer.Mood.AWAY);
        changing.time.turn(Duration.ofMinutes(1).plusSeconds(20));

        assertThat(changing.snapshot().problem().map(CodedMessage::text).orElseThrow()).contains("news:basic",
                "news:premium");
        assertThat(changing.notices()).doesNotHaveDuplicates()
                .anySatisfy(text -> assertThat(text).contains("news:basic"))
                .anySatisfy(text -> assertThat(text).contains("news:premium"));
    }

    @Test
    @DisplayName("R25 a command that names a key is about its label alone, and about nothing under another")
    void commandForOneKey() {
        bench.stream.start();
        List<KeyId> coming = rekey(KeyLabel.NONE, announced());
        var basic = new RekeyCommand.Cancel(Optional.of(coming.get(0)));

        assertThatThrownBy(() -> rekey(PREMIUM, basic)).cause()
                .hasMessage("Key news:basic " + coming.get(0) + " is not one of news:premium; nothing was "
                        + "cancelled.");
        assertThatThrownBy(() -> rekey(KeyLabel.NONE, new RekeyCommand.SwitchNow(Optional.of(new KeyId(7))))).cause()
                .hasMessage("No key ID 7 of news is known here; nothing was switched.");
        assertThat(bench.snapshot().labels()).allSatisfy(state -> assertThat(state.pending()).isPresent());

        assertThat(rekey(KeyLabel.NONE, basic)).containsExactly(coming.get(0));
        assertThat(bench.snapshot().labels()).extracting(state -> state.pending().isPresent()).containsExactly(false,
                true);
        assertThatThrownBy(() -> rekey(BASIC, basic)).cause()
                .hasMessage("Key news:basic " + coming.get(0) + " was withdrawn; nothing was cancelled.");
        assertThat(bench.snapshot().labels().get(1).pending().orElseThrow().number()).isEqualTo(coming.get(1).value());
    }

    @Test
    @DisplayName("R25 a command for the stream is for all of its labels")
    void commandForAll() {
        bench.stream.start();
        List<KeyId> fresh = rekey(KeyLabel.NONE, new RekeyCommand.Now());
        assertThat(fresh).hasSize(2);
        assertThat(inUse().values()).containsExactlyInAnyOrderElementsOf(fresh);

        List<KeyId> coming = rekey(KeyLabel.NONE, announced());
        assertThat(rekey(PREMIUM, new RekeyCommand.Cancel())).containsExactly(coming.get(1));
        assertThat(rekey(KeyLabel.NONE, new RekeyCommand.SwitchNow())).as("where one is pending")
                .containsExactly(coming.get(0));
        assertThat(inUse()).isEqualTo(Map.of(BASIC, coming.get(0), PREMIUM, fresh.get(1)));
        assertThatThrownBy(() -> rekey(KeyLabel.NONE, new RekeyCommand.Cancel())).as("nowhere")
                .hasCauseInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> rekey(new KeyLabel("gold"), new RekeyCommand.Now()))
                .hasMessageContaining("has no key label gold: take one of [basic, premium].");
    }

    @Test
    @DisplayName("The key server's order for one label leaves the others' keys in use")
    void orderForOne() {
        bench.stream.start();

        bench.stream.obey(BASIC, CodedMessage.plain("alice was revoked"));

        assertThat(inUse()).containsEntry(PREMIUM, FIRST_PREMIUM).doesNotContainEntry(BASIC, FIRST_BASIC);
        bench.stream.obey(KeyLabel.NONE, CodedMessage.plain("bob was revoked"));
        assertThat(inUse()).doesNotContainEntry(PREMIUM, FIRST_PREMIUM);
    }

    @Test
    @DisplayName("R6 packets go under the key of the time of day, from its minute on, and every key is kept for its hour")
    void timeOfDay() {
        StreamBench night = bench("night=time:00:01-00:02@UTC", "day=rest");
        night.stream.start();
        give(night, 1);
        night.time.turn(Duration.ofSeconds(59));
        give(night, 2);
        night.time.turn(Duration.ofSeconds(1));
        give(night, 3);
        night.time.turn(Duration.ofSeconds(59));
        give(night, 4);
        night.time.turn(Duration.ofSeconds(1));
        give(night, 5);

        assertThat(night.dataKeys()).containsExactly(FIRST_BASIC, FIRST_BASIC, FIRST_PREMIUM, FIRST_PREMIUM,
                FIRST_BASIC);
    }

    @Test
    @DisplayName("Rules about sources are held to the sources of the stream")
    void sourcesAreChecked() {
        assertThatThrownBy(() -> bench("premium=source:2", "basic=rest")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("its sources are 1.");
        assertThat(NEWS.value()).isEqualTo("news");
        assertThat(Sources.parse("test-card").names()).containsExactly("1");
    }
}
