package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.Sink;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

/// R6 for a client: a stream with keys of two labels, of which it may have one, or both.
class LabelledStreamTest {

    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final NodeName CLIENT = new NodeName("client-1");

    private final ManualTime time = new ManualTime();
    private final ScriptedFetcher server = new ScriptedFetcher();
    private final List<String> delivered = new ArrayList<>();
    private final Sink sink = new TextSink(delivered);
    private final PacketPath path = new PacketPath(CLIENT, ClientLimits.DEFAULTS, server, sink, time, Runnable::run,
            new Random(1), event -> {
            });

    private final TestStream basic = new TestStream("film:basic", 41);
    private final TestStream premium = new TestStream("film:premium", 42);
    private final TestStream nextBasic = new TestStream("film:basic", 43);
    private final TestStream nextPremium = new TestStream("film:premium", 44);

    @BeforeEach
    void begin() {
        receive(basic.data("b0"));
        server.give(basic);
    }

    @Test
    @DisplayName("R6 packets of a label that is not granted count as refused, not as lost, and the rest is decrypted")
    void oneLabelGranted() {
        receive(premium.data("p0"), premium.data("p1"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        receive(basic.data("b1"), premium.data("p2"), basic.data("b2"));
        settle();

        assertThat(delivered).containsExactly("b0", "b1", "b2");
        assertThat(counters().refused()).isEqualTo(Map.of(RefusalReason.NOT_GRANTED, 3L));
        assertThat(counters().lost() + counters().expired() + counters().held()).isZero();
    }

    @Test
    @DisplayName("of several refusals that is told which nobody meant, not that a label is not granted")
    void worstRefusal() throws Exception {
        time.turn(Duration.ofSeconds(2));
        receive(nextBasic.data("b1"));
        server.refuse(nextBasic, RefusalReason.SENDER_REVOKED);
        receive(premium.data("p0"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);

        assertThat(snapshot().status()).isEqualTo(Status.NO_ACCESS);
        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow())
                .contains("its content server has been revoked");
    }

    @Test
    @DisplayName("R6 the status tells which label is not granted while the rest is decrypted")
    void statusTells() throws Exception {
        receive(premium.data("p0"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        receive(basic.data("b1"));

        ClientSnapshot snapshot = snapshot();

        assertThat(snapshot.status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot.why().map(CodedMessage::text).orElseThrow())
                .contains("refused key ID 42 of film:premium: not granted");
        assertThat(snapshot.keys()).extracting(DecryptionKeyRow::label).containsExactly(new KeyLabel("basic"),
                new KeyLabel("premium"));
        time.turn(Duration.ofSeconds(2));
        receive(basic.data("b2"));
        assertThat(snapshot().why().map(CodedMessage::text)).as("when such packets come no more").isEmpty();
    }

    @Test
    @DisplayName("R6 that no key server answers for one label is told while the rest is decrypted, and that packets wait")
    void oneLabelIsDark() throws Exception {
        receive(premium.data("p0"), premium.data("p1"));
        server.fail(premium.keyId(), "None of 2 key servers answers.");
        receive(basic.data("b1"));

        assertThat(snapshot().status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot().why().map(CodedMessage::text))
                .contains("2 packets wait for key ID 42: None of 2 key servers answers.");
        time.turn(Duration.ofSeconds(1));
        server.give(premium);
        receive(basic.data("b2"));
        assertThat(snapshot().why().map(CodedMessage::text)).as("when its key has come").isEmpty();
    }

    @Test
    @DisplayName("R6 a label that was not granted is still told as missing when no key server answers any more")
    void refusedThenNoAnswer() throws Exception {
        receive(premium.data("p0"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        time.turn(ClientLimits.DEFAULTS.negativeCache().plusSeconds(1));
        receive(premium.data("p1"));
        server.fail(premium.keyId(), "The key server does not answer.");
        receive(basic.data("b1"));

        assertThat(snapshot().status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot().why().map(CodedMessage::text))
                .contains("1 packet waits for key ID 42 of film:premium, which was not granted when last "
                        + "requested: The key server does not answer.");

        time.turn(Duration.ofSeconds(1));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        receive(premium.data("p2"));
        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow())
                .contains("refused key ID 42 of film:premium: not granted")
                .doesNotContain("when last requested");
    }

    @Test
    @DisplayName("R6 that a label is not granted is told without a gap while its packets go on, and is known no more when they have not come for long")
    void refusedOnAndOn() throws Exception {
        receive(premium.data("p0"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        time.turn(ClientLimits.DEFAULTS.negativeCache().plusSeconds(1));
        receive(premium.data("p1"), basic.data("b1"));
        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow()).contains("not granted");
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        assertThat(counters().refused()).isEqualTo(Map.of(RefusalReason.NOT_GRANTED, 2L));

        time.turn(Duration.ofMinutes(2));
        receive(premium.data("p2"), basic.data("b2"));
        assertThat(snapshot().why().map(CodedMessage::text)).isEmpty();
        server.fail(premium.keyId(), "The key server does not answer.");
        assertThat(snapshot().why().map(CodedMessage::text))
                .contains("1 packet waits for key ID 42: The key server does not answer.");
    }

    @Test
    @DisplayName("announced keys that have not come are told as such, and not as packets that wait")
    void announcedOnly() throws Exception {
        receive(basic.announcement(2, LEAD, nextBasic));
        time.turn(Duration.ofSeconds(4));
        receive(basic.announcement(2, Duration.ofSeconds(1), nextBasic), basic.data("b1"));
        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow())
                .startsWith("The announced key ID 43 has not come yet: No key server answered within");
    }

    @Test
    @DisplayName("R6 every label that is missing is told, the one that nobody meant first")
    void twoReasons() throws Exception {
        receive(premium.data("p0"));
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        receive(nextPremium.data("p1"));
        server.fail(nextPremium.keyId(), "The key server does not answer.");
        receive(premium.data("p2"), basic.data("b1"));

        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow())
                .startsWith("1 packet waits for key ID 44: The key server does not answer. ")
                .contains("refused key ID 42 of film:premium: not granted");
    }

    @Test
    @DisplayName("R6 a label whose content server uses other key servers is told while the rest is decrypted")
    void oneLabelIsUnknown() throws Exception {
        nobodyKnows(premium, 5);

        assertThat(snapshot().status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot().why().map(CodedMessage::text).orElseThrow())
                .startsWith("key-server does not know key ID 42");
    }

    @Test
    @DisplayName("a few packets under an ID that nobody knows are nothing to speak of while the rest is decrypted")
    void fewUnknown() throws Exception {
        nobodyKnows(premium, 1);

        assertThat(snapshot().status()).isEqualTo(Status.DECRYPTING);
        assertThat(snapshot().why().map(CodedMessage::text)).isEmpty();
    }

    /// For six seconds, with so many packets of it each tenth of a second, beside the other label's.
    private void nobodyKnows(TestStream line, int packets) {
        for (int i = 0; i < 60; i++) {
            for (int packet = 0; packet < packets; packet++) {
                receive(line.data("p"));
            }
            time.turn(Duration.ofMillis(100));
            server.refuseIfAsked(line, RefusalReason.UNKNOWN);
            receive(basic.data("b"));
        }
    }

    @Test
    @DisplayName("An announcement speaks for the label of the key that it came under, and withdraws no other's")
    void announcementsOfTwoLabels() throws Exception {
        receive(premium.data("p0"));
        server.give(premium);
        receive(basic.announcement(7, LEAD, nextBasic), premium.announcement(7, LEAD, nextPremium),
                basic.announcement(7, LEAD, nextBasic), premium.announcement(7, LEAD, nextPremium));
        for (Duration gone = Duration.ZERO; gone.compareTo(LEAD) < 0; gone = gone.plusMillis(50)) {
            time.turn(Duration.ofMillis(50));
            server.giveIfAsked(nextBasic);
            server.giveIfAsked(nextPremium);
        }
        receive(nextBasic.data("b1"), nextPremium.data("p1"));

        assertThat(delivered).containsExactly("b0", "p0", "b1", "p1");
        assertThat(counters().late()).as("but the first of each").isEqualTo(2);
        assertThat(snapshot().keys()).extracting(DecryptionKeyRow::status).containsExactly(KeyStatus.FORMER,
                KeyStatus.FORMER, KeyStatus.IN_USE, KeyStatus.IN_USE);
    }

    @Test
    @DisplayName("Whoever can open one label cannot make losses appear in another")
    void keyEndOfAnotherLabel() {
        receive(premium.data("p0"));
        server.give(premium);

        receive(basic.endOf(premium, 1_000));
        settle();
        assertThat(counters().lost()).isZero();
        receive(nextBasic.endOf(premium, 1_000));
        server.give(nextBasic);
        settle();
        assertThat(counters().lost()).isZero();
        receive(nextPremium.endOf(premium, 1_000));
        server.give(nextPremium);
        settle();

        assertThat(counters().lost()).isEqualTo(999);
    }

    @Test
    @DisplayName("A label that is granted later is not counted as lost from its key's beginning")
    void grantedLater() {
        for (int i = 0; i < 10; i++) {
            receive(premium.data("before"));
        }
        server.refuse(premium, RefusalReason.NOT_GRANTED);
        time.turn(ClientLimits.DEFAULTS.negativeCache().plusSeconds(1));
        receive(basic.data("b1"), premium.data("p"));
        server.give(premium);
        settle();

        assertThat(delivered).containsExactly("b0", "b1", "p");
        assertThat(counters().lost()).isZero();
    }

    private void settle() {
        time.turn(Duration.ofSeconds(1));
        path.tick();
        time.turn(Duration.ofSeconds(1));
        path.tick();
    }

    private ClientSnapshot snapshot() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByIndex(1);
        return new SnapshotBuilder(new ClientSettings(CLIENT, List.of(MulticastGroup.parse("239.1.1.1:5004")), loopback,
                new SinkSpec.Count(), ClientLimits.DEFAULTS), path, sink, time, "nio", Optional::empty).make();
    }

    private ClientCounters counters() {
        return path.counted();
    }

    private void receive(ByteBuffer... datagrams) {
        for (ByteBuffer datagram : datagrams) {
            path.onDatagram(datagram.duplicate());
        }
        path.onBatchEnd();
    }
}
