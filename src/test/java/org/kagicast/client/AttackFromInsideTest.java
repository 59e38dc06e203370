package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.sframe.Sealer;
import org.kagicast.time.ManualTime;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.RekeyAnnouncement;

/// The fault table, second part: a member of the group, who holds its key and therefore can make announcements that
/// verify. They cause fetches, of a bounded number, and nothing else.
class AttackFromInsideTest {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration LEAD = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofHours(24);

    private final ManualTime time = new ManualTime();
    private final SmallKeyServer server = new SmallKeyServer(time);
    private final ClientBench client = new ClientBench(time, server);
    private final Random random = new Random(3);

    private final TestStream lecture = new TestStream("lecture-hall", 41);
    private final TestStream next = new TestStream("lecture-hall", 42);

    @BeforeEach
    void start() {
        server.create(lecture);
        client.hold(lecture);
    }

    @ParameterizedTest(name = "a key server that is there: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("a flood of announcements of made-up keys causes a bounded number of fetches, is remembered for a bounded time, and loses no packet of a real change")
    void floodOfAnnouncements(boolean answers) {
        server.create(next);
        server.beSilent(!answers);
        int seconds = 5;

        for (int i = 0; i < 1_000 * seconds; i++) {
            client.receive(announcement(i, i % 2 == 0 ? DAY : Duration.ZERO, madeUp()));
            time.turn(MILLISECOND);
        }
        int perStream = Announcements.FETCHES_AT_ONCE + seconds * Announcements.FETCHES_PER_SECOND;
        assertThat(server.asked().size()).isLessThanOrEqualTo(1 + perStream);
        assertThat(client.path.fetches().pending()).hasSizeLessThanOrEqualTo(perStream);

        server.beSilent(false);
        client.receive(lecture.announcement(9_999, LEAD, next));
        time.turn(LEAD);
        client.receive(next.data("first"));
        time.turn(Duration.ofSeconds(3));
        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(client.counters()).extracting(ClientCounters::expired, ClientCounters::held)
                .containsExactly(0L, 0L);

        time.turn(Duration.ofSeconds(20));
        assertThat(client.path.fetches().pending()).isEmpty();
    }

    @Test
    @DisplayName("the announcements of one stream do not use up what another stream may cause")
    void otherStreamsAreUnharmed() {
        TestStream news = new TestStream("news", 17);
        TestStream nextNews = new TestStream("news", 18);
        server.create(news);
        server.create(nextNews);
        client.hold(news);

        for (int i = 0; i < 2_000; i++) {
            client.receive(announcement(i, Duration.ZERO, madeUp()));
            if (i % 200 == 0) {
                client.receive(news.announcement(1, Duration.ofMillis(2_000 - i), nextNews));
            }
            time.turn(MILLISECOND);
        }
        client.receive(nextNews.data("first"));

        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(client.counters().late()).as("but for the two first packets").isEqualTo(2);
    }

    @Test
    @DisplayName("an announcement with the highest generation there is does not void those that follow")
    void highestGeneration() {
        server.create(next);
        client.receive(announcement(Long.MAX_VALUE, Duration.ZERO, List.of()));

        client.receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD);

        assertReady(next);
    }

    @Test
    @DisplayName("a forged withdrawal is undone by the next announcement")
    void forgedWithdrawal() {
        server.create(next);
        for (int i = 0; i < 6; i++) {
            Duration left = LEAD.multipliedBy(6 - i).dividedBy(6);
            client.receive(announcement(Long.MAX_VALUE, Duration.ZERO, List.of()));
            client.receive(lecture.announcement(1, left, next));
            time.turn(LEAD.dividedBy(6));
        }

        assertReady(next);
    }

    @Test
    @DisplayName("a coming key announced for a far day is fetched in time for the real change all the same")
    void announcedForAFarDay() {
        client.receive(announcement(Long.MAX_VALUE, DAY, List.of(next.keyId())));
        time.turn(Duration.ofSeconds(5));

        server.create(next);
        client.receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD);

