package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.ManualTime;
import org.kagicast.time.Time;

/// The fault table, third part: a clock that jumps, and a key server that is silent or answers nonsense. Answers that
/// cannot be true in themselves are refused where they are read; see `GrpcKeyFetcherTest`.
class FaultsAroundTest {

    private static final Duration LEAD = Duration.ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final TestStream lecture = new TestStream("lecture-hall", 41);
    private final TestStream next = new TestStream("lecture-hall", 42);

    @ParameterizedTest(name = "by {0} hours")
    @ValueSource(longs = {-100_000, -1, 1, 100_000})
    @DisplayName("a wall clock that jumps changes nothing: slots, switches, retries and idle keys go by the monotonic one")
    void wallClockJumps(long hours) {
        JumpingTime wall = new JumpingTime(time);
        SmallKeyServer server = new SmallKeyServer(wall);
        server.create(lecture);
        ClientBench client = new ClientBench(time, wall, server, ClientLimits.DEFAULTS);
        client.hold(lecture);

        client.receive(lecture.announcement(1, LEAD, next));
        wall.jump(Duration.ofHours(hours));
        server.create(next);
        time.turn(LEAD.dividedBy(2).plus(SmallKeyServer.ROUND_TRIP));
        assertThat(server.askedFor(next)).as("asked for in its slot").isEqualTo(1);
        wall.jump(Duration.ofHours(hours));
        client.receive(next.data("first"));
        wall.jump(Duration.ofHours(-hours));
        time.turn(Duration.ofMinutes(9));

        assertThat(client.delivered).last().isEqualTo("first");
        assertThat(client.counters().late()).isEqualTo(1);
        assertThat(client.path.table().keys()).hasSize(2);
    }

    @Test
    @DisplayName("a client that was stopped for an hour, its monotonic clock going on, fetches what it needs anew and goes on")
    void stoppedForAnHour() {
        SmallKeyServer server = new SmallKeyServer(time);
        server.create(lecture);
        server.create(next);
        ClientBench client = new ClientBench(time, server);
        client.hold(lecture);

        time.turn(Duration.ofHours(1));
        client.receive(lecture.data("again"), next.data("other"));
        time.turn(SmallKeyServer.ROUND_TRIP);

        assertThat(client.delivered).endsWith("again", "other");
    }

    @Test
    @DisplayName("fetches that never answer are given up and made again, ever more seldom; no packet of a minute is lost that the hold buffer has room for")
    void neverAnswers() {
        SmallKeyServer server = new SmallKeyServer(time);
        server.create(lecture);
        ClientBench client = new ClientBench(time, server);
        server.beSilent(true);

        for (int i = 0; i < 6_000; i++) {
            client.receive(lecture.data("p" + i));
            time.turn(Duration.ofMillis(10));
        }
        assertThat(server.asked().size()).isBetween(20, 60);
        server.beSilent(false);
        time.turn(Duration.ofSeconds(3));

        assertThat(client.delivered).isEqualTo(IntStream.range(0, 6_000).mapToObj(i -> "p" + i).toList());
        assertThat(client.counters()).extracting(ClientCounters::expired, ClientCounters::lost).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("an announced key that nobody gives before the switch comes after it, and nothing is lost")
    void silentAtTheChange() {
        SmallKeyServer server = new SmallKeyServer(time);
        server.create(lecture);
        server.create(next);
        ClientBench client = new ClientBench(time, server);
        client.hold(lecture);
        server.beSilent(true);

        client.receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD);
        client.receive(next.data("a"));
        time.turn(Duration.ofSeconds(5));
        client.receive(next.data("b"));
        server.beSilent(false);
        time.turn(Duration.ofSeconds(3));

        assertThat(client.delivered).endsWith("a", "b");
        assertThat(client.counters()).extracting(ClientCounters::expired, ClientCounters::lost).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("a key for another ID than the one asked for is not taken, for neither of the two, and the right one is asked for again")
    void keyOfAnotherId() {
        FetchOutcome.Key other = next.key();
        Nonsense server = new Nonsense(other, lecture.key());
        ClientBench client = new ClientBench(time, server);

        client.receive(lecture.data("a"));
        assertThat(client.path.table().keys()).isEmpty();
        assertThatThrownBy(other.baseKey()::copyBytes).as("it is wiped").isInstanceOf(IllegalStateException.class);
        time.turn(Duration.ofMillis(100));

        assertThat(client.delivered).containsExactly("a");
        assertThat(client.path.table().find(next.keyId().value())).isNull();
    }

    @Test
    @DisplayName("under a wrong stream's name or a wrong key every packet is forged, and nothing is delivered; if no more come the key is forgotten as idle and fetched again")
    void wrongStreamOrKey() {
        TestStream impostor = new TestStream("lecture-hall", 41);
        FetchOutcome.Key right = lecture.key();
        Nonsense server = new Nonsense(
                new FetchOutcome.Key(lecture.keyId(), KeyLine.parse("another"), right.suite(),
                        lecture.key().baseKey(), right.number(), right.state(), right.from()),
                impostor.key(), right);
        ClientBench client = new ClientBench(time, server);

        for (int i = 0; i < 2; i++) {
            client.receive(lecture.data("a"), lecture.data("b"));
            assertThat(client.delivered).isEmpty();
            time.turn(ClientLimits.DEFAULTS.keyIdle().plusSeconds(1));
        }
        assertThat(client.counters().forged()).isEqualTo(4);
        client.receive(lecture.data("c"));

        assertThat(client.delivered).containsExactly("c");
    }

    @Test
    @DisplayName("a key with the right ID that opens nothing is asked for again within about a second, and not more often, while packets come")
    void wrongAnswerWhilePacketsCome() {
        SmallKeyServer server = new SmallKeyServer(time);
        server.create(new TestStream("lecture-hall", 41));
        ClientBench client = new ClientBench(time, server);
        for (int i = 0; i < 350; i++) {
            client.receive(lecture.data("wrong key"));
            time.turn(Duration.ofMillis(10));
        }
        assertThat(server.askedFor(lecture)).isBetween(3L, 4L);

        server.create(lecture);
        for (int i = 0; i < 110; i++) {
            client.receive(lecture.data("p" + i));
            time.turn(Duration.ofMillis(10));
        }

        assertThat(client.delivered).last().isEqualTo("p109");
    }

    /// Gives one answer after the other at once, whatever it is asked.
    private static final class Nonsense implements KeyFetcher {

        private final List<FetchOutcome> answers;

        Nonsense(FetchOutcome... answers) {
            this.answers = new ArrayList<>(List.of(answers));
        }

        @Override
        public Fetch fetch(KeyId keyId, FetchReason reason) {
            CompletableFuture<FetchOutcome> outcome = CompletableFuture.completedFuture(answers.removeFirst());
            return () -> outcome;
        }
    }

    /// A clock whose wall time can be set, as an operator or NTP does.
    private static final class JumpingTime implements Time {

        private final Time monotonic;
        private Duration ahead = Duration.ZERO;

        JumpingTime(Time monotonic) {
            this.monotonic = monotonic;
        }

        void jump(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant now() {
            return monotonic.now().plus(ahead);
        }

        @Override
        public long nanos() {
            return monotonic.nanos();
        }

        @Override
        public Scheduled after(Duration delay, Executor executor, Runnable work) {
            return monotonic.after(delay, executor, work);
        }

        @Override
        public Scheduled every(Duration period, Executor executor, Runnable work) {
            return monotonic.every(period, executor, work);
        }

        @Override
        public void sleepUntil(long deadline) throws InterruptedException {
            monotonic.sleepUntil(deadline);
        }
    }
}
