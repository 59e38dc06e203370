package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.KeyState;
import org.kagicast.model.RefusalReason;
import org.kagicast.time.ManualTime;

/// The fault table, first part: somebody who sends to the group and holds no key of it.
class AttackFromOutsideTest {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    /// 100,000 a second.
    private static final int FLOOD_PER_MILLISECOND = 100;
    private static final Duration LEAD = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final SmallKeyServer server = new SmallKeyServer(time);
    private final ClientLimits limits = ClientLimits.DEFAULTS;
    private final ClientBench client = new ClientBench(time, server);
    private final ForgedPackets forged = new ForgedPackets();

    private final TestStream lecture = created("lecture-hall", 41);
    private final TestStream next = created("lecture-hall", 42);
    private final TestStream news = created("news", 17);

    @Test
    @DisplayName("a recording of former keys is not played to a client that started later, counts as no loss, and makes it ask seldom")
    void recording() {
        IntStream.range(0, 50_000).forEach(i -> lecture.data("not recorded"));
        ByteBuffer recorded = lecture.data("yesterday");
        client.hold(next);
        lecture.become(KeyState.DEACTIVATED);
        time.turn(Duration.ofSeconds(2));

        client.receive(recorded);
        time.turn(Duration.ofSeconds(2));
        IntStream.range(0, 100_000).forEach(i -> lecture.data("not recorded either"));
        client.receive(lecture.data("yesterday, later"));
        time.turn(Duration.ofSeconds(2));
        client.receive(next.data("live"));

        assertThat(client.delivered).doesNotContain("yesterday", "yesterday, later").last().isEqualTo("live");
        assertThat(client.counters().lost()).isZero();
        assertThat(client.counters().superseded()).isEqualTo(2);
        assertThat(server.askedFor(lecture)).isEqualTo(2);
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("random key IDs",
                        (Function<ForgedPackets, Supplier<ByteBuffer>>) forged -> forged::withRandomId),
                Arguments.of("key IDs that collide in a plain hash table",
                        (Function<ForgedPackets, Supplier<ByteBuffer>>) forged -> () -> forged
                                .with(forged::collidingId, 40)),
                Arguments.of("random key IDs in long packets, which fill the bytes and not the places",
                        (Function<ForgedPackets, Supplier<ByteBuffer>>) forged -> () -> forged.with(forged::randomId,
                                9_000)),
                Arguments.of("few key IDs with many packets each",
                        (Function<ForgedPackets, Supplier<ByteBuffer>>) forged -> {
                            long[] ids = IntStream.range(0, 40).mapToLong(i -> forged.randomId()).toArray();
                            int[] turn = {0};
                            return () -> forged.with(() -> ids[turn[0]++ % ids.length], 40);
                        }),
                Arguments.of("few key IDs with many packets each, and random ones besides",
                        (Function<ForgedPackets, Supplier<ByteBuffer>>) forged -> {
                            long[] ids = IntStream.range(0, 40).mapToLong(i -> forged.randomId()).toArray();
                            int[] turn = {0};
                            return () -> forged.with(
                                    () -> turn[0]++ % 2 == 0 ? ids[turn[0] / 2 % ids.length] : forged.randomId(), 40);
                        }));
    }

    /// 2 s of 100,000 packets a second. A stream is held and changes its key, announced; another stream comes up.
    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    @Timeout(60)
    @DisplayName("a flood of made-up packets causes no more requests than the token bucket allows; neither the held key, nor an announced one, nor a real unknown one loses a packet")
    void flood(String what, Function<ForgedPackets, Supplier<ByteBuffer>> kind) {
        Supplier<ByteBuffer> flood = kind.apply(forged);
        client.hold(lecture);
        int before = server.asked().size();
        int millis = 0;

        client.receive(lecture.announcement(1, LEAD, next));
        for (; millis < 2_000; millis++) {
            for (int i = 0; i < FLOOD_PER_MILLISECOND; i++) {
                client.path.onDatagram(flood.get());
            }
            client.receive((millis < LEAD.toMillis() ? lecture : next).data("lecture " + millis));
            if (millis >= 500) {
                client.receive(news.data("news " + millis));
            }
            time.turn(MILLISECOND);
        }
        time.turn(Duration.ofSeconds(4));

        assertThat(delivered("lecture ")).as("in order and at once").isEqualTo(numbered("lecture ", 0, millis));
        assertThat(delivered("news ")).containsExactlyElementsOf(numbered("news ", 500, millis));
        assertThat(server.asked().size() - before).as("requests, one of them announced")
                .isLessThanOrEqualTo(1 + limits.fetchBurst() + 6 * limits.fetchesPerSecond());
        assertThat(client.counters().late()).as("late ones, all of the news")
                .isLessThanOrEqualTo(1 + delivered("news ").size());
        assertThat(server.askedFor(next)).isEqualTo(1);
    }

    /// What a stranger sent in a trial: 181 packets a second, each with an ID of its own, for half a minute.
    @Test
    @Timeout(60)
    @DisplayName("R31 made-up key IDs cost a key server two requests a second of each client after a while, and neither an announced change nor an immediate one among them loses a packet")
    void slowDownOnUnknown() {
        client.hold(lecture);
        TestStream urgent = new TestStream("lecture-hall", 43);
        List<Integer> asked = new ArrayList<>();
        int since = 0;
        for (int millis = 0; millis < 30_000; millis++) {
            if (millis * 181 / 1_000 > (millis - 1) * 181 / 1_000) {
                client.path.onDatagram(forged.withRandomId());
            }
            if (millis % 5_000 == 0) {
                asked.add(server.asked().size() - since);
                since = server.asked().size();
            }
            if (millis == 12_000) {
                client.receive(lecture.announcement(1, LEAD, next));
            }
            if (millis == 22_000) {
                server.create(urgent);
            }
            if (millis % 5 == 0) {
                TestStream key = millis < 13_000 ? lecture : millis < 22_000 ? next : urgent;
                client.receive(key.data("lecture " + millis));
            }
            if (millis == 23_000) {
                assertThat(client.delivered).as("found within a second").last().isEqualTo("lecture 23000");
            }
            time.turn(MILLISECOND);
        }

        assertThat(asked.subList(2, 5)).as("requests in five seconds each").allMatch(count -> count <= 13);
        assertThat(delivered("lecture ")).hasSize(6_000);
        assertThat(client.counters()).extracting(ClientCounters::lost, ClientCounters::expired).containsExactly(0L, 0L);
        assertThat(server.askedFor(next)).isEqualTo(1);
    }

    @Test
    @DisplayName("packets forged under a key held are counted as forged and change nothing else")
    void forgedWithKnownId() {
        client.hold(lecture);
        int asked = server.asked().size();

        for (int i = 0; i < 1_000; i++) {
            client.receive(forged.with(lecture.keyId()));
        }
        ByteBuffer bent = lecture.data("bent");
        for (int bit = 0; bit < bent.limit() * Byte.SIZE; bit++) {
            ByteBuffer wrong = ByteBuffer.allocate(bent.limit()).put(bent.duplicate()).flip();
            wrong.put(bit / Byte.SIZE, (byte) (wrong.get(bit / Byte.SIZE) ^ 1 << bit % Byte.SIZE));
            client.receive(wrong);
        }
        client.receive(bent);

        assertThat(client.delivered).containsExactly("first of 41", "bent");
        assertThat(client.counters().forged()).isGreaterThan(1_000);
        assertThat(server.askedFor(lecture)).isEqualTo(1);
        assertThat(server.asked().size() - asked).as("what a bent key ID may cause")
                .isLessThanOrEqualTo(limits.fetchBurst());
    }

    @Test
    @DisplayName("a packet cut to any length is malformed or forged, and delivers nothing")
    void truncated() {
        client.hold(lecture);
        ByteBuffer whole = lecture.data("whole");

        for (int length = 0; length < whole.limit(); length++) {
            client.receive(whole.duplicate().limit(length));
        }
        assertThat(client.delivered).containsExactly("first of 41");
        assertThat(client.counters()).extracting(counters -> counters.forged() + counters.malformed())
                .isEqualTo((long) whole.limit());

        client.receive(whole);
        assertThat(client.delivered).containsExactly("first of 41", "whole");
    }

    @Test
    @DisplayName("a packet cut short is held under its key ID like any other, and found forged when the key comes")
    void truncatedBeforeTheKey() {
        ByteBuffer whole = lecture.data("whole");

        for (int length = 0; length <= whole.limit(); length++) {
            client.receive(whole.duplicate().limit(length));
        }
        time.turn(SmallKeyServer.ROUND_TRIP);

        assertThat(client.delivered).containsExactly("whole");
        assertThat(client.counters().held()).isZero();
    }

    @Test
    @DisplayName("every packet sent twice is delivered once, whether its key is held or being fetched")
    void duplicated() {
        for (int i = 0; i < 100; i++) {
            ByteBuffer packet = lecture.data("p" + i);
            client.receive(packet, packet);
            time.turn(MILLISECOND);
        }

        assertThat(client.delivered).isEqualTo(numbered("p", 0, 100));
        assertThat(client.counters().replayed()).isEqualTo(100);
    }

    @Test
    @DisplayName("packets out of order are delivered as they come within the window, and dropped as too old beyond it")
    void reordered() {
        int window = limits.windowPackets();
        client.hold(lecture);
        ByteBuffer old = lecture.data("too old");
        ByteBuffer oldest = lecture.data("just within");
        List<ByteBuffer> late = Stream.generate(() -> lecture.data("late")).limit(10).toList();
        IntStream.range(0, window - late.size() - 2).forEach(i -> lecture.data("lost on the way"));
        client.receive(lecture.data("ahead"), old, oldest);
        late.reversed().forEach(packet -> client.receive(packet, packet));

        assertThat(client.delivered).startsWith("first of 41", "ahead", "just within").hasSize(13);
        assertThat(client.counters()).extracting(ClientCounters::tooOld, ClientCounters::replayed)
                .containsExactly(1L, 10L);
    }

    @Test
    @DisplayName("a recording played again is refused, also after its keys have idled out and are fetched again, however many came between")
    void replayed() {
        List<TestStream> keys = IntStream.range(100, 200).mapToObj(id -> created("news-" + id, id)).toList();
        List<ByteBuffer> recording = keys.stream()
                .flatMap(key -> Stream.of(key.data("a of " + key.keyId()), key.data("b of " + key.keyId()))).toList();
        recording.forEach(client::receive);
        time.turn(Duration.ofSeconds(10));
        assertThat(client.delivered).hasSize(recording.size());
        recording.forEach(client::receive);
        assertThat(client.counters().replayed()).isEqualTo(recording.size());

        time.turn(limits.keyIdle().plusSeconds(1));
        assertThat(client.path.table().keys()).isEmpty();
        recording.forEach(client::receive);
        time.turn(Duration.ofSeconds(10));

        assertThat(client.delivered).hasSize(recording.size());
        assertThat(client.counters().tooOld()).isEqualTo(recording.size());
        TestStream last = keys.getLast();
        client.receive(last.data("new"));
        assertThat(client.delivered).last().isEqualTo("new");
    }

    @Test
    @DisplayName("a guessed next key ID, asked for before the key exists, does not spoil the announced change to it")
    void guessedThenAnnounced() {
        TestStream coming = new TestStream("lecture-hall", 43);
        client.hold(lecture);
        client.receive(forged.with(coming.keyId()));
        time.turn(Duration.ofSeconds(2));
        client.receive(forged.with(coming.keyId()));

        server.create(coming);
        client.receive(lecture.announcement(1, LEAD, coming));
        time.turn(LEAD);
        client.receive(coming.data("first"));

        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(client.counters()).extracting(ClientCounters::late, ClientCounters::forged).containsExactly(1L, 1L);
    }

    /// Whoever guesses an ID can have it asked for at any time before: while it is tried often, and later.
    @ParameterizedTest(name = "{0} ms before the key exists")
    @ValueSource(ints = {0, 1, 50, 300, 700, 990, 1_000, 1_010, 1_250, 1_499, 2_000, 3_000, 5_900, 6_500, 20_000})
    @DisplayName("a guessed next key ID, asked for before the key exists, loses no packet of an unannounced change to it, and delays it by half a second at most")
    void guessedThenUsed(int millis) {
        TestStream coming = new TestStream("lecture-hall", 43);
        client.hold(lecture);
        for (int i = 0; i < millis; i++) {
            if (i % 400 == 0) {
                client.receive(forged.with(coming.keyId()));
            }
            time.turn(MILLISECOND);
        }

        server.create(coming);
        for (int i = 0; i < 500; i++) {
            client.receive(coming.data("p" + i));
            time.turn(MILLISECOND);
        }
        time.turn(SmallKeyServer.ROUND_TRIP.plus(MILLISECOND));

        assertThat(delivered("p")).isEqualTo(numbered("p", 0, 500));
        assertThat(client.counters()).extracting(ClientCounters::expired, ClientCounters::lost, ClientCounters::held)
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    @DisplayName("packets under an ID that nobody knows are given up after a second or so, and cause two requests a second at most after the first")
    void unknownForGood() {
        TestStream elsewhere = new TestStream("elsewhere", 99);
        for (int i = 0; i < 10_000; i++) {
            client.receive(elsewhere.data("x"));
            time.turn(MILLISECOND);
        }

        assertThat(client.counters().held()).isLessThanOrEqualTo(1_600);
        assertThat(client.counters().refused().get(RefusalReason.UNKNOWN)).isGreaterThanOrEqualTo(8_400);
        assertThat(server.asked().size()).isLessThanOrEqualTo(11 + 2 * 9 + 1);

        time.turn(Duration.ofSeconds(10));
        assertThat(client.counters().held()).isZero();
        assertThat(client.path.fetches().pending()).isEmpty();
    }

    @Test
    @DisplayName("a packet under a coming key's ID before its use has the key fetched once, and is found forged")
    void forgedUnderTheComingKey() {
        client.hold(lecture);
        client.receive(lecture.announcement(1, LEAD, next));

        for (int i = 0; i < 100; i++) {
            client.receive(forged.with(next.keyId()));
            time.turn(MILLISECOND);
        }
        time.turn(LEAD);
        client.receive(next.data("first"));

        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(server.askedFor(next)).isEqualTo(1);
        assertThat(client.counters()).extracting(ClientCounters::forged, ClientCounters::expired)
                .containsExactly(100L, 0L);
    }

    private TestStream created(String name, long keyId) {
        TestStream key = new TestStream(name, keyId);
        server.create(key);
        return key;
    }

    private List<String> delivered(String prefix) {
        return client.delivered.stream().filter(text -> text.startsWith(prefix)).toList();
    }

    private static List<String> numbered(String prefix, int from, int until) {
        return IntStream.range(from, until).mapToObj(i -> prefix + i).toList();
    }
}
