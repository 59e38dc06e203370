package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

/// What a client says of itself when packets come and it opens none, or not all.
class SnapshotBuilderTest {

    private static final Duration PACKET = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final SmallKeyServer server = new SmallKeyServer(time);
    private final ClientBench client = new ClientBench(time, server);
    private final TestStream lecture = new TestStream("lecture-hall", 41);
    private final TestStream next = new TestStream("lecture-hall", 42);
    private Optional<String> network = Optional.empty();
    private SnapshotBuilder report;

    @BeforeEach
    void start() throws SocketException {
        report = new SnapshotBuilder(
                new ClientSettings(new NodeName("client-1"), List.of(MulticastGroup.parse("239.7.7.2:5004")),
                        NetworkInterface.networkInterfaces().findFirst().orElseThrow(),
                        SinkSpec.parse("count", new NodeName("client-1")),
                        ClientLimits.DEFAULTS),
                client.path, new TextSink(new ArrayList<>()), time, "nio", () -> network.map(CodedMessage::plain));
        server.create(lecture);
        server.create(next);
        client.hold(lecture);
    }

    @Test
    @DisplayName("an interface that is gone is what is wrong, and not the content server, until it is back")
    void interfaceIsGone() {
        String gone = "Interface eth1 is gone, so nothing is received from 239.7.7.2:5004; this goes on by itself as soon as"
                + " the interface is back.";
        time.turn(Duration.ofMinutes(1));
        assertThat(why(Status.WAITING)).contains("check that its content server sends there");

        network = Optional.of(gone);
        assertThat(why(Status.NO_INTERFACE)).isEqualTo(gone);

        network = Optional.empty();
        send(lecture, 1);
        assertThat(why(Status.DECRYPTING)).isEmpty();
    }

    @Test
    @DisplayName("nor is the key server blamed, which the client cannot reach either without its interface")
    void interfaceIsGoneWhileAKeyIsAskedFor() {
        String gone = "Interface eth1 is gone, so nothing is received from 239.7.7.2:5004.";
        server.beSilent(true);
        send(next, 1);
        time.turn(Duration.ofSeconds(4));
        assertThat(why(Status.NO_KEY_SERVER)).isNotEmpty();

        network = Optional.of(gone);

        assertThat(why(Status.NO_INTERFACE)).isEqualTo(gone);
    }

    private void send(TestStream key, int packets) {
        for (int i = 0; i < packets; i++) {
            time.turn(PACKET);
            client.receive(key.data("packet"));
        }
    }

    private String why(Status status) {
        ClientSnapshot snapshot = report.make();
        assertThat(snapshot.status()).as(snapshot.why().map(CodedMessage::text).toString()).isEqualTo(status);
        return snapshot.why().map(CodedMessage::text).orElse("");
    }

    @Test
    @DisplayName("R31 packets that verify under a former key are told as just that, with what the key server says of it")
    void formerKey() {
        client.hold(next);
        lecture.become(KeyState.DEACTIVATED);
        time.turn(Duration.ofSeconds(2));

        send(lecture, 5);
        assertThat(why(Status.TOO_OLD))
                .startsWith("Packets under key lecture-hall 41 (ID 41) verify, but a later key "
                        + "is in use: ")
                .endsWith("will be asked whether that is so.");
        send(lecture, 20);

        assertThat(why(Status.TOO_OLD)).contains("key-server confirms it", "find out who sends former packets again");
        assertThat(client.counters().superseded()).isEqualTo(25);
    }

    @Test
    @DisplayName("R31 and that no key server tells whether it is one, or knows it")
    void formerKeyThatNobodyKnows() {
        client.hold(next);
        time.turn(Duration.ofSeconds(2));
        server.beSilent(true);

        send(lecture, 25);
        assertThat(why(Status.TOO_OLD)).contains("verify, but a later key is in use: no key server says",
                "check that one runs");
        server.beSilent(false);
        server.forget(lecture);
        send(lecture, 50);

        assertThat(why(Status.TOO_OLD)).contains("key-server does not know that key any more",
                "restart the content server of lecture-hall");
    }

    @Test
    @DisplayName("R31 a key that the key server calls active is taken into use, and all is well again")
    void keyThatIsInUse() {
        client.hold(next);
        time.turn(Duration.ofSeconds(2));

        send(lecture, 25);

        assertThat(why(Status.DECRYPTING)).startsWith("4").contains("% of the packets that verify");
        send(lecture, 60);
        assertThat(why(Status.DECRYPTING)).isEmpty();
    }

    @Test
    @DisplayName("R31 when two content servers send under one identity, the client tells that it opens one's packets only")
    void twins() {
        client.hold(next);
        time.turn(Duration.ofSeconds(2));

        for (int i = 0; i < 100; i++) {
            send(next, 1);
            send(lecture, 1);
        }

        assertThat(why(Status.DECRYPTING))
                .startsWith("50 % of the packets that verify are under former keys, key lecture-hall 41")
                .contains("only one content server sends lecture-hall");
    }

    @Test
    @DisplayName("a few stragglers at a rekey are nothing to speak of")
    void stragglers() {
        send(lecture, 50);
        client.hold(next);
        time.turn(Duration.ofSeconds(2));
        send(next, 20);
        send(lecture, 3);
        send(next, 10);

        assertThat(why(Status.DECRYPTING)).isEmpty();
    }

    @Test
    @DisplayName("packets far below the highest number that has come are told as just that")
    void belowTheWindow() {
        List<ByteBuffer> early = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            early.add(lecture.data("early"));
        }
        for (int i = 0; i < ClientLimits.DEFAULTS.windowPackets(); i++) {
            lecture.data("never sent");
        }
        client.receive(lecture.data("far ahead"));
        time.turn(Duration.ofSeconds(2));

        client.receive(early.toArray(ByteBuffer[]::new));

        assertThat(why(Status.TOO_OLD)).contains("key lecture-hall 41", "numbered far below", "rekey lecture-hall");
    }

    @Test
    @DisplayName("while packets with made-up key IDs flood the group, and after it, they are named as the cause")
    void madeUpKeyIds() {
        Random random = new Random(7);
        time.turn(Duration.ofSeconds(2));
        for (int i = 0; i < 2_000; i++) {
            client.receive(new TestStream("lecture-hall", 1_000 + random.nextLong(1L << 50)).data("made up"));
            time.turn(Duration.ofMillis(5));
            if (i > 100 && i % 500 == 0) {
                assertThat(report.make().why().map(CodedMessage::text)).hasValueSatisfying(
                        why -> assertThat(why).contains("made-up key IDs to 239.7.7.2:5004"));
            }
        }
        time.turn(Duration.ofMillis(1_600));

        assertThat(client.path.fetches().held().packets()).isPositive();
        ClientSnapshot after = report.make();
        assertThat(after.status()).isNotEqualTo(Status.WAITING);
        assertThat(after.why().map(CodedMessage::text))
                .hasValueSatisfying(why -> assertThat(why).contains("made-up key IDs"));
    }
}
