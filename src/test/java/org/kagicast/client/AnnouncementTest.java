package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.model.NodeName;
import org.kagicast.time.ManualTime;

/// An announced change as clients meet it that joined before it, within it or after it, and as one that missed it all.
class AnnouncementTest {

    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration REPEAT = Duration.ofMillis(800);
    private static final Duration TICK = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();
    private final ScriptedFetcher server = new ScriptedFetcher();
    private final List<String> delivered = new ArrayList<>();
    private PacketPath path = path(server, 1);

    private final TestStream lecture = new TestStream("lecture-hall", 41);
    private final TestStream next = new TestStream("lecture-hall", 42);
    private final TestStream later = new TestStream("lecture-hall", 43);

    @Test
    @DisplayName("R20 R21 a client that joins during the lead time, with an announcement as its first packet, is ready for the switch")
    void joinsDuringTheLeadTime() {
        receive(lecture.announcement(1, Duration.ofSeconds(2), next));
        time.turn(Duration.ofMillis(40));
        server.give(lecture);
        time.turn(Duration.ofSeconds(1));
        server.give(next);
        time.turn(Duration.ofSeconds(1));

        receive(next.data("first"));

        assertThat(delivered).containsExactly("first");
        assertThat(path.counted().late()).isZero();
    }

    @Test
    @DisplayName("a key that is used long before its announced time is forgotten like any other when it idles")
    void usedLongBefore() {
        receive(lecture.data("lecture"));
        server.give(lecture);
        receive(lecture.announcement(1, Duration.ofHours(24), next), next.data("wanted at once"));
        server.give(next);

        time.turn(ClientLimits.DEFAULTS.keyIdle().plusSeconds(1));
        path.tick();

        assertThat(delivered).last().isEqualTo("wanted at once");
        assertThat(path.table().keys()).isEmpty();
    }

    @Test
    @DisplayName("the remaining time counts from the packet's arrival, not from when it could be opened")
    void timeCountsFromArrival() {
        receive(lecture.announcement(1, Duration.ofSeconds(2), next));
        time.turn(Duration.ofMillis(450));
        server.give(lecture);

        time.turn(Duration.ofMillis(550));

        assertThat(server.asked()).as("asked within half of the time, counted from arrival").contains(next.keyId());
    }

    @Test
    @DisplayName("an announcement that could only be opened after the time for slots is over has its key fetched at once")
    void openedLate() {
        receive(lecture.announcement(1, Duration.ofMillis(600), next));
        time.turn(Duration.ofMillis(400));
        server.give(lecture);
        time.turn(TICK);

        assertThat(server.asked()).containsExactly(lecture.keyId(), next.keyId());
    }

    @Test
    @DisplayName("a client that joins between the last announcement and the switch loses nothing")
    void joinsBetweenAnnouncementAndSwitch() {
        hold(lecture);
        receive(next.data("1"), next.data("2"));
        server.give(next);
        receive(next.data("3"));

        assertThat(delivered).containsExactly("lecture-hall", "1", "2", "3");
    }

    @Test
    @DisplayName("R20 a client that misses all announcements but one is ready for the switch all the same")
    void oneAnnouncementIsEnough() {
        hold(lecture);
        receive(lecture.announcement(7, Duration.ofMillis(100), next));
        time.turn(Duration.ofMillis(50));
        server.give(next);
        time.turn(Duration.ofMillis(50));

        receive(next.data("first"));

        assertThat(delivered).last().isEqualTo("first");
    }