        assertReady(next);
    }

    @ParameterizedTest(name = "{0} ms before it exists")
    @ValueSource(ints = {0, 500, 1_000, 1_400, 3_000, 6_000})
    @DisplayName("a key announced before it exists, and remembered as unknown, is ready for the real change all the same")
    void announcedBeforeItExists(int millis) {
        client.receive(announcement(1, Duration.ZERO, List.of(next.keyId())));
        time.turn(Duration.ofMillis(millis));

        server.create(next);
        client.receive(lecture.announcement(2, LEAD, next));
        time.turn(LEAD);

        assertReady(next);
    }

    @Test
    @DisplayName("a key end with any number stops nothing, and of another stream's key it says nothing")
    void forgedKeyEnd() {
        TestStream news = new TestStream("news", 17);
        server.create(news);
        client.hold(news);

        client.receive(lecture.endOf(lecture, Long.MAX_VALUE), lecture.endOf(lecture, 0),
                lecture.endOf(news, 1_000_000), lecture.data("goes on"), news.data("goes on too"));
        time.turn(Duration.ofSeconds(2));

        assertThat(client.delivered).endsWith("goes on", "goes on too");
        assertThat(client.path.table().find(17).opener().lost()).isZero();
    }

    @Test
    @DisplayName("until senders sign their packets, a member can have others count losses that never were, and nothing more by it")
    void inventedLosses() {
        server.create(next);
        client.hold(next);

        client.receive(next.endOf(lecture, Long.MAX_VALUE), next.data("goes on"));
        time.turn(Duration.ofSeconds(2));

        assertThat(client.delivered).last().isEqualTo("goes on");
        assertThat(client.counters().lost()).isBetween(Sealer.MOST_PACKETS - 10, Sealer.MOST_PACKETS);
    }

    @Test
    @DisplayName("a key end stops neither the key that it is sealed with nor one that is still to come")
    void forgedKeyEndAhead() {
        server.create(next);
        client.receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD);

        client.receive(lecture.endOf(next, 0), lecture.endOf(lecture, 0));
        time.turn(Duration.ofSeconds(2));
        client.receive(lecture.data("still"), next.data("first"));

        assertThat(client.delivered).endsWith("still", "first");
    }

    @Test
    @DisplayName("who holds nothing but a former key can send nothing more, even while clients keep that key; stragglers are opened")
    void formerMember() {
        server.create(next);
        ByteBuffer straggler = lecture.data("straggler");
        ByteBuffer lost = lecture.data("lost");
        client.hold(next);

        client.receive(next.endOf(lecture, 3), straggler, lecture.data("forged"));
        time.turn(Duration.ofSeconds(2));
        client.receive(lost, lecture.data("forged, too"));

        assertThat(client.path.table().find(lecture.keyId().value())).as("the former key").isNotNull();
        assertThat(client.delivered).last().isEqualTo("straggler");
        assertThat(client.counters()).extracting(ClientCounters::forged, ClientCounters::superseded)
                .containsExactly(2L, 1L);
    }

    @Test
    @DisplayName("nor after the former key was forgotten and fetched anew for that packet")
    void formerMemberAfterForgetting() {
        server.create(next);
        client.hold(next);
        client.receive(next.endOf(lecture, 1));
        for (int i = 0; i < 60; i++) {
            time.turn(ClientLimits.DEFAULTS.keyIdle().dividedBy(30));
            client.receive(next.data("goes on"));
        }
        assertThat(client.path.table().find(lecture.keyId().value())).as("the former key").isNull();

        client.receive(lecture.data("forged"));
        time.turn(Duration.ofSeconds(2));

        assertThat(server.askedFor(lecture)).isEqualTo(2);
        assertThat(client.delivered).last().isEqualTo("goes on");
    }

    @ParameterizedTest(name = "key end {0}")
    @ValueSource(longs = {0, 2, Sealer.MOST_PACKETS})
    @DisplayName("to a client that started after the switch a former member can neither send nor end the key in use")
    void formerMemberAndALateClient(long packets) {
        server.create(next);
        ClientBench late = new ClientBench(time, server);
        late.hold(next);
        time.turn(Duration.ofSeconds(2));

        late.receive(lecture.data("forged"));
        time.turn(SmallKeyServer.ROUND_TRIP);
        late.receive(lecture.endOf(next, packets));
        for (int i = 0; i < 30; i++) {
            late.receive(next.data("true " + i));
            time.turn(Duration.ofMillis(100));
        }

        assertThat(late.delivered).doesNotContain("forged").endsWith("true 28", "true 29");
        assertThat(late.counters().superseded()).isEqualTo(2);
        assertThat(server.askedFor(lecture)).as("by both clients").isEqualTo(2);
    }

    @ParameterizedTest(name = "a key that is {0}")
    @EnumSource(names = {"PRE_ACTIVE", "DEACTIVATED", "COMPROMISED", "DESTROYED"})
    @DisplayName("R31 who sends under a former key while the stream is silent gains nothing, and makes clients ask seldom and ever more seldom")
    void formerMemberWhileTheStreamIsSilent(KeyState state) {
        server.create(next);
        client.hold(next);
        lecture.become(state);
        if (state == KeyState.DESTROYED) {
            server.forget(lecture);
        }

        for (int i = 0; i < 300 * 5; i++) {
            time.turn(Duration.ofMillis(200));
            client.receive(lecture.data("forged"));
        }

        assertThat(client.delivered).filteredOn("forged"::equals).as("stragglers' time").hasSizeLessThanOrEqualTo(5);
        assertThat(server.askedFor(lecture)).as("in five minutes").isBetween(4L, 11L);
        client.receive(next.data("true"));
        assertThat(client.delivered).last().isEqualTo("true");
        assertThat(client.path.table().latest(next.line()).origin().keyId()).isEqualTo(next.keyId());
    }

    @Test
    @DisplayName("R31 as long as the stream sends, no key server is asked about former packets, however slowly it sends")
    void formerMemberWhileTheStreamIsSlow() {
        server.create(next);
        client.hold(next);

        for (int i = 0; i < 200; i++) {
            time.turn(Duration.ofMillis(90));
            client.receive(lecture.data("forged"));
            if (i % 10 == 0) {
                client.receive(next.data("true " + i));
            }
        }

        assertThat(server.askedFor(lecture)).isEqualTo(1);
        assertThat(client.delivered).endsWith("true 190");
    }

    @Test
    @DisplayName("a key whose packets can be opened only after the next one's is a former one all the same, and they are delivered")
    void openedOutOfOrder() {
        TestStream third = new TestStream("lecture-hall", 43);
        client.receive(next.data("second"));
        time.turn(Duration.ofMillis(50));
        server.create(third);
        client.receive(third.data("third"));
        time.turn(Duration.ofMillis(20));
        server.create(next);
        time.turn(Duration.ofMillis(500));
        assertThat(client.delivered).endsWith("third", "second");

        client.receive(third.data("third again"), third.endOf(next, 1), next.data("forged"));

        assertThat(client.delivered).last().isEqualTo("third again");
        assertThat(client.path.table().latest(third.line()).origin().keyId()).isEqualTo(third.keyId());
    }

    @Test
    @DisplayName("who may open one label withdraws no key of another, fetched or still to be fetched")
    void otherLabel() {
        TestStream basic = new TestStream("film:basic", 1);
        TestStream premium = new TestStream("film:premium", 2);
        TestStream nextPremium = new TestStream("film:premium", 3);
        List.of(basic, premium, nextPremium).forEach(server::create);
        client.hold(basic);
        client.hold(premium);

        client.receive(premium.announcement(1, LEAD, nextPremium));
        client.receive(basic.announcement(7, LEAD));
        time.turn(LEAD.multipliedBy(9).dividedBy(10));
        client.receive(basic.announcement(8, LEAD, nextPremium), basic.announcement(9, LEAD));
        time.turn(LEAD.dividedBy(10));

        assertReady(nextPremium);
    }

    @Test
    @DisplayName("announced keys that nobody comes to use are forgotten, even those whose packets had to wait for a token")
    void announcedInVain() {
        ClientLimits usual = ClientLimits.DEFAULTS;
        ClientLimits few = new ClientLimits(usual.keyIdle(), usual.windowPackets(), 64, usual.heldBytes(),
                usual.fetchDeadline(), usual.unknownRetry(), usual.negativeCache(), usual.fetchesPerSecond(),
                usual.fetchBurst());
        ClientBench small = new ClientBench(time, time, server, few);
        small.hold(lecture);
        for (int round = 0; round < 100; round++) {
            List<TestStream> made = IntStream.range(1_000 + 4 * round, 1_004 + 4 * round)
                    .mapToObj(id -> new TestStream("lecture-hall", id)).toList();
            small.receive(announcement(round + 1, Duration.ZERO, made.stream().map(TestStream::keyId).toList()));
            for (int i = 0; i < 12; i++) {
                made.forEach(key -> small.receive(key.data("in vain")));
                time.turn(Duration.ofMillis(20));
            }
        }
        for (int i = 0; i < 500; i++) {
            small.receive(new TestStream("another", 77).data("pushes the others out"));
        }
        time.turn(Duration.ofMinutes(1));

        assertThat(small.path.fetches().pending()).isEmpty();
    }

    @Test
    @DisplayName("whatever stands inside a packet that verifies, it is delivered, counted or ignored, and the next one is opened")
    void noiseInside() {
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            client.receive(lecture.seal((byte) (1 + random.nextInt(6)), noise));
        }
        client.receive(lecture.sealNothing(), lecture.data("goes on"));
        time.turn(Duration.ofSeconds(1));

        assertThat(client.delivered).last().isEqualTo("goes on");
        assertThat(client.counters().unknownType()).isPositive();
        assertThat(server.asked()).hasSizeLessThanOrEqualTo(1 + Announcements.FETCHES_AT_ONCE + 32);
    }

    private void assertReady(TestStream key) {
        long late = client.counters().late();
        client.receive(key.data("first"));
        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(client.counters().late()).isEqualTo(late);
    }

    private List<KeyId> madeUp() {
        return IntStream.range(0, RekeyAnnouncement.MOST_KEYS)
                .mapToObj(i -> new KeyId(1_000 + random.nextLong(1L << 50))).toList();
    }

    private ByteBuffer announcement(long generation, Duration remaining, List<KeyId> coming) {
        List<RekeyAnnouncement.ComingKey> keys = coming.stream()
                .map(keyId -> new RekeyAnnouncement.ComingKey(keyId, "", lecture.keyId())).toList();
        return lecture.seal(InnerType.ANNOUNCEMENT,
                new RekeyAnnouncement(generation, remaining, remaining, keys).toBytes());
    }
}
