package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.mpegts.TransportPacket;
import org.kagicast.wire.InnerType;

class PacingTest {

    private static final int PIECE = Pieces.PIECE_BYTES;
    private static final long MILLISECOND = 1_000_000;
    private static final long TICKS_PER_MILLISECOND = 27_000;

    private final SteppingTime time = new SteppingTime();
    private final Collector collector = new Collector(time, 1400);

    @Test
    @DisplayName("pattern packets are numbered, timestamped and filled, and evenly spaced")
    void pattern() {
        collector.stopAfter(100);
        run(new PatternFeed(new Rate(1000), 1316, time));

        for (int i = 0; i < 100; i++) {
            ByteBuffer packet = ByteBuffer.wrap(collector.given().get(i).body());
            assertThat(packet.remaining()).isEqualTo(1316);
            assertThat(packet.getLong()).isEqualTo(i);
            assertThat(packet.getLong()).isEqualTo(i * MILLISECOND);
            for (int place = 16; place < 1316; place++) {
                assertThat(packet.get()).isEqualTo((byte) (i + place));
            }
        }
        assertThat(collector.given()).extracting(Collector.Given::nanos).startsWith(0L, MILLISECOND, 2 * MILLISECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1000, 20_000, 500_000})
    @DisplayName("any rate is kept, and no packet is sent more than a millisecond before its time")
    void patternRates(int rate) {
        collector.stopAfter(5000);
        run(new PatternFeed(new Rate(rate), 16, time));

        List<Collector.Given> given = collector.given();
        for (int i = 0; i < given.size(); i++) {
            double due = i * 1e9 / rate;
            assertThat(given.get(i).nanos() - due).isBetween(-1.0 * MILLISECOND, 1.0);
        }
    }

    @Test
    @DisplayName("time lost in waiting for the network is not made up by a burst")
    void noBurst() {
        Collector slow = new Collector(time, 1400);
        slow.stopAfter(200);
        PatternFeed feed = new PatternFeed(new Rate(1000), 16, time);
        Feed stalling = new Feed() {
            private int asked;

            @Override
            public long due(SourceOutlet outlet) {
                if (asked++ == 100) {
                    time.pass(Duration.ofSeconds(10));
                }
                return feed.due(outlet);
            }

            @Override
            public void addTo(DatagramBatch batch) {
                feed.addTo(batch);
            }

            @Override
            public boolean isAtHand() {
                return true;
            }

            @Override
            public void close() {
                feed.close();
            }
        };
        new PacedSource("pattern:", stalling, time).run(slow);
        assertThat(Thread.interrupted()).isTrue();

        long last = slow.given().getLast().nanos();
        assertThat(last).isCloseTo(Duration.ofMillis(10_199).toNanos(), within(2 * MILLISECOND));
    }

    @Test
    @DisplayName("any file arrives bit for bit in datagrams of 1,316 bytes, at its rate, the last one shorter")
    void otherFile() throws IOException {
        byte[] file = noise(100 * PIECE + 77);
        run(rated(file, 8 * PIECE * 1000));

        assertThat(collector.bytes()).isEqualTo(file);
        assertThat(collector.given()).hasSize(101).allMatch(datagram -> datagram.type() == InnerType.DATA);
        assertThat(collector.given().getLast().body()).hasSize(77);
        assertThat(collector.given().getLast().nanos()).isEqualTo(100 * MILLISECOND);
        assertThat(collector.isEnded()).isTrue();
    }

    @Test
    @DisplayName("an empty file is over at once")
    void emptyFile() throws IOException {
        run(rated(new byte[0], 1000));

        assertThat(collector.given()).isEmpty();
        assertThat(collector.isEnded()).isTrue();
    }

    @Test
    @DisplayName("a transport stream goes by its own clock: evenly between two PCRs, faster or slower as they say")
    void ownClock() throws IOException {
        // 140 packets in 100 ms, then 140 packets in 20 ms, then 14 more at the last
        // pace.
        byte[] file = new SyntheticStream().clock(0x100, 5_000).plain(139)
                .clock(0x100, 5_000 + 100 * TICKS_PER_MILLISECOND).plain(139)
                .clock(0x100, 5_000 + 120 * TICKS_PER_MILLISECOND).plain(13).toBytes();
        run(clocked(file));

        assertThat(collector.bytes()).isEqualTo(file);
        assertThat(collector.given()).hasSize(42);
        for (int i = 0; i < 42; i++) {
            double due = i <= 20 ? i * 5.0 : 100 + (i - 20);
            assertThat(collector.given().get(i).nanos() / 1e6).isCloseTo(due, within(1.001));
        }
        assertThat(collector.told()).isEmpty();
    }

