package org.kagicast.contentserver.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.mpegts.TransportPacket;
import org.kagicast.model.KeyLabel;
import org.kagicast.wire.InnerType;

/// R6: which label each packet gets.
class LabelClassifierTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int LARGEST = 1400;

    private final TestTransportStream ts = new TestTransportStream();
    private final List<Sent> sent = new ArrayList<>();

    /// A datagram, and under which label it went.
    private record Sent(String label, List<Integer> pids, String hex) {}

    private static LabelClassifier sorter(String... rules) {
        return new LabelClassifier(LabelRules.parse(List.of(rules)), List.of("1", "extra"), LARGEST, NOON);
    }

    private void send(LabelClassifier sorter, String[] rules, int source, byte type, byte[]... packets) {
        ByteBuffer plaintext = ByteBuffer.allocate(1 + LARGEST).put(type);
        for (byte[] packet : packets) {
            plaintext.put(packet);
        }
        List<KeyLabel> labels = LabelRules.parse(List.of(rules)).labels();
        assertThat(sorter.sort(plaintext.flip(), source, (label, datagram) -> {
            assertThat(datagram.get(datagram.position())).isEqualTo(type);
            sent.add(new Sent(labels.get(label).value(), pids(datagram), hex(datagram)));
            return true;
        })).isTrue();
    }

    private void send(LabelClassifier sorter, String[] rules, byte[]... packets) {
        send(sorter, rules, 0, InnerType.DATA, packets);
    }

    private static List<Integer> pids(ByteBuffer datagram) {
        int from = datagram.position() + 1;
        return IntStream.range(0, (datagram.limit() - from) / 188)
                .mapToObj(i -> TransportPacket.pid(datagram, from + i * 188)).toList();
    }

    private static String hex(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining() - 1];
        datagram.get(datagram.position() + 1, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private List<String> labels() {
        return sent.stream().map(Sent::label).toList();
    }

    @Test
    @DisplayName("R6 packets go by their PID, and a datagram of several labels is split, in order within each")
    void pids() {
        String[] rules = {"premium=pid:0x101,0x103", "gold=pid:0x104", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[][] packets = {ts.packet(0x100, 1), ts.packet(0x101, 2), ts.packet(0x100, 3), ts.packet(0x103, 4),
                ts.packet(0x101, 5), ts.packet(0x104, 6), ts.packet(0x100, 7)};

        send(sorter, rules, packets);
        send(sorter, rules, packets[1], packets[3]);
        send(sorter, rules, packets[0]);

        assertThat(sent).extracting(Sent::label, Sent::pids).containsExactly(
                org.assertj.core.groups.Tuple.tuple("basic", List.of(0x100, 0x100, 0x100)),
                org.assertj.core.groups.Tuple.tuple("premium", List.of(0x101, 0x103, 0x101)),
                org.assertj.core.groups.Tuple.tuple("gold", List.of(0x104)),
                org.assertj.core.groups.Tuple.tuple("premium", List.of(0x101, 0x103)),
                org.assertj.core.groups.Tuple.tuple("basic", List.of(0x100)));
        HexFormat hex = HexFormat.of();
        assertThat(sent.get(1).hex).isEqualTo(
                hex.formatHex(packets[1]) + hex.formatHex(packets[3]) + hex.formatHex(packets[4]));
    }

    @Test
    @DisplayName("R6 datagrams go by their first bytes; what is no transport stream might have any PID")
    void prefix() {
        String[] rules = {"premium=prefix:4b4b", "gold=pid:0x100", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] broken = ts.packet(0x100, 0);
        broken[0] = 0x46;

        send(sorter, rules, new byte[]{0x4b, 0x4b, 1});
        send(sorter, rules, new byte[]{0x4b, 0x4b});
        send(sorter, rules, new byte[]{0x4b});
        send(sorter, rules, new byte[0]);
        send(sorter, rules, ts.packet(0x100, 0), broken);
        send(sorter, rules, ts.packet(0x100, 0), new byte[]{1});
        send(sorter, rules, 0, InnerType.TEST_CARD, ts.packet(0x100, 0));
        send(sorter, rules, ts.packet(0x100, 0));

        assertThat(labels()).containsExactly("premium", "premium", "gold", "basic", "gold", "gold", "basic", "gold");
    }

    @Test
    @DisplayName("R6 datagrams go by the source that they came from, by number or name")
    void sources() {
        String[] rules = {"premium=source:2&prefix:01", "gold=source:extra", "basic=rest"};
        LabelClassifier sorter = sorter(rules);

        send(sorter, rules, 0, InnerType.DATA, new byte[]{1});
        send(sorter, rules, 1, InnerType.DATA, new byte[]{1});
        send(sorter, rules, 1, InnerType.DATA, new byte[]{2});
        send(sorter, rules, 1, InnerType.TEST_CARD, new byte[]{1});

        assertThat(labels()).containsExactly("basic", "premium", "gold", "premium");
    }

    @Test
    @DisplayName("R6 packets go by their program, as the stream's own tables tell, what is shared staying with the rest")
    void programs() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, ts.association(0, 0, 0x10, 1, 0x20, 2, 0x30), ts.map(0x20, 1, 0, 0x100, 0x100, 0x101),
                ts.map(0x30, 2, 0, 0x200, 0x200, 0x201, 0x101));
        sent.clear();

        for (int pid : List.of(0, 0x11, 0x20, 0x30, 0x100, 0x101, 0x200, 0x201, 0x1fff)) {
            send(sorter, rules, ts.packet(pid, 0));
        }

        assertThat(labels()).containsExactly("basic", "basic", "basic", "premium", "basic", "basic", "premium",
                "premium", "basic");
    }

    @Test
    @DisplayName("R6 the tables of one source tell nothing about the packets of another")
    void tablesOfSeveralSources() {
        String[] rules = {"premium=program:1", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, ts.association(0, 0, 0x10, 1, 0x20), ts.map(0x20, 1, 0, 0x100, 0x100));
        TestTransportStream other = new TestTransportStream();
        send(sorter, rules, 1, InnerType.DATA, other.association(0, 1, 0x20, 2, 0x30),
                other.map(0x30, 2, 0, 0x100, 0x100));
        sent.clear();

        send(sorter, rules, 0, InnerType.DATA, ts.packet(0x100, 0));
        send(sorter, rules, 1, InnerType.DATA, other.packet(0x100, 0));

        assertThat(labels()).containsExactly("premium", "basic");
    }

    @Test
    @DisplayName("R6 a packet that began in one datagram and ends in the next might have any prefix")
    void prefixOfTornPackets() {
        String[] rules = {"premium=prefix:4b4b&pid:0x101", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(new byte[]{0x4b, 0x4b});
        for (int i = 0; i < 14; i++) {
            stream.writeBytes(ts.packet(0x101, 0xee));
        }
        byte[] all = stream.toByteArray();

        sendWhole(sorter, rules, Arrays.copyOf(all, 1400));
        sendWhole(sorter, rules, Arrays.copyOfRange(all, 1400, all.length));
        sorter.flush(target(LabelRules.parse(List.of(rules)).labels()));

        assertThat(sent.stream().mapToInt(each -> each.hex.length() / 2).sum()).isEqualTo(all.length);
        assertThat(pidsOf("basic")).as("begun in the second datagram").hasSize(6);
    }

    /// `two-programs.ts` is from ffmpeg 5: two MPEG-2 pictures of 64 by 48 and two sounds, `-program st=0:st=1 -program
    /// st=2:st=3`. By ffprobe, program 1 has the PIDs 0x100 and 0x101 and its map at 0x1000; program 2 has 0x102, 0x103 and
    /// 0x1001.
    @Test
    @DisplayName("R6 the programs of a real transport stream part, and nothing of either is lost")
    void programsOfARealStream() throws IOException {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] film = getClass().getResourceAsStream("two-programs.ts").readAllBytes();

        for (int at = 0; at < film.length; at += 7 * 188) {
            send(sorter, rules, Arrays.copyOfRange(film, at, Math.min(film.length, at + 7 * 188)));
        }

        assertThat(pidsOf("premium")).containsOnly(0x102, 0x103, 0x1001);
        assertThat(pidsOf("basic")).containsOnly(0, 0x11, 0x100, 0x101, 0x1000);
        assertThat(pidsOf("premium").size() + pidsOf("basic").size()).isEqualTo(film.length / 188);
    }

    private List<Integer> pidsOf(String label) {
        return sent.stream().filter(each -> each.label.equals(label)).flatMap(each -> each.pids.stream()).toList();
    }

    @Test
    @DisplayName("Until the tables have told that a packet is another program's, it is kept from the others")
    void beforeTheTables() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);

        send(sorter, rules, ts.packet(0x100, 0));
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30));
        send(sorter, rules, ts.packet(0x100, 0));
        send(sorter, rules, ts.map(0x20, 1, 0, 0x100, 0x100));
        send(sorter, rules, ts.packet(0x100, 0));

        assertThat(labels()).containsExactly("premium", "basic", "premium", "basic", "basic");
    }

    @Test
    @DisplayName("Tables that change are followed: a program's map, and a program that goes")
    void tablesChange() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30), ts.map(0x20, 1, 0, 0x100, 0x100));
        send(sorter, rules, ts.map(0x20, 1, 1, 0x102, 0x102));
        sent.clear();
        send(sorter, rules, ts.packet(0x100, 0));
        send(sorter, rules, ts.packet(0x102, 0));
        send(sorter, rules, ts.association(1, 2, 0x30));
        send(sorter, rules, ts.packet(0x102, 0));

        assertThat(labels()).containsExactly("premium", "basic", "basic", "premium");
    }

    @Test
    @DisplayName("A table over several packets is read; one with a wrong checksum, a gap or a bad length is not")
    void damagedTables() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30));
        byte[] wrong = ts.map(0x20, 1, 0, 0x100, 0x100);
        wrong[30] ^= 1;
        wrong[10] ^= 1;
        send(sorter, rules, wrong);
        byte[] tooLong = TestTransportStream.section(2, 1, 0, new byte[]{});
        tooLong[1] |= 0x0f;
        send(sorter, rules, ts.tables(0x20, tooLong));
        int[] many = IntStream.range(0x400, 0x400 + 150).toArray();
        byte[] gap = ts.map(0x20, 1, 0, 0x100, many);
        assertThat(gap.length).isGreaterThan(3 * 188);
        send(sorter, rules, java.util.Arrays.copyOf(gap, 188), java.util.Arrays.copyOfRange(gap, 376, gap.length));
        sent.clear();
        send(sorter, rules, ts.packet(0x100, 0));
        assertThat(labels()).containsExactly("premium");

        send(sorter, rules, ts.map(0x20, 1, 0, 0x100, many));
        sent.clear();
        send(sorter, rules, ts.packet(0x100, 0), ts.packet(0x400, 0), ts.packet(0x400 + 149, 0));
        assertThat(labels()).containsExactly("basic");
    }

    @Test
    @DisplayName("R31 a section that says it is shorter than a section can be is passed over, and the next is read")
    void tooShortSections() {
        String[] rules = {"premium=program:2", "basic=rest"};
        for (int length = 0; length <= 4; length++) {
            LabelClassifier sorter = sorter(rules);
            byte[] padded = ts.tables(0, new byte[]{0, 0, (byte) length, 0, 0, 0, 0, 0, 0});
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> send(sorter, rules, padded));

            send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30));
            send(sorter, rules, ts.map(0x20, 1, 0, 0x100, 0x100));
            sent.clear();
            send(sorter, rules, ts.packet(0x100, 0));

            assertThat(labels()).as("after a section of length %d", length).containsExactly("basic");
        }
    }

    @Test
    @DisplayName("R31 a packet that is marked as damaged tells nothing")
    void markedPackets() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30));
        byte[] damaged = ts.map(0x20, 1, 0, 0x100, 0x100);
        damaged[1] |= (byte) 0x80;

        send(sorter, rules, damaged);
        sent.clear();
        send(sorter, rules, ts.packet(0x100, 0));

        assertThat(labels()).containsExactly("premium");
    }

    @RepeatedTest(5)
    @DisplayName("R31 whatever bytes come as transport packets, sorting them ends")
    void randomPackets(RepetitionInfo run) {
        String[] rules = {"premium=program:2", "gold=pid:0x101", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        SplittableRandom random = new SplittableRandom(run.getCurrentRepetition());
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 4_000; i++) {
                sent.clear();
                send(sorter, rules, IntStream.range(0, 1 + random.nextInt(7)).mapToObj(at -> noise(random))
                        .toArray(byte[][]::new));
                assertThat(sent).isNotEmpty();
            }
        });
    }

    /// A packet of some table, most often with the bytes by which sections are found.
    private static byte[] noise(SplittableRandom random) {
        byte[] packet = new byte[188];
        random.nextBytes(packet);
        if (random.nextInt(3) == 0) {
            Arrays.fill(packet, 4 + random.nextInt(40), packet.length, (byte) 0);
        }
        int pid = new int[]{0, 0, 0x20, 0x30, 0x1fff}[random.nextInt(5)];
        packet[0] = 0x47;
        packet[1] = (byte) ((random.nextInt(8) << 5) | pid >> 8);
        packet[2] = (byte) pid;
        return packet;
    }

    @ParameterizedTest
    @CsvSource({"20:00-23:00@Asia/Tokyo, 2026-01-01T19:59:59+09:00, false",
            "20:00-23:00@Asia/Tokyo, 2026-01-01T20:00:00+09:00, true",
            "20:00-23:00@Asia/Tokyo, 2026-01-01T22:59:59+09:00, true",
            "20:00-23:00@Asia/Tokyo, 2026-01-01T23:00:00+09:00, false",
            "22:00-02:00@UTC, 2026-01-01T21:59:00Z, false", "22:00-02:00@UTC, 2026-01-01T22:00:00Z, true",
            "22:00-02:00@UTC, 2026-01-02T00:00:00Z, true", "22:00-02:00@UTC, 2026-01-02T01:59:59Z, true",
            "22:00-02:00@UTC, 2026-01-02T02:00:00Z, false", "00:00-06:00@UTC, 2026-01-02T00:00:00Z, true",
            "20:00-24:00@UTC, 2026-01-01T23:59:59Z, true", "20:00-24:00@UTC, 2026-01-02T00:00:00Z, false",
            // Clocks go from 02:00 to 03:00: what they skip never comes.
            "02:15-02:45@Europe/Berlin, 2026-03-29T01:30:00Z, false",
            "01:30-03:30@Europe/Berlin, 2026-03-29T00:59:00Z, true",
            "01:30-03:30@Europe/Berlin, 2026-03-29T01:29:00Z, true",
            "01:30-03:30@Europe/Berlin, 2026-03-29T01:30:00Z, false",
            // Clocks go from 03:00 back to 02:00: half past two comes twice.
            "02:15-02:45@Europe/Berlin, 2026-10-25T00:30:00Z, true",
            "02:15-02:45@Europe/Berlin, 2026-10-25T01:00:00Z, false",
            "02:15-02:45@Europe/Berlin, 2026-10-25T01:30:00Z, true"})
    @DisplayName("R6 packets go by the time of day, across midnight and when clocks are changed")
    void windows(String window, ZonedDateTime now, boolean isOpen) {
        String[] rules = {"premium=time:" + window, "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        sorter.refreshWindows(now.toInstant());

        send(sorter, rules, new byte[1]);

        assertThat(labels()).containsExactly(isOpen ? "premium" : "basic");
    }

    @Test
    @DisplayName("Windows are to be looked at again at the next full minute, and combine with content")
    void nextMinute() {
        String[] rules = {"premium=time:12:00-12:01@UTC&prefix:01", "basic=rest"};
        LabelClassifier sorter = sorter(rules);

        assertThat(sorter.hasWindows()).isTrue();
        assertThat(sorter(new String[]{"basic=rest"}).hasWindows()).isFalse();
        assertThat(sorter.refreshWindows(NOON.plusSeconds(59))).isEqualTo(Duration.ofSeconds(1));
        send(sorter, rules, new byte[]{1});
        send(sorter, rules, new byte[]{2});
        assertThat(sorter.refreshWindows(NOON.plusSeconds(60))).isEqualTo(Duration.ofMinutes(1));
        send(sorter, rules, new byte[]{1});

        assertThat(labels()).containsExactly("premium", "basic", "basic");
        assertThat(ZoneId.of("UTC")).isNotNull();
    }

    /// Program 1 has PID 0x100, program 2 has 0x200 and is what must not leak; its payloads are all 0xee.
    private byte[] twoPrograms(int rounds) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < rounds; i++) {
            if (i % 20 == 0) {
                stream.writeBytes(ts.association(0, 1, 0x20, 2, 0x30));
                stream.writeBytes(ts.map(0x20, 1, 0, 0x100, 0x100));
                stream.writeBytes(ts.map(0x30, 2, 0, 0x200, 0x200));
            }
            stream.writeBytes(ts.packet(0x100, 0x11));
            stream.writeBytes(ts.packet(0x200, 0xee));
            stream.writeBytes(ts.packet(0x200, 0xee));
        }
        return stream.toByteArray();
    }

    private void sendWhole(LabelClassifier sorter, String[] rules, byte[] datagram) {
        List<KeyLabel> labels = LabelRules.parse(List.of(rules)).labels();
        sorter.sort(ByteBuffer.allocate(1 + datagram.length).put(InnerType.DATA).put(datagram).flip(), 0,
                target(labels));
    }

    private LabelClassifier.Target target(List<KeyLabel> labels) {
        return (label, datagram) -> {
            assertThat(datagram.remaining() - 1).isLessThanOrEqualTo(1472);
            sent.add(new Sent(labels.get(label).value(), pids(datagram), hex(datagram)));
            return true;
        };
    }

    private String hexOf(String label) {
        return sent.stream().filter(each -> each.label.equals(label)).map(each -> each.hex)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {188, 1000, 1300, 1316, 1472, 9000})
    @DisplayName("R6 a stream that is cut into datagrams anywhere parts as one with whole packets does, and nothing is lost")
    void cutAnywhere(int bytes) {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] stream = twoPrograms(200);
        for (int at = 0; at < stream.length; at += bytes) {
            sendWhole(sorter, rules, Arrays.copyOfRange(stream, at, Math.min(stream.length, at + bytes)));
        }
        sorter.flush(target(LabelRules.parse(List.of(rules)).labels()));

        assertThat(pidsOf("basic")).containsOnly(0, 0x20, 0x100).hasSize(10 * 2 + 200);
        assertThat(pidsOf("premium")).containsOnly(0x30, 0x200).hasSize(10 + 400);
        assertThat(sorter.unjudged()).as("a torn packet at the very end, which nothing behind it confirms")
                .isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("R6 of a stream that is cut anywhere nothing waits once a datagram ends with a whole packet")
    void nothingWaits() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] stream = twoPrograms(60);
        for (int at = 0; at < stream.length; at += 1472) {
            sendWhole(sorter, rules, Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 1472)));
        }
        assertThat(stream.length % 1472).isGreaterThan(188);

        assertThat(pidsOf("basic").size() + pidsOf("premium").size()).isEqualTo(stream.length / 188);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1300, 1316, 1472, 1504})
    @DisplayName("R6 where datagrams of such a stream are lost, nothing of another label leaks through torn packets")
    void lossOfCutDatagrams(int bytes) {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] stream = twoPrograms(2000);
        Random random = new Random(bytes);
        int first = bytes % 188 == 0 ? 300 : bytes;
        sendWhole(sorter, rules, Arrays.copyOf(stream, first));
        for (int at = first; at < stream.length; at += bytes) {
            if (random.nextInt(5) > 0) {
                sendWhole(sorter, rules, Arrays.copyOfRange(stream, at, Math.min(stream.length, at + bytes)));
            }
        }
        sorter.flush(target(LabelRules.parse(List.of(rules)).labels()));

        assertThat(hexOf("basic")).doesNotContain("eeee");
        assertThat(pidsOf("basic")).containsOnly(0, 0x20, 0x100).hasSizeGreaterThan(500);
        assertThat(sorter.unjudged()).isPositive();
    }

    @Test
    @DisplayName("R6 a transport stream behind a header goes whole to the label of the first rule that it might be of, and is counted")
    void behindHeaders() {
        String[] rules = {"gold=source:2&pid:0x999", "premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] stream = twoPrograms(70);
        for (int at = 0; at + 1316 <= stream.length; at += 1316) {
            byte[] datagram = new byte[12 + 1316];
            datagram[0] = (byte) 0x80;
            System.arraycopy(stream, at, datagram, 12, 1316);
            sendWhole(sorter, rules, datagram);
        }

        assertThat(labels()).containsOnly("premium");
        assertThat(sorter.unjudged()).isEqualTo(sent.size());
    }

    @Test
    @DisplayName("R6 packets of 192 and 204 bytes part as well")
    void longPackets() {
        for (int stride : List.of(192, 204)) {
            sent.clear();
            String[] rules = {"premium=program:2", "basic=rest"};
            LabelClassifier sorter = sorter(rules);
            byte[] stream = twoPrograms(60);
            ByteArrayOutputStream odd = new ByteArrayOutputStream();
            for (int at = 0; at < stream.length; at += 188) {
                odd.writeBytes(new byte[stride == 192 ? 4 : 0]);
                odd.writeBytes(Arrays.copyOfRange(stream, at, at + 188));
                odd.writeBytes(new byte[stride == 204 ? 16 : 0]);
            }
            byte[] bytes = odd.toByteArray();
            for (int at = 0; at < bytes.length; at += 6 * stride) {
                sendWhole(sorter, rules, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 6 * stride)));
            }

            assertThat(hexOf("basic")).doesNotContain("eeee").hasSize(2 * stride * (3 * 2 + 60));
            assertThat(hexOf("premium")).doesNotContain("1111").hasSize(2 * stride * (3 + 120));
        }
    }

    @Test
    @DisplayName("R6 a packet that says that it is damaged is not believed")
    void damagedPacket() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        send(sorter, rules, twoPrograms(1));
        sent.clear();
        byte[] damaged = ts.packet(0x100, 0);
        damaged[1] |= (byte) 0x80;
        byte[] table = ts.association(1, 2, 0x30);
        table[1] |= (byte) 0x80;

        send(sorter, rules, damaged);
        send(sorter, rules, table);
        send(sorter, rules, ts.packet(0x100, 0));

        assertThat(labels()).containsExactly("premium", "premium", "basic");
        assertThat(sorter.unjudged()).isEqualTo(2);
    }

    @Test
    @DisplayName("R6 entitlement messages belong to the programs that they are for")
    void entitlement() {
        String[] rules = {"premium=program:2", "basic=rest"};
        LabelClassifier sorter = sorter(rules);
        byte[] ecm1 = {9, 4, 0x0b, 0, (byte) 0xe1, (byte) 0xe1};
        byte[] ecm1OfStream = {0x52, 1, 0, 9, 4, 0x0b, 0, (byte) 0xe1, (byte) 0xe2};
        byte[] ecm2 = {9, 4, 0x0c, 0, (byte) 0xe2, (byte) 0xe1};
        send(sorter, rules, ts.association(0, 1, 0x20, 2, 0x30), ts.map(0x20, 1, 0, 0x100, ecm1, ecm1OfStream, 0x100),
                ts.map(0x30, 2, 0, 0x200, ecm2, new byte[0], 0x200),
                ts.access(0, 0x0b00, 0x1e9, 0x0c00, 0x2e9, 0x0b00, 0x3e9, 0x0c00, 0x3e9));
        sent.clear();

        for (int pid : List.of(1, 0x1e1, 0x1e2, 0x1e9, 0x2e1, 0x2e9, 0x3e9)) {
            send(sorter, rules, ts.packet(pid, 0));
        }

        assertThat(labels()).containsExactly("basic", "basic", "basic", "basic", "premium", "premium", "basic");
        assertThat(pidsOf("premium")).containsExactly(0x2e1, 0x2e9);
    }

    @Test
    @DisplayName("Sorting allocates nothing")
    void allocatesNothing() {
        LabelClassifier sorter = sorter("premium=program:2&source:1", "gold=pid:0x101&time:00:00-12:30@UTC",
                "basic=rest");
        ByteBuffer plaintext = ByteBuffer.allocate(1 + LARGEST).put(InnerType.DATA).put(ts.packet(0x100, 0))
                .put(ts.packet(0x101, 0)).put(ts.packet(0x1fff, 0)).put(ts.packet(0x101, 0)).flip();
        long[] bytes = new long[1];
        LabelClassifier.Target target = (label, datagram) -> {
            bytes[0] += datagram.remaining();
            return true;
        };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(sorter, plaintext, target, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(sorter, plaintext, target, 100_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes for 100,000 datagrams")
                .isLessThan(100_000);
        assertThat(bytes[0]).isPositive();
    }

    private static void run(LabelClassifier sorter, ByteBuffer plaintext, LabelClassifier.Target target, int times) {
        for (int i = 0; i < times; i++) {
            plaintext.rewind();
            sorter.sort(plaintext, 0, target);
        }
    }
}