    @Test
    @DisplayName("a client that misses all announcements keeps what it cannot open yet and delivers all of it in order")
    void missesAllAnnouncements() {
        hold(lecture);
        for (int i = 0; i < 100; i++) {
            receive(next.data("n" + i));
            time.turn(Duration.ofMillis(4));
        }
        server.give(next);

        assertThat(delivered.subList(1, 101)).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "n" + i).toList());
        assertThat(path.counted().expired()).isZero();
    }

    @Test
    @DisplayName("repeats of one generation move the take-over and cause no second request")
    void repeatsMoveTheTakeOver() {
        hold(lecture);
        receive(lecture.announcement(3, LEAD, next));
        while (!server.asked().contains(next.keyId())) {
            time.turn(Duration.ofMillis(1));
        }
        server.give(next);

        int asked = server.asked().size();
        long late = path.counted().late();
        for (Duration held = Duration.ZERO; held.compareTo(Duration.ofMinutes(30)) < 0; held = held.plus(REPEAT)) {
            receive(lecture.announcement(3, Duration.ofSeconds(2), next), lecture.data("still"));
            time.turn(REPEAT);
            path.tick();
        }

        assertThat(server.asked()).hasSize(asked);
        receive(next.data("first"));
        assertThat(delivered).last().as("ready after a hold that is longer than keys may idle").isEqualTo("first");
        assertThat(path.counted().late()).isEqualTo(late);
    }

    @Test
    @DisplayName("a change that is held past its first take-over can still be withdrawn")
    void withdrawnAfterAHold() {
        hold(lecture);
        receive(lecture.announcement(3, LEAD, next));
        time.turn(LEAD.dividedBy(2));
        server.give(next);
        time.turn(LEAD);
        receive(lecture.announcement(3, Duration.ofSeconds(2), next));
        time.turn(Duration.ofSeconds(1));

        receive(lecture.announcement(4, Duration.ZERO));

        assertThat(path.table().keys()).hasSize(1);
    }

    @Test
    @DisplayName("an announcement of the next change does not take the key away that has just come into use")
    void nextChangeKeepsTheKeyInUse() {
        hold(lecture);
        receive(lecture.announcement(3, LEAD, next));
        time.turn(LEAD.dividedBy(2));
        server.give(next);
        time.turn(LEAD.dividedBy(2));

        receive(next.announcement(4, LEAD, later));
        receive(next.data("first"));

        assertThat(delivered).last().isEqualTo("first");
        assertThat(path.table().keys()).hasSize(2);
    }

    @Test
    @DisplayName("all keys named in one set are fetched")
    void setOfKeys() {
        hold(lecture);
        receive(lecture.announcement(3, LEAD, next, later));
        time.turn(LEAD.dividedBy(2));

        assertThat(server.asked()).contains(lecture.keyId(), next.keyId(), later.keyId());
    }

    @ParameterizedTest(name = "{0} clients")
    @ValueSource(ints = {1000})
    @DisplayName("R20 many clients spread their requests evenly over the window")
    void clientsSpread(int clients) {
        TreeSet<Long> moments = new TreeSet<>();
        Integer[] perTenth = new Integer[10];
        Arrays.fill(perTenth, 0);
        for (int seed = 0; seed < clients; seed++) {
            ScriptedFetcher own = new ScriptedFetcher();
            PacketPath one = path(own, seed);
            receive(one, lecture.data("x"));
            own.give(lecture);
            Duration began = Duration.ofNanos(time.nanos());
            receive(one, lecture.announcement(1, LEAD, next));
            while (own.asked().size() < 2) {
                time.turn(Duration.ofMillis(10));
            }
            long after = Duration.ofNanos(time.nanos()).minus(began).toMillis();
            moments.add(after);
            perTenth[(int) Math.min(9, after * 10 / LEAD.dividedBy(2).toMillis())]++;
            one.close();
        }

        assertThat(moments.last()).isLessThanOrEqualTo(LEAD.dividedBy(2).toMillis());
        assertThat(perTenth).as("requests in each tenth of the window")
                .allSatisfy(requests -> assertThat(requests).isBetween(clients / 20, clients / 6));
    }

    private PacketPath path(ScriptedFetcher fetcher, int seed) {
        return new PacketPath(new NodeName("client-1"), ClientLimits.DEFAULTS, fetcher, new TextSink(delivered), time,
                Runnable::run,
                new Random(seed), event -> {
                });
    }

    private void hold(TestStream stream) {
        receive(stream.data(stream.name().value()));
        server.give(stream);
    }

    private void receive(ByteBuffer... datagrams) {
        receive(path, datagrams);
    }

    private static void receive(PacketPath path, ByteBuffer... datagrams) {
        for (ByteBuffer datagram : datagrams) {
            path.onDatagram(datagram.duplicate());
        }
        path.onBatchEnd();
    }
}
