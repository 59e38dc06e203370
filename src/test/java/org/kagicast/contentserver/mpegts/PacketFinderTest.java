package org.kagicast.contentserver.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketFinderTest {

    private final Random random = new Random(4);
    private final List<Integer> numbers = new ArrayList<>();
    private int none;

    @ParameterizedTest
    @CsvSource({"188, 0", "188, 1", "188, 57", "188, 5000", "192, 0", "192, 3", "192, 2000", "204, 0", "204, 100",
            "204, 70000"})
    @DisplayName("all packets are found, of 188, 192 and 204 bytes, whatever stands before them")
    void finds(int stride, int junk) {
        byte[] stream = join(noise(junk), packets(stride, 0, 40));

        run(stream, true);

        assertThat(numbers).isEqualTo(range(0, 40));
        assertThat(none).isEqualTo(junk);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 57, 187, 189, 300})
    @DisplayName("after a slip packets are found again, and what may be torn is not taken for one")
    void slips(int stray) {
        byte[] stream = join(packets(188, 0, 20), noise(stray), packets(188, 20, 20));

        run(stream, true);

        assertThat(numbers).isEqualTo(concat(range(0, 19), range(20, 40)));
    }

    @Test
    @DisplayName("a packet that was torn by a loss is none, whatever its header says")
    void torn() {
        byte[] before = packets(188, 0, 20);
        byte[] after = packets(188, 20, 20);
        byte[] stream = join(Arrays.copyOf(before, before.length - 100), Arrays.copyOfRange(after, 40, after.length));

        run(stream, true);

        assertThat(numbers).isEqualTo(concat(range(0, 19), range(21, 40)));
    }

    @Test
    @DisplayName("a packet whose sync byte is damaged is none, and its neighbours are")
    void damagedSync() {
        byte[] stream = packets(188, 0, 20);
        stream[7 * 188] = 0x46;

        run(stream, true);

        assertThat(numbers).isEqualTo(concat(range(0, 7), range(8, 20)));
        assertThat(none).isEqualTo(188);
    }

    @Test
    @DisplayName("the last packet is known for one only when nothing follows")
    void last() {
        byte[] stream = packets(188, 0, 20);

        run(stream, false);
        assertThat(numbers).isEqualTo(range(0, 19));
    }

    @Test
    @DisplayName("a single packet is one, other bytes are none")
    void few() {
        run(packets(188, 3, 1), true);
        run(noise(100_000), true);
        run(new byte[]{0x47}, true);
        run(new byte[0], true);

        assertThat(numbers).containsExactly(3);
        assertThat(none).isEqualTo(100_001);
    }

    @RepeatedTest(200)
    @DisplayName("whatever comes, each byte is told of once, in order, and no window of the full size is without an answer")
    void progress(RepetitionInfo repetition) {
        random.setSeed(repetition.getCurrentRepetition());
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            int stride = new int[]{188, 192, 204}[random.nextInt(3)];
            stream.writeBytes(
                    random.nextBoolean() ? noise(random.nextInt(600)) : packets(stride, i, random.nextInt(9)));
            if (random.nextInt(4) == 0) {
                byte[] syncs = new byte[random.nextInt(900)];
                Arrays.fill(syncs, (byte) 0x47);
                stream.writeBytes(syncs);
            }
        }
        byte[] bytes = stream.toByteArray();
        ByteBuffer window = ByteBuffer.wrap(bytes);
        PacketFinder finder = new PacketFinder();
        int from = 0;
        while (from < bytes.length) {
            int end = Math.min(bytes.length, from + PacketFinder.WINDOW_BYTES);
            int length = finder.next(window, from, end, end == bytes.length);
            assertThat(length).isPositive();
            if (finder.packet() != PacketFinder.NONE) {
                assertThat(finder.packet()).isBetween(from, from + length - 188);
                assertThat(length).isIn(188, 192, 204);
            }
            from += length;
        }
        assertThat(from).isEqualTo(bytes.length);
    }

    private void run(byte[] bytes, boolean isAll) {
        ByteBuffer window = ByteBuffer.wrap(bytes);
        PacketFinder finder = new PacketFinder();
        int from = 0;
        int length;
        while ((length = finder.next(window, from, bytes.length, isAll)) > 0) {
            if (finder.packet() == PacketFinder.NONE) {
                none += length;
            } else {
                assertThat(window.get(finder.packet())).isEqualTo(TransportPacket.SYNC);
                numbers.add(window.getInt(finder.packet() + 4));
            }
            from += length;
        }
    }

    private byte[] packets(int stride, int first, int count) {
        ByteBuffer packets = ByteBuffer.wrap(noise(stride * count));
        for (int i = 0; i < count; i++) {
            int at = i * stride + (stride == 192 ? 4 : 0);
            packets.put(at, TransportPacket.SYNC).putInt(at + 4, first + i);
        }
        return packets.array();
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static List<Integer> range(int from, int end) {
        return IntStream.range(from, end).boxed().toList();
    }

    private static List<Integer> concat(List<Integer> one, List<Integer> other) {
        List<Integer> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
