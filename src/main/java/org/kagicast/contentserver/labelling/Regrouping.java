package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import org.kagicast.contentserver.mpegts.PacketFinder;

/// Finds the packets of a transport stream in the datagrams of one source. Most sources put whole packets into a datagram;
/// some cut the stream anywhere, so that a packet begins in one datagram and ends in the next. It belongs to the stream's
/// thread.
final class Regrouping {

    /// What is done with what was found, in order.
    @FunctionalInterface
    interface Consumer {

        /// @param from where the bytes begin
        /// @param length of the bytes: a packet with what belongs to it, or bytes of which it cannot be told what they are
        /// @param packet where the packet's sync byte is, or [PacketFinder#NONE]
        void unit(ByteBuffer bytes, int from, int length, int packet);
    }

    private final PacketFinder finder = new PacketFinder();
    private final PacketFinder alone = new PacketFinder();
    /// What was left of the datagrams before, and the one at hand.
    private final ByteBuffer stream;
    /// Where in there the datagram at hand begins.
    private int own;
    private boolean isRunning;

    /// @param longestDatagram in bytes
    Regrouping(int longestDatagram) {
        this.stream = ByteBuffer.allocate(PacketFinder.WINDOW_BYTES + longestDatagram).limit(0);
    }

    /// Takes in a datagram, from `from` to `end`, that is not known to be whole packets.
    void take(ByteBuffer datagram, int from, int end, Consumer consumer) {
        if (finder.packetBytes() == 0 && !isPartOfStream(datagram, from, end)) {
            flush(consumer);
            pass(datagram, from, end, consumer);
            return;
        }
        own = stream.remaining();
        stream.compact().put(stream.position(), datagram, from, end - from).position(stream.position() + end - from)
                .flip();
        run(false, consumer);
        // A packet that lies whole at the end of a datagram is not torn, and nothing
        // may follow for long.
        if (stream.remaining() == finder.packetBytes() && stream.remaining() <= end - from) {
            run(true, consumer);
        }
    }

    /// Whether packets begin where datagrams do, so that the next one can be looked at by itself.
    boolean isIdle() {
        return !stream.hasRemaining();
    }

    /// Whether a unit began in a datagram before the one at hand.
    ///
    /// @param unitFrom where the unit begins, as the consumer is told; asked by the consumer
    boolean isFromBefore(int unitFrom) {
        return isRunning && unitFrom < own;
    }

    /// Nothing follows what was taken in.
    void flush(Consumer consumer) {
        own = stream.limit();
        run(true, consumer);
        finder.startAnew();
    }

    /// Whether a datagram holds packets but neither begins nor ends with one, as those do that cut a stream anywhere. One that
    /// ends with a whole packet has a header of its own.
    private boolean isPartOfStream(ByteBuffer datagram, int from, int end) {
        alone.startAnew();
        int packetBytes = 0;
        int behind = from;
        int length;
        for (int at = from; (length = alone.next(datagram, at, end, false)) > 0; at += length) {
            if (alone.packet() != PacketFinder.NONE) {
                packetBytes = length;
                behind = at + length;
            }
        }
        return packetBytes > 0 && end - behind != packetBytes;
    }

    /// Packets and nothing else, or nothing that could be told.
    private void pass(ByteBuffer datagram, int from, int end, Consumer consumer) {
        if (isAllPackets(datagram, from, end)) {
            int length;
            for (int at = from; (length = alone.next(datagram, at, end, true)) > 0; at += length) {
                consumer.unit(datagram, at, length, alone.packet());
            }
        } else if (from < end) {
            consumer.unit(datagram, from, end - from, PacketFinder.NONE);
        }
    }

    private boolean isAllPackets(ByteBuffer datagram, int from, int end) {
        alone.startAnew();
        int length;
        for (int at = from; (length = alone.next(datagram, at, end, true)) > 0; at += length) {
            if (alone.packet() == PacketFinder.NONE) {
                return false;
            }
        }
        alone.startAnew();
        return from < end;
    }

    private void run(boolean isAll, Consumer consumer) {
        int length;
        isRunning = true;
        while ((length = finder.next(stream, stream.position(), stream.limit(), isAll)) > 0) {
            consumer.unit(stream, stream.position(), length, finder.packet());
            stream.position(stream.position() + length);
        }
        isRunning = false;
    }
}
