package org.kagicast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.model.KeyId;

class ReassemblyTest {

    private static final KeyId KEY = new KeyId(41);

    private final Random random = new Random(9);
    private final Fragment fragment = new Fragment();
    private final Reassembly reassembly = new Reassembly();

    @ParameterizedTest
    @CsvSource({"1401, 1400, 2", "1472, 1400, 2", "2789, 1400, 3", "65507, 1400, 47", "12416, 200, 64", "1400, 1400, 1",
            "0, 1400, 1"})
    @DisplayName("a datagram is cut into as few packets as carry it, and joined whatever their order")
    void cutAndJoined(int bytes, int largest, int packets) {
        assertThat(Fragment.packets(bytes, largest)).isEqualTo(packets);
        assertThat(Fragment.longestDatagram(largest)).isGreaterThanOrEqualTo(bytes);
        if (packets == 1) {
            return;
        }
        byte[] whole = noise(bytes);
        List<ByteBuffer> pieces = cut(3, whole, packets);
        assertThat(pieces).allMatch(piece -> piece.remaining() <= largest);
        Collections.shuffle(pieces, random);

        for (ByteBuffer piece : pieces.subList(0, packets - 1)) {
            assertThat(add(KEY, piece)).isInstanceOf(Reassembly.Waits.class);
        }
        assertThat(((Reassembly.Whole) add(KEY, pieces.getLast())).bytes()).isEqualTo(ByteBuffer.wrap(whole));
        reassembly.giveUpOld();
        reassembly.giveUpOld();
        assertThat(reassembly.givenUp()).isZero();
    }

    @Test
    @DisplayName("pieces under different keys and of different datagrams never meet")
    void strangers() {
        List<ByteBuffer> one = cut(3, noise(2000), 2);
        List<ByteBuffer> other = cut(4, noise(2000), 2);

        assertThat(add(KEY, one.get(0))).isInstanceOf(Reassembly.Waits.class);
        assertThat(add(KEY, other.get(1))).isInstanceOf(Reassembly.Waits.class);
        assertThat(add(new KeyId(42), one.get(1))).isInstanceOf(Reassembly.Waits.class);
        assertThat(add(KEY, one.get(1))).isInstanceOf(Reassembly.Whole.class);
        assertThat(add(KEY, other.get(0))).isInstanceOf(Reassembly.Whole.class);
    }

    @Test
    @DisplayName("what stays incomplete is given up after a while, and what comes of it is counted")
    void givesUp() {
        List<ByteBuffer> pieces = cut(3, noise(4000), 4);
        add(KEY, pieces.get(0));
        add(KEY, pieces.get(2));
        reassembly.giveUpOld();
        assertThat(List.of(reassembly.waiting(), (int) reassembly.givenUp())).containsExactly(2, 0);
        reassembly.giveUpOld();
        assertThat(List.of(reassembly.waiting(), (int) reassembly.givenUp())).containsExactly(0, 2);
    }

    @Test
    @DisplayName("however many datagrams stay incomplete, only a few are kept, the latest")
    void bounded() {
        List<List<ByteBuffer>> datagrams = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            datagrams.add(cut(number, noise(3000), 3));
            add(KEY, datagrams.getLast().get(0));
        }
        assertThat(reassembly.givenUp()).isEqualTo(1000 - 64);
        add(KEY, datagrams.getLast().get(1));
        assertThat(add(KEY, datagrams.getLast().get(2))).isInstanceOf(Reassembly.Whole.class);
    }

    @Test
    @DisplayName("however long the pieces, no more than a mebibyte is kept")
    void boundedInBytes() {
        for (int number = 0; number < 60; number++) {
            add(KEY, cut(number, noise(62_000), 2).get(0));
        }
        assertThat(reassembly.givenUp()).isPositive();
    }

    @Test
    @DisplayName("a piece that comes twice, or says something else about its datagram, is refused")
    void misfits() {
        add(KEY, cut(3, noise(3000), 3).get(0));

        assertThat(add(KEY, cut(3, noise(3000), 3).get(0))).isInstanceOf(Reassembly.Misfit.class);
        assertThat(add(KEY, cut(3, noise(3000), 2).get(1))).isInstanceOf(Reassembly.Misfit.class);
        add(KEY, cut(4, noise(65_535), 2).get(0));
        assertThat(add(KEY, piece(4, 1, 2, 32_768))).as("longer than any datagram")
                .isInstanceOf(Reassembly.Misfit.class);
    }

    @Test
    @DisplayName("bytes that are no piece are refused")
    void noPiece() {
        assertThat(fragment.read(ByteBuffer.allocate(0))).isFalse();
        assertThat(fragment.read(piece(2, 0, 2, 0))).as("no bytes of the datagram").isFalse();
        assertThat(fragment.read(piece(2, 0, 1, 5))).as("one piece alone").isFalse();
        assertThat(fragment.read(piece(2, 2, 2, 5))).as("behind the last").isFalse();
        assertThat(fragment.read(piece(2, 0, 65, 5))).as("too many").isFalse();
        assertThat(fragment.read(piece(2, 0, 2, 5))).isTrue();
    }

    private static ByteBuffer piece(int datagram, int piece, int count, int bytes) {
        return ByteBuffer.allocate(6 + bytes).putInt(datagram).put((byte) piece).put((byte) count).rewind();
    }

    private Reassembly.Result add(KeyId key, ByteBuffer piece) {
        ByteBuffer body = piece.duplicate();
        assertThat(fragment.read(body)).isTrue();
        return reassembly.add(key, fragment, body, false);
    }

    private static List<ByteBuffer> cut(int number, byte[] whole, int packets) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int piece = 0; piece < packets; piece++) {
            ByteBuffer body = ByteBuffer.allocate(whole.length + Fragment.HEADER_BYTES);
            Fragment.write(number, ByteBuffer.wrap(whole), piece, packets, body);
            pieces.add(body.flip());
        }
        return pieces;
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }
}
