package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpIntakeTest {

    private static final int PAYLOAD_OFFSET = 12;

    private final Collector collector = new Collector(new SteppingTime(), 1400);

    @ParameterizedTest
    @ValueSource(ints = {0, 188, 1316, 1400, 1401, 1472, 9000, 65_507})
    @DisplayName("a datagram of any length is taken as it is")
    void anyLength(int bytes) {
        byte[] datagram = new byte[bytes];
        new java.util.Random(2).nextBytes(datagram);

        feed("udp://127.0.0.1:7000", datagram);

        assertThat(collector.given()).singleElement().satisfies(given -> assertThat(given.body()).isEqualTo(datagram));
        assertThat(collector.oversized()).isZero();
    }

    @Test
    @DisplayName("long datagrams in a row take further batches, in order")
    void longOnesInARow() {
        UdpSource.Intake intake = intake("udp://127.0.0.1:7000");
        for (int i = 0; i < 10; i++) {
            byte[] datagram = new byte[30_000];
            Arrays.fill(datagram, (byte) i);
            intake.onDatagram(ByteBuffer.wrap(datagram));
        }
        intake.onBatchEnd();

        assertThat(collector.given()).extracting(given -> (int) given.body()[29_999])
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    @DisplayName("what is longer than the packets of one datagram carry is refused")
    void tooLong() {
        Collector small = new Collector(new SteppingTime(), 200);
        UdpSource.Intake intake = new UdpSource.Intake((SourceSpec.Udp) Sources.parse("udp://127.0.0.1:7000"));
        intake.start(small);
        intake.onDatagram(ByteBuffer.allocate(64 * 194));
        intake.onDatagram(ByteBuffer.allocate(64 * 194 + 1));
        intake.onBatchEnd();

        assertThat(small.given()).hasSize(1);
        assertThat(small.oversized()).isEqualTo(1);
    }

    @Test
    @DisplayName("RTP headers before a transport stream are taken off, with extension, sources and padding, and that is told")
    void rtpIsTakenOff() {
        byte[] plain = rtp(0x80, 33, 0, 7, 0);
        byte[] full = rtp(0xb2, 96, 2, 7, 5);
        byte[] odd = Arrays.copyOf(plain, plain.length - 1);

        feed("udp://127.0.0.1:7000", plain, full, odd, new byte[]{1, 2});

        byte[] packets = packets(7);
        assertThat(collector.given()).extracting(Collector.Given::body).containsExactly(packets, packets, odd,
                new byte[]{1, 2});
        assertThat(collector.told()).singleElement().asString().contains("RTP headers are taken off", "?rtp=keep");
    }

    @Test
    @DisplayName("a bare stream that is cut anywhere keeps every byte, though one datagram of it may look like RTP")
    void cutStreamIsNotRtp() {
        byte[] lookalike = rtp(0x80, 33, 0, 3, 0);
        byte[] other = packets(2);
        other[0] = 0;

        feed("udp://127.0.0.1:7000", other, lookalike, other, lookalike, lookalike, lookalike, lookalike, lookalike,
                lookalike);

        assertThat(collector.given()).extracting(given -> given.body().length).containsExactly(376, 576, 376, 576, 576,
                576, 576, 576, 576);
        assertThat(collector.told()).isEmpty();
    }

    @Test
    @DisplayName("a sender that comes to speak RTP is recognised when five datagrams are numbered on, and while it goes on")
    void becomesRtp() {
        byte[][] datagrams = new byte[12][];
        datagrams[0] = packets(1);
        for (int i = 1; i < 12; i++) {
            datagrams[i] = rtp(0x80, 33, 0, 1, 0);
            datagrams[i][3] = (byte) i;
        }
        feed("udp://127.0.0.1:7000", datagrams);

        assertThat(collector.given()).extracting(given -> given.body().length).containsExactly(188, 200, 200, 200, 200,
                188, 188, 188, 188, 188, 188, 188);
    }

    @Test
    @DisplayName("when a sender goes over from RTP to the bare stream, what was told of headers is taken back")
    void becomesBare() {
        byte[][] datagrams = new byte[6][];
        Arrays.fill(datagrams, packets(7));
        datagrams[0] = rtp(0x80, 33, 0, 7, 0);

        feed("udp://127.0.0.1:7000", Arrays.copyOf(datagrams, 5));
        assertThat(collector.told()).singleElement().asString().contains("RTP headers are taken off");

        collector.told().clear();
        feed("udp://127.0.0.1:7000", datagrams);
        assertThat(collector.told()).isEmpty();
    }

    @Test
    @DisplayName("RTP headers are sent on if that is wanted, and that is told")
    void rtpIsKept() {
        byte[] plain = rtp(0x80, 33, 0, 7, 0);

        feed("udp://127.0.0.1:7000?rtp=keep", plain, plain);

        assertThat(collector.given()).extracting(Collector.Given::body).containsExactly(plain, plain);
        assertThat(collector.told()).singleElement().asString().contains("sent on");
    }

    @Test
    @DisplayName("RTP headers are taken off whatever they stand before, if that is wanted")
    void rtpIsStripped() {
        byte[] audio = new byte[PAYLOAD_OFFSET + 3];
        audio[0] = (byte) 0x80;
        audio[14] = 9;

        feed("udp://127.0.0.1:7000?rtp=strip", audio, new byte[]{1, 2});

        assertThat(collector.given()).extracting(Collector.Given::body).containsExactly(new byte[]{0, 0, 9},
                new byte[]{1, 2});
        assertThat(collector.told()).hasSize(2).last().asString().contains("not RTP");
    }

    @Test
    @DisplayName("a bare transport stream is never taken for RTP, nor is other RTP touched")
    void notRtp() {
        byte[] audio = rtp(0x80, 0, 0, 1, 0);
        audio[PAYLOAD_OFFSET] = 0;

        feed("udp://127.0.0.1:7000", packets(7), audio);

        assertThat(collector.given()).extracting(Collector.Given::body).containsExactly(packets(7), audio);
        assertThat(collector.told()).isEmpty();
    }

    private void feed(String source, byte[]... datagrams) {
        UdpSource.Intake intake = intake(source);
        for (byte[] datagram : datagrams) {
            intake.onDatagram(ByteBuffer.wrap(datagram));
        }
        intake.onBatchEnd();
    }

    private UdpSource.Intake intake(String source) {
        UdpSource.Intake intake = new UdpSource.Intake((SourceSpec.Udp) Sources.parse(source));
        intake.start(collector);
        return intake;
    }

    private static byte[] packets(int count) {
        byte[] packets = new byte[188 * count];
        Arrays.fill(packets, (byte) 0x55);
        for (int at = 0; at < packets.length; at += 188) {
            packets[at] = 0x47;
        }
        return packets;
    }

    /// @param first version, padding, extension, and number of contributing sources
    private static byte[] rtp(int first, int type, int extensionWords, int packets, int padding) {
        int sources = first & 0x0f;
        int extension = (first & 0x10) == 0 ? 0 : 4 + 4 * extensionWords;
        ByteBuffer datagram = ByteBuffer.allocate(12 + 4 * sources + extension + 188 * packets + padding);
        datagram.put((byte) first).put((byte) type).position(12 + 4 * sources);
        if (extension > 0) {
            datagram.putShort((short) 0).putShort((short) extensionWords)
                    .position(datagram.position() + 4 * extensionWords);
        }
        datagram.put(packets(packets));
        if (padding > 0) {
            datagram.put(datagram.capacity() - 1, (byte) padding);
        }
        return datagram.array();
    }
}
