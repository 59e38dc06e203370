package org.kagicast.wire;

import java.nio.ByteBuffer;

/// One piece of a datagram that is too long for one packet. All pieces of a datagram are sealed under one key:
///
/// ```
/// +------------------+------------+-----------+-------+
/// | datagram 4 bytes | piece 1 B  | count 1 B | bytes |
/// +------------------+------------+-----------+-------+
/// ```
///
/// `datagram` is a number that no two datagrams have that are on their way at one time, `piece` counts from 0, `count`
/// is 2 to 64. An object reads one piece after another without allocating; it belongs to one thread.
public final class Fragment {

    /// Bytes in front of the datagram's own.
    public static final int HEADER_BYTES = 6;
    /// The most pieces of one datagram.
    public static final int MOST_PIECES = 64;
    /// The most bytes of one datagram: no UDP datagram is longer.
    public static final int MOST_BYTES = 65_535;

    private static final int FEWEST_PIECES = 2;

    private int datagram;
    private int piece;
    private int count;

    /// The longest datagram that can be sent in packets whose bodies have at most `largestBody` bytes.
    public static int longestDatagram(int largestBody) {
        return Math.max(largestBody, Math.min(MOST_BYTES, MOST_PIECES * (largestBody - HEADER_BYTES)));
    }

    /// How many packets carry a datagram of so many bytes, 1 if it needs no cutting.
    public static int packets(int bytes, int largestBody) {
        return bytes <= largestBody ? 1 : Math.ceilDiv(bytes, largestBody - HEADER_BYTES);
    }

    /// Puts a piece behind the position of `packet`. All pieces but the last have the same length.
    ///
    /// @param whole the datagram, from position to limit, which stay where they are
    /// @param piece less than `count`
    public static void write(int datagram, ByteBuffer whole, int piece, int count, ByteBuffer packet) {
        int length = Math.ceilDiv(whole.remaining(), count);
        int from = piece * length;
        int taken = Math.min(length, whole.remaining() - from);
        packet.putInt(datagram).put((byte) piece).put((byte) count)
                .put(packet.position(), whole, whole.position() + from, taken)
                .position(packet.position() + taken);
    }

    /// Reads the piece from position to limit of `body`, and moves the position to the datagram's bytes.
    ///
    /// @return false if it is none; the other methods must not be asked then
    public boolean read(ByteBuffer body) {
        if (body.remaining() <= HEADER_BYTES) {
            return false;
        }
        datagram = body.getInt();
        piece = body.get() & 0xff;
        count = body.get() & 0xff;
        return count >= FEWEST_PIECES && count <= MOST_PIECES && piece < count;
    }

    int datagram() {
        return datagram;
    }

    int piece() {
        return piece;
    }

    int count() {
        return count;
    }
}
