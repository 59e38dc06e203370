package org.kagicast.contentserver.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kagicast.contentserver.mpegts.PacketFinder;
import org.kagicast.contentserver.mpegts.TransportPacket;

/// Cuts content into the pieces that become datagrams, bit for bit and in order. As far as it is a transport stream, each
/// holds whole packets and nothing else; what stands before or between them has pieces of its own.
final class Pieces implements AutoCloseable {

    /// Seven packets of an MPEG transport stream, what everybody puts into one datagram.
    static final int PIECE_BYTES = 7 * TransportPacket.BYTES;

    private static final int BUFFER_BYTES = 32 * PIECE_BYTES;
    /// So many bytes are enough for a piece and to tell where it ends.
    private static final int SURELY_ENOUGH = PIECE_BYTES + PacketFinder.WINDOW_BYTES;

    /// A PCR.
    ///
    /// @param position of its packet among all bytes
    record Pcr(long position, int pid, long ticks, boolean jumps) {}

    /// @param position of the first byte among all
    record Piece(long position, ByteBuffer bytes, List<Pcr> clocks) {

        int length() {
            return bytes.limit();
        }
    }

    private final Content content;
    private final PacketFinder finder = new PacketFinder();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteBuffer window = ByteBuffer.wrap(buffer);
    private int from;
    private int end;
    private boolean isPassOver;
    /// Bytes behind the piece in the making that the finder has judged and that are not in one yet.
    private int judged;
    private int judgedPacket = PacketFinder.NONE;
    private long position;

    Pieces(Content content) {
        this.content = content;
    }

    /// The next piece; empty at the end. Waits for input.
    Optional<Piece> next() throws IOException {
        List<Pcr> clocks = new ArrayList<>();
        int length = 0;
        boolean isOfPackets = false;
        while (length < PIECE_BYTES && judge(from + length)) {
            boolean isPacket = judgedPacket != PacketFinder.NONE;
            boolean fits = !isPacket || length + judged <= PIECE_BYTES;
            if (length > 0 && (isPacket != isOfPackets || !fits)) {
                break;
            }
            isOfPackets = isPacket;
            if (isPacket) {
                observe(judgedPacket, length, clocks);
            }
            int taken = Math.min(judged, PIECE_BYTES - length);
            length += taken;
            judged -= taken;
        }
        return length == 0 ? Optional.empty() : Optional.of(take(length, clocks));
    }

    /// Whether a whole piece can be had without waiting.
    boolean isAtHand() throws IOException {
        return end - from >= SURELY_ENOUGH || end - from + content.atHand() >= SURELY_ENOUGH;
    }

    @Override
    public void close() {
        content.close();
    }

    /// Lets the finder judge what follows, unless it has.
    ///
    /// @param at rises by as much as was judged
    /// @return false at the end
    private boolean judge(int at) throws IOException {
        if (judged > 0) {
            return true;
        }
        int offset = at - from;
        judged = finder.next(window, at, end, isPassOver);
        while (judged == 0) {
            if (!isPassOver) {
                readMore();
            } else if (offset > 0 || !content.startOver()) {
                return false;
            } else {
                isPassOver = false;
                finder.startAnew();
            }
            judged = finder.next(window, from + offset, end, isPassOver);
        }
        judgedPacket = finder.packet();
        return true;
    }

    private void readMore() throws IOException {
        if (from > 0 && buffer.length - end < PIECE_BYTES) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
            end -= from;
            from = 0;
        }
        int read = content.read(buffer, end, buffer.length - end);
        isPassOver = read == 0;
        end += read;
    }

    private void observe(int packet, int offset, List<Pcr> clocks) {
        long ticks = TransportPacket.clock(window, packet);
        if (ticks != TransportPacket.NO_CLOCK) {
            clocks.add(new Pcr(position + offset, TransportPacket.pid(window, packet), ticks,
                    TransportPacket.isDiscontinuity(window, packet)));
        }
    }

    private Piece take(int length, List<Pcr> clocks) {
        byte[] bytes = new byte[length];
        System.arraycopy(buffer, from, bytes, 0, length);
        Piece piece = new Piece(position, ByteBuffer.wrap(bytes), clocks);
        from += length;
        position += length;
        return piece;
    }
}