    @Test
    @DisplayName("what comes before the first PCR is sent at the pace of what follows it")
    void beforeTheFirstPcr() throws IOException {
        byte[] file = new SyntheticStream().plain(70).clock(0x100, 0).plain(69)
                .clock(0x100, 50 * TICKS_PER_MILLISECOND).toBytes();
        run(clocked(file));

        assertThat(collector.given().get(10).nanos()).isCloseTo(50 * MILLISECOND, within(MILLISECOND));
        assertThat(collector.given().getLast().nanos()).isCloseTo(100 * MILLISECOND, within(MILLISECOND));
    }

    @Test
    @DisplayName("a PCR that wraps is no jump")
    void wrap() throws IOException {
        long start = TransportPacket.CLOCK_RANGE - 50 * TICKS_PER_MILLISECOND;
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i < 4; i++) {
            stream.clock(0x100, start + i * 40L * TICKS_PER_MILLISECOND).plain(69);
        }
        run(clocked(stream.toBytes()));

        assertThat(collector.given()).hasSize(40);
        assertThat(collector.given().get(30).nanos()).isCloseTo(120 * MILLISECOND, within(MILLISECOND));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30_000, 9_000_000})
    @DisplayName("where the clock jumps, back or ahead, the pace before goes on until the next PCR")
    void jump(long toMillis) throws IOException {
        byte[] file = new SyntheticStream().clock(0x100, 100 * TICKS_PER_MILLISECOND).plain(69)
                .clock(0x100, 150 * TICKS_PER_MILLISECOND).plain(69)
                .newClock(0x100, toMillis * TICKS_PER_MILLISECOND).plain(69)
                .clock(0x100, (toMillis + 10) * TICKS_PER_MILLISECOND).plain(6).toBytes();
        run(clocked(file));

        assertThat(collector.given().get(20).nanos()).isCloseTo(100 * MILLISECOND, within(MILLISECOND));
        assertThat(collector.given().get(30).nanos()).isCloseTo(110 * MILLISECOND, within(MILLISECOND));
    }

    @Test
    @DisplayName("a clock that jumps back without saying so is noticed")
    void unmarkedJump() throws IOException {
        byte[] file = new SyntheticStream().clock(0x100, 900_000 * TICKS_PER_MILLISECOND).plain(69)
                .clock(0x100, 900_050 * TICKS_PER_MILLISECOND).plain(69).clock(0x100, 0).plain(69)
                .clock(0x100, 50 * TICKS_PER_MILLISECOND).toBytes();
        run(clocked(file));

        assertThat(collector.given().getLast().nanos()).isCloseTo(150 * MILLISECOND, within(MILLISECOND));
    }

    @Test
    @DisplayName("only the clock of the first program counts")
    void otherPrograms() throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i < 5; i++) {
            stream.clock(0x100, i * 50L * TICKS_PER_MILLISECOND).plain(34).clock(0x200, 77 * i).plain(34);
        }
        run(clocked(stream.toBytes()));

        assertThat(collector.given().get(40).nanos()).isCloseTo(200 * MILLISECOND, within(MILLISECOND));
    }

    @Test
    @DisplayName("a transport stream without a clock goes at the default rate, and says so")
    void noClock() throws IOException {
        byte[] file = new SyntheticStream().plain(700).toBytes();
        run(clocked(file));

        assertThat(collector.bytes()).isEqualTo(file);
        assertThat(collector.told()).singleElement().asString().contains("no clock (PCR)", "8000000 bit/s", "rate=");
        assertThat(collector.given().getLast().nanos()).isCloseTo(99 * PIECE * 1000L, within(MILLISECOND));
    }

    @Test
    @DisplayName("a clock that ends in the middle leaves its pace, and memory stays bounded")
    void clockEnds() throws IOException {
        int packets = 3 * PcrPacedFeed.MOST_AHEAD / TransportPacket.BYTES;
        byte[] file = new SyntheticStream().clock(0x100, 0).plain(699).clock(0x100, 20 * TICKS_PER_MILLISECOND)
                .plain(packets).clock(0x300, 12_345).plain(6).toBytes();
        run(clocked(file));

        assertThat(collector.bytes()).isEqualTo(file);
        double expected = 20.0 * (packets + 701) / 700;
        assertThat(collector.given().getLast().nanos() / 1e6).isCloseTo(expected, within(2.0));
    }

    @Test
    @DisplayName("damage in the middle of a transport stream is passed on as it is")
    void damaged() throws IOException {
        byte[] file = new SyntheticStream().clock(0x100, 0).plain(139).clock(0x100, 20 * TICKS_PER_MILLISECOND)
                .raw(5000).plain(100).raw(50).toBytes();
        run(clocked(file));

        assertThat(collector.bytes()).isEqualTo(file);
    }

    @Test
    @DisplayName("a looped file starts over, at its own pace and with a shorter datagram at each end")
    void looped() throws IOException {
        byte[] file = new SyntheticStream().clock(0x100, 0).plain(69).clock(0x100, 50 * TICKS_PER_MILLISECOND).plain(2)
                .toBytes();
        collector.stopAfter(33);
        run(new PcrPacedFeed("file:x", PcrPacedFeed.Kind.STORED, Content.repeated(() -> new ByteArrayInputStream(file)),
                new Rate(8_000_000), time));

        byte[] twice = Arrays.copyOf(file, 2 * file.length);
        System.arraycopy(file, 0, twice, file.length, file.length);
        assertThat(collector.bytes()).startsWith(twice);
        assertThat(collector.given().get(22).nanos()).isCloseTo(104 * MILLISECOND, within(3 * MILLISECOND));
    }

    @Test
    @DisplayName("a source that cannot be read any further says so")
    void brokenSource() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        run(new RatedFeed(Content.once(() -> broken), new Rate(1000)));

        assertThat(collector.isEnded()).isFalse();
        assertThat(collector.faults()).singleElement().asString().contains("cannot be read any further",
                "the disk is gone");
    }

    @Test
    @DisplayName("an input that tells the interrupt of a stopped source as a fault is not at fault")
    void interruptedInput() throws IOException {
        AtomicReference<Source> source = new AtomicReference<>();
        InputStream pipe = new InputStream() {
            @Override
            public int read() throws IOException {
                source.get().stop();
                throw new InterruptedIOException();
            }
        };
        PacedSource paced = new PacedSource("-", new RatedFeed(Content.once(() -> pipe), new Rate(1000)), time);
        source.set(paced);

        paced.run(collector);

        assertThat(collector.isEnded()).isFalse();
        assertThat(collector.faults()).isEmpty();
    }

    private void run(Feed feed) {
        new PacedSource("file:x", feed, time).run(collector);
        assertThat(Thread.interrupted()).isNotEqualTo(collector.isEnded() || !collector.faults().isEmpty());
    }

    private static Feed rated(byte[] file, long bitsPerSecond) throws IOException {
        return new RatedFeed(once(file), new Rate(bitsPerSecond));
    }

    @ParameterizedTest
    @CsvSource({"188, 0", "188, 57", "188, 3000", "192, 0", "192, 57", "204, 0", "204, 3000"})
    @DisplayName("a transport stream is found wherever it begins, in packets of 188, 192 and 204 bytes, and keeps its pace")
    void oddFiles(int stride, int junk) throws IOException {
        SyntheticStream stream = new SyntheticStream().raw(junk).stride(stride);
        for (int i = 0; i <= 40; i++) {
            stream.clock(0x100, i * 50L * TICKS_PER_MILLISECOND).plain(41);
        }
        run(clocked(stream.toBytes()));

        assertThat(collector.bytes()).isEqualTo(stream.toBytes());
        assertThat(collector.told()).isEmpty();
        long whole = collector.given().getLast().nanos() - collector.given().get(junk / PIECE + 1).nanos();
        assertThat(whole / 1e6).isCloseTo(2050, within(0.02 * 2050));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 57, 188, 500})
    @DisplayName("stray bytes in the middle neither change a stream's pace nor the bytes, and packets are whole again after them")
    void slip(int stray) throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i <= 40; i++) {
            stream.clock(0x100, i * 50L * TICKS_PER_MILLISECOND).plain(41);
            stream.raw(i == 10 ? stray : 0);
        }
        run(clocked(stream.toBytes()));

        assertThat(collector.bytes()).isEqualTo(stream.toBytes());
        assertThat(collector.given().getLast().nanos() / 1e6).isCloseTo(2050, within(0.02 * 2050));
        assertThat(collector.given().getLast().body()[0]).isEqualTo((byte) 0x47);
    }

    @Test
    @DisplayName("where the PCR goes on on another PID, the pace follows it there")
    void anotherPid() throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i < 20; i++) {
            stream.clock(0x100, i * 40L * TICKS_PER_MILLISECOND).plain(69);
        }
        for (int i = 20; i <= 120; i++) {
            stream.clock(0x200, (90_000 + i * 20L) * TICKS_PER_MILLISECOND).plain(69);
        }
        run(clocked(stream.toBytes()));

        // 20 × 40 ms, then 100 × 20 ms, of which the first 200 ms by its own time pass
        // before it is believed.
        assertThat(collector.given().getLast().nanos() / 1e6).isCloseTo(2820, within(140.0));
        assertThat((collector.given().get(1200).nanos() - collector.given().get(400).nanos()) / 1e6)
                .isCloseTo(1600, within(32.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000, 9_000, -3_000, -500})
    @DisplayName("a clock that jumps by seconds without a flag, ahead or back, costs no time and gives none")
    void unmarkedJumps(long byMillis) throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i <= 50; i++) {
            stream.clock(0x100, (100_000 + i * 40L + (i < 25 ? 0 : byMillis)) * TICKS_PER_MILLISECOND).plain(69);
        }
        run(clocked(stream.toBytes()));

        assertThat(collector.given().getLast().nanos() / 1e6).isCloseTo(2040, within(20.0));
    }

    @Test
    @DisplayName("where the first two PCRs have a jump between them, the pace is right soon after")
    void jumpAtTheStart() throws IOException {
        SyntheticStream stream = new SyntheticStream().clock(0x100, 0).plain(69);
        for (int i = 1; i <= 50; i++) {
            stream.clock(0x100, (900 + i * 40L) * TICKS_PER_MILLISECOND).plain(69);
        }
        run(clocked(stream.toBytes()));

        long late = collector.given().getLast().nanos() - collector.given().get(100).nanos();
        assertThat(late / 1e6).isCloseTo(1640, within(0.02 * 1640));
    }

    @Test
    @DisplayName("content that is no transport stream goes at the default rate, and that is told")
    void noTransportStream() throws IOException {
        byte[] file = noise(20 * PIECE + 5);
        run(clocked(file));

        assertThat(collector.bytes()).isEqualTo(file);
        assertThat(collector.given()).hasSize(21);
        assertThat(collector.told()).singleElement().asString().contains("8000000 bit/s", "rate=");
    }

    @Test
    @DisplayName("a live pipe is never kept waiting for a clock that has gone, and follows the next one")
    void livePipe() throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i < 50; i++) {
            stream.clock(0x100, i * 40L * TICKS_PER_MILLISECOND).plain(69);
        }
        stream.plain(70 * 50);
        for (int i = 100; i < 200; i++) {
            stream.clock(0x200, i * 40L * TICKS_PER_MILLISECOND).plain(69);
        }
        byte[] bytes = stream.toBytes();
        LivePipe pipe = new LivePipe(time, bytes, bytes.length / 8.0);
        run(new PcrPacedFeed("-", PcrPacedFeed.Kind.PIPE, Content.once(() -> pipe), new Rate(8_000_000), time));

        assertThat(collector.bytes()).isEqualTo(bytes);
        assertThat(longestDelay(pipe, 0)).isLessThan(250.0);
        assertThat(collector.told()).singleElement().asString().contains("stopped");
    }

    @Test
    @DisplayName("a live pipe without any clock goes on after 200 ms")
    void livePipeWithoutClock() throws IOException {
        byte[] bytes = new SyntheticStream().plain(3500).toBytes();
        LivePipe pipe = new LivePipe(time, bytes, bytes.length / 5.0);
        run(new PcrPacedFeed("-", PcrPacedFeed.Kind.PIPE, Content.once(() -> pipe), new Rate(8_000_000), time));

        assertThat(collector.bytes()).isEqualTo(bytes);
        assertThat(longestDelay(pipe, 0)).isLessThan(250.0);
    }

    @Test
    @DisplayName("a live pipe that was held up works off what has gathered")
    void backlog() throws IOException {
        SyntheticStream stream = new SyntheticStream();
        for (int i = 0; i < 500; i++) {
            stream.clock(0x100, i * 40L * TICKS_PER_MILLISECOND).plain(69);
        }
        byte[] bytes = stream.toBytes();
        LivePipe pipe = new LivePipe(time, bytes, bytes.length / 20.0).heldUp(Duration.ofSeconds(5),
                Duration.ofSeconds(7));
        run(new PcrPacedFeed("-", PcrPacedFeed.Kind.PIPE, Content.once(() -> pipe), new Rate(8_000_000), time));

        assertThat(collector.bytes()).isEqualTo(bytes);
        assertThat(longestDelay(pipe, 16_000)).isLessThan(260.0);
        // Not in one burst: it takes seconds.
        assertThat(longestDelay(pipe, 8_000)).isGreaterThan(500.0);
    }

    /// In milliseconds, of what was given after that time, from when it came into the pipe by its even rate.
    private double longestDelay(LivePipe pipe, long afterMillis) {
        long position = 0;
        double longest = 0;
        for (Collector.Given given : collector.given()) {
            if (given.nanos() >= afterMillis * MILLISECOND) {
                longest = Math.max(longest, (given.nanos() - pipe.evenArrival(position)) / 1e6);
            }
            position += given.body().length;
        }
        return longest;
    }

    private static Feed clocked(byte[] file) throws IOException {
        return new PcrPacedFeed("file:x", PcrPacedFeed.Kind.STORED, once(file), new Rate(8_000_000),
                new SteppingTime());
    }

    private static Content once(byte[] file) throws IOException {
        return Content.once(() -> new ByteArrayInputStream(file));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }
}
