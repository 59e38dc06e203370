package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Step;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.time.ManualTime;
import org.kagicast.wire.Fragment;
import org.kagicast.wire.InnerType;

/// What a client does with datagrams, with the clock turned by hand and a key server that answers on command.
class PacketPathTest {

    private static final Duration LEAD = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final ScriptedFetcher server = new ScriptedFetcher();
    private final List<String> delivered = new ArrayList<>();
    private final List<NodeEvent> events = new ArrayList<>();
    private ClientLimits limits = ClientLimits.DEFAULTS;
    private PacketPath path = path();

    private final TestStream lecture = new TestStream("lecture-hall", 41);
    private final TestStream next = new TestStream("lecture-hall", 42);
    private final TestStream news = new TestStream("news", 17);

    @Test
    @DisplayName("R7 R9 an unknown key ID causes one key information request by that ID, however many packets bear it")
    void oneFetchInFlight() {
        receive(lecture.data("a"), lecture.data("b"), lecture.data("c"));

        assertThat(server.asked()).containsExactly(lecture.keyId());
        assertThat(server.occasions()).containsExactly(FetchReason.ON_DEMAND);
        assertThat(counters().held()).isEqualTo(3);
        assertThat(delivered).isEmpty();
    }

    @Test
    @DisplayName("R10 the packets that waited are opened in their order, later ones behind them")
    void heldPacketsAreOpenedInOrder() {
        receive(lecture.data("a"), lecture.data("b"));

        server.give(lecture);
        receive(lecture.data("c"));

        assertThat(delivered).containsExactly("a", "b", "c");
        assertThat(counters()).extracting(ClientCounters::opened, ClientCounters::late, ClientCounters::held,
                ClientCounters::keysFetched).containsExactly(3L, 2L, 0L, 1L);
    }

    @Test
    @DisplayName("R8 with the key in the table a packet is opened at once and nobody is asked")
    void hitIsOpenedAtOnce() {
        hold(lecture);
        int asked = server.asked().size();

        receive(lecture.data("b"));

        assertThat(delivered).last().isEqualTo("b");
        assertThat(server.asked()).hasSize(asked);
    }

    @Test
    @DisplayName("R11 the table starts empty, and a key unused for the set time is erased")
    void idleKeyIsForgotten() {
        assertThat(path.table().keys()).isEmpty();
        hold(lecture);
        time.turn(limits.keyIdle().minusSeconds(1));
        path.tick();
        assertThat(path.table().keys()).hasSize(1);

        time.turn(Duration.ofSeconds(2));
        path.tick();

        assertThat(path.table().keys()).isEmpty();
    }

    @Test
    @DisplayName("R11 packets that do not verify do not keep a key from being forgotten")
    void forgedPacketsDoNotRefresh() {
        hold(lecture);
        ByteBuffer forged = lecture.data("x");
        forged.put(forged.limit() - 1, (byte) (forged.get(forged.limit() - 1) ^ 1));
        time.turn(limits.keyIdle().minusSeconds(1));
        receive(forged);

        time.turn(Duration.ofSeconds(2));
        path.tick();

        assertThat(path.table().keys()).isEmpty();
        assertThat(counters().forged()).isEqualTo(1);
    }

    @Test
    @DisplayName("a replay after its key was forgotten fetches the key again and is refused all the same")
    void replayAfterIdle() {
        ByteBuffer packet = lecture.data("once");
        receive(packet);
        server.give(lecture);
        time.turn(limits.keyIdle().plusSeconds(1));
        path.tick();

        receive(packet);
        server.give(lecture);
        receive(lecture.data("new"));

        assertThat(delivered).containsExactly("once", "new");
        assertThat(counters().tooOld()).isEqualTo(1);
    }

    @Test
    @DisplayName("R12 packets of different streams on one socket are told apart by key ID alone")
    void streamsAreToldApartByKeyId() {
        receive(lecture.data("l1"), news.data("n1"), lecture.data("l2"));
        server.give(news);
        server.give(lecture);
        receive(news.data("n2"), lecture.data("l3"));

        assertThat(delivered).containsExactly("n1", "l1", "l2", "n2", "l3");
        assertThat(counters().forged()).isZero();
    }

    @Test
    @DisplayName("R20 an announced key that is missing is fetched once, in a slot of at most half the lead time")
    void announcedKeyIsFetchedInItsSlot() {
        hold(lecture);
        receive(lecture.announcement(1, LEAD, next));
        assertThat(server.asked()).containsExactly(lecture.keyId());

        assertThat(turnUntilAsked(2)).isLessThanOrEqualTo(LEAD.dividedBy(2));
        receive(lecture.announcement(1, LEAD.dividedBy(2), next));
        server.give(next);
        receive(lecture.announcement(1, LEAD.dividedBy(4), next));
        time.turn(LEAD);

        assertThat(server.asked()).containsExactly(lecture.keyId(), next.keyId());
        assertThat(server.occasions()).last().isEqualTo(FetchReason.ANNOUNCED);
    }

    @Test
    @DisplayName("R20 an announced key that is held already is not asked for (C9)")
    void announcedKeyThatIsHeld() {
        hold(lecture);
        hold(next);
        int asked = server.asked().size();

        receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD);

        assertThat(server.asked()).hasSize(asked);
    }

    @Test
    @DisplayName("R21 after an announcement the first packet under the new key is opened with no request and no delay")
    void switchAfterAnnouncement() {
        hold(lecture);
        receive(lecture.announcement(1, LEAD, next));
        turnUntilAsked(2);
        server.give(next);
        time.turn(LEAD.dividedBy(2));
        events.clear();
        long late = counters().late();

        receive(next.data("first"));

        assertThat(delivered).last().isEqualTo("first");
        assertThat(counters().late()).isEqualTo(late);
        assertThat(events).as("messages of B3 to B6 at the switch").isEmpty();
    }

    @Test
    @DisplayName("an announcement that is forged or under a wrong stream's key causes no fetch")
    void forgedAnnouncementCausesNothing() {
        hold(lecture);
        ByteBuffer announcement = lecture.announcement(1, LEAD, next);
        announcement.put(announcement.limit() - 20, (byte) (announcement.get(announcement.limit() - 20) ^ 0x40));

        receive(announcement);
        time.turn(LEAD);

        assertThat(server.asked()).containsExactly(lecture.keyId());
        assertThat(counters()).extracting(ClientCounters::forged, ClientCounters::control).containsExactly(1L, 0L);
    }

    @Test
    @DisplayName("a packet under an announced key that comes before its slot has it fetched at once")
    void earlySwitchFetchesAtOnce() {
        hold(lecture);
        receive(lecture.announcement(1, LEAD, next));

        receive(next.data("early"));
        assertThat(server.asked()).containsExactly(lecture.keyId(), next.keyId());
        server.give(next);
        time.turn(LEAD);

        assertThat(delivered).last().isEqualTo("early");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    @DisplayName("a withdrawn change: its fetch is given up, a key fetched for it is dropped")
    void withdrawnChange() {
        TestStream other = new TestStream("lecture-hall", 43);
        hold(lecture);
        receive(lecture.announcement(1, LEAD, next));
        time.turn(LEAD.dividedBy(2));
        server.give(next);
        assertThat(path.table().keys()).hasSize(2);

        receive(lecture.announcement(2, LEAD, other));
        assertThat(path.table().keys()).hasSize(1);
        receive(lecture.announcement(3, LEAD));
        time.turn(LEAD);

        assertThat(server.asked()).doesNotContain(other.keyId());
        assertThat(path.fetches().pending()).isEmpty();
    }

    @Test
    @DisplayName("an older announcement that comes late may cost a fetch, and withdraws nothing")
    void olderAnnouncementWithdrawsNothing() {
        TestStream other = new TestStream("lecture-hall", 43);
        hold(lecture);
        ByteBuffer older = lecture.announcement(1, LEAD, next);
        receive(lecture.announcement(2, LEAD, other));

        receive(older);
        time.turn(LEAD.dividedBy(2));
        server.give(other);

        assertThat(server.asked()).contains(next.keyId());
        assertThat(path.table().find(other.keyId().value())).isNotNull();
    }

    @Test
    @DisplayName("a refused client drops the packets of that ID, counts them by reason, and asks again after a while")
    void notGranted() {
        receive(lecture.data("a"), lecture.data("b"));
        server.refuse(lecture.keyId(), RefusalReason.NOT_GRANTED);
        receive(lecture.data("c"));

        assertThat(counters().refused()).containsEntry(RefusalReason.NOT_GRANTED, 3L);
        assertThat(counters()).extracting(ClientCounters::held, ClientCounters::expired).containsExactly(0L, 0L);
        assertThat(server.asked()).hasSize(1);

        time.turn(limits.negativeCache());
        receive(lecture.data("d"));
        server.give(lecture);

        assertThat(delivered).containsExactly("d");
    }

    @Test
    @DisplayName("an unknown key is asked for again for a second, since it may be on its way, and its packets given up then")
    void unknownKeyIsRetried() {
        receive(lecture.data("a"));
        for (int i = 0; i < 5; i++) {
            server.refuse(lecture.keyId(), RefusalReason.UNKNOWN);
            time.turn(Duration.ofMillis(100));
        }
        server.give(lecture);
        assertThat(delivered).containsExactly("a");

        receive(news.data("x"));
        for (int i = 0; i < 10; i++) {
            server.refuse(news.keyId(), RefusalReason.UNKNOWN);
            time.turn(Duration.ofMillis(100));
        }
        server.refuse(news.keyId(), RefusalReason.UNKNOWN);
        assertThat(counters().refused()).containsEntry(RefusalReason.UNKNOWN, 1L);
        assertThat(counters().held()).isZero();
    }

    @Test
    @DisplayName("packets of an ID that was unknown are held again, and opened if the key has come into being since")
    void unknownKeyComesIntoBeing() {
        receive(news.data("made up"));
        for (int i = 0; i <= 10; i++) {
            server.refuse(news.keyId(), RefusalReason.UNKNOWN);
            time.turn(Duration.ofMillis(100));
        }
        receive(news.data("real"));
        assertThat(counters().held()).isEqualTo(1);

        time.turn(Duration.ofMillis(500));
        server.give(news);

        assertThat(delivered).containsExactly("real");
        assertThat(counters().refused()).containsEntry(RefusalReason.UNKNOWN, 1L);
    }

    @Test
    @DisplayName("a fetch that never answers is given up after its deadline and tried again, and its packets are kept")
    void fetchThatNeverAnswers() {
        receive(lecture.data("a"));

        time.turn(limits.fetchDeadline());
        assertThat(server.isCancelled(lecture)).isTrue();
        assertThat(path.fetches().unreachable()).hasValueSatisfying(why -> assertThat(why.text()).contains("500 ms"));
        time.turn(Duration.ofMillis(100));
        assertThat(server.asked()).hasSize(2);
        server.give(lecture);

        assertThat(delivered).containsExactly("a");
    }

    @Test
    @DisplayName("while no key server can be reached, held keys go on opening packets")
    void unreachableKeyServer() {
        hold(lecture);
        receive(next.data("b"));
        server.fail(next.keyId(), "The key-server ks does not answer: check that it runs and can be reached.");
        receive(lecture.data("still here"));

        assertThat(delivered).last().isEqualTo("still here");
        assertThat(path.fetches().unreachable()).isPresent();
        time.turn(Duration.ofSeconds(1));
        server.give(next);
        assertThat(delivered).last().isEqualTo("b");
        assertThat(path.fetches().unreachable()).isEmpty();
    }

    @Test
    @DisplayName("made-up key IDs cause no more requests than the token bucket allows, and a real one gets through")
    void floodOfMadeUpIds() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            receive(new TestStream("made-up", 1_000_000 + random.nextInt(1_000_000_000)).data("x"));
        }
        assertThat(server.asked()).hasSize(limits.fetchBurst());

        receive(lecture.data("a"), lecture.data("b"));
        time.turn(Duration.ofSeconds(1));

        assertThat(server.asked()).hasSize(limits.fetchBurst() + limits.fetchesPerSecond()).contains(lecture.keyId());
        server.give(lecture);
        assertThat(delivered).containsExactly("a", "b");
    }

    @Test
    @DisplayName("a full hold buffer gives way in made-up IDs while they fill half of it, and else in the ID that holds most")
    void fullHoldBuffer() {
        limits = new ClientLimits(limits.keyIdle(), 64, 10, 1 << 20, limits.fetchDeadline(), limits.unknownRetry(),
                limits.negativeCache(), 1, 2);
        path = path();
        for (int i = 0; i < 4; i++) {
            receive(lecture.data("l" + i));
        }
        receive(news.data("n"));
        for (int i = 0; i < 20; i++) {
            receive(new TestStream("made-up", 1000 + i).data("x"));
        }
        assertThat(counters()).extracting(ClientCounters::held, ClientCounters::expired).containsExactly(10L, 15L);

        for (int i = 4; i < 12; i++) {
            receive(lecture.data("l" + i));
        }
        server.give(lecture);
        server.give(news);

        assertThat(delivered).containsExactly("l8", "l9", "l10", "l11", "n");
        assertThat(counters().lost()).isZero();
    }

    @Test
    @DisplayName("forged, replayed, malformed and unknown packets each have their own counter, and deliver nothing")
    void everyFaultHasItsCounter() {
        hold(lecture);
        ByteBuffer good = lecture.data("good");
        receive(good, good);
        ByteBuffer forged = lecture.data("forged");
        forged.put(forged.limit() - 1, (byte) ~forged.get(forged.limit() - 1));
        receive(forged, ByteBuffer.allocate(0), ByteBuffer.allocate(3), ByteBuffer.allocate(40));
        receive(lecture.seal((byte) 99, new byte[4]), lecture.seal((byte) 1, new byte[]{1}));

        assertThat(delivered).containsExactly("lecture-hall", "good");
        assertThat(counters()).extracting(ClientCounters::replayed, ClientCounters::forged, ClientCounters::malformed,
                ClientCounters::unknownType).containsExactly(1L, 1L, 3L, 2L);
    }

    @Test
    @DisplayName("a gap is lost once it had time to close, at the end of a key too when the sender tells its number")
    void lossIsCounted() {
        hold(lecture);
        lecture.data("lost");
        receive(lecture.data("b"));
        lecture.data("lost at the end");
        hold(next);
        receive(next.endOf(lecture, 4));
        assertThat(counters().lost()).isZero();
        path.tick();
        path.tick();

        assertThat(counters().lost()).isEqualTo(2);
    }

    @Test
    @DisplayName("the first packets of a new key that are lost count as lost for a client that was there")
    void lossAtTheBeginningOfAKey() {
        hold(lecture);
        next.data("lost");
        receive(next.data("b"));
        server.give(next);
        path.tick();
        path.tick();

        assertThat(counters().lost()).isEqualTo(1);
    }

    @Test
    @DisplayName("each message is told once with its step")
    void stepsAreTold() {
        hold(lecture);
        receive(lecture.announcement(1, LEAD, next));
        turnUntilAsked(2);

        assertThat(events).map(event -> ((NodeEvent.Message) event).step()).containsExactly(Step.B3, Step.C10);
    }

    private PacketPath path() {
        return new PacketPath(new NodeName("client-1"), limits, server, new TextSink(delivered), time, Runnable::run,
                new Random(1),
                events::add);
    }

    /// The client comes to hold the key, with one packet opened.
    private void hold(TestStream stream) {
        receive(stream.data(stream.name().value()));
        server.give(stream);
    }

    @Test
    @DisplayName("a payload that came in several packets is delivered as one, in whatever order they come")
    void joinsFragments() {
        hold(lecture);
        String text = "x".repeat(99) + "y".repeat(99) + "z";
        List<ByteBuffer> pieces = fragments(lecture, 7, text, 3);

        receive(pieces.get(2), lecture.data("between"), pieces.get(0));
        assertThat(delivered).last().isEqualTo("between");
        receive(pieces.get(1));

        assertThat(delivered).last().isEqualTo(text);
        assertThat(counters()).extracting(ClientCounters::opened, ClientCounters::lost, ClientCounters::bytes)
                .containsExactly(5L, 0L, "lecture-hall".length() + "between".length() + 199L);
    }

    @Test
    @DisplayName("a payload is lost whole if one of its packets is: the others expire")
    void losesFragmentedWhole() {
        hold(lecture);
        List<ByteBuffer> pieces = fragments(lecture, 7, "a".repeat(300), 3);

        receive(pieces.get(0), pieces.get(2), lecture.data("after"));
        path.tick();
        path.tick();
        path.tick();

        assertThat(delivered).containsExactly("lecture-hall", "after");
        assertThat(counters()).extracting(ClientCounters::opened, ClientCounters::lost, ClientCounters::expired)
                .containsExactly(2L, 1L, 2L);
        receive(pieces.get(1));
        assertThat(delivered).containsExactly("lecture-hall", "after");
    }

    @Test
    @DisplayName("the packets of one payload that had to wait for their key are late, all of them")
    void lateFragments() {
        List<ByteBuffer> pieces = fragments(lecture, 7, "late", 2);
        receive(pieces.get(0), pieces.get(1));

        server.give(lecture);

        assertThat(delivered).containsExactly("late");
        assertThat(counters()).extracting(ClientCounters::opened, ClientCounters::late).containsExactly(2L, 2L);
    }

    private static List<ByteBuffer> fragments(TestStream stream, int number, String text, int count) {
        List<ByteBuffer> packets = new ArrayList<>();
        for (int piece = 0; piece < count; piece++) {
            ByteBuffer body = ByteBuffer.allocate(Fragment.HEADER_BYTES + text.length());
            Fragment.write(number, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), piece, count, body);
            packets.add(stream.seal(InnerType.FRAGMENT, Arrays.copyOf(body.array(), body.position())));
        }
        return packets;
    }

    private Duration turnUntilAsked(int times) {
        Duration step = Duration.ofMillis(50);
        Duration waited = Duration.ZERO;
        while (server.asked().size() < times) {
            assertThat(waited).isLessThan(LEAD);
            time.turn(step);
            waited = waited.plus(step);
        }
        return waited;
    }

    private void receive(ByteBuffer... datagrams) {
        for (ByteBuffer datagram : datagrams) {
            path.onDatagram(datagram.duplicate());
        }
        path.onBatchEnd();
    }

    private ClientCounters counters() {
        return path.counted();
    }
}
