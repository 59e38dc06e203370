package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kagicast.contentserver.mpegts.PacketFinder;
import org.kagicast.contentserver.mpegts.TransportPacket;

/// Finds the packets of a transport stream in the datagrams of one source. Most sources put whole packets into a datagram;
/// some cut the stream anywhere, so that a packet begins in one datagram and ends in the next. Where a datagram is lost in
/// between, the end is that of another packet: therefore a joined packet is only believed when the packets behind it are
/// numbered on from those before it. It belongs to the stream's thread.
final class Regrouping {

    /// What is done with what was found, in order.
    @FunctionalInterface
    interface Consumer {

        /// @param from where the bytes begin
        /// @param length of the bytes: a packet with what belongs to it, or bytes of which it cannot be told what they are
        /// @param packet where the packet's sync byte is, or [PacketFinder#NONE]
        void unit(ByteBuffer bytes, int from, int length, int packet);
    }

    private static final byte UNKNOWN = -1;
    private static final int HEADER_BYTES = 4;

    private final PacketFinder finder = new PacketFinder();
    private final PacketFinder alone = new PacketFinder();
    /// What was left of the datagrams before, and the one at hand.
    private final ByteBuffer stream;
    /// Where in there the datagram at hand begins, and the one before it.
    private int own;
    private int former;
    private boolean isRunning;
    private boolean isFlushing;
    /// The continuity counter of the latest packet of each PID.
    private final byte[] counters = new byte[TransportPacket.PIDS];

    /// @param longestDatagram in bytes
    Regrouping(int longestDatagram) {
        this.stream = ByteBuffer.allocate(PacketFinder.WINDOW_BYTES + longestDatagram).limit(0);
        Arrays.fill(counters, UNKNOWN);
    }

    /// Takes in a datagram, from `from` to `end`, that is not known to be whole packets.
    void take(ByteBuffer datagram, int from, int end, Consumer consumer) {
        if (finder.packetBytes() == 0 && !isPartOfStream(datagram, from, end)) {
            flush(consumer);
            pass(datagram, from, end, consumer);
            return;
        }
        former = own - stream.position();
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
        return isRunning && (isFlushing || unitFrom < own);
    }

    /// Whether a packet was joined from datagrams that may not have followed each other; asked by the consumer.
    boolean isDoubtful(int unitFrom, int length, int packet) {
        if (!isRunning || !(isTornAt(own, unitFrom, length) || isTornAt(former, unitFrom, length))) {
            return false;
        }
        boolean isConfirmed = false;
        for (int next = packet + length; next + HEADER_BYTES <= stream.limit(); next += length) {
            int before = isPacket(next) ? counterBefore(packet, next, length) : UNKNOWN;
            if (before != UNKNOWN) {
                int steps = (TransportPacket.counter(stream, next) - before) & 0x0f;
                if (steps > 1) {
                    return true;
                }
                isConfirmed = true;
            }
        }
        return !isConfirmed;
    }

    private static boolean isTornAt(int boundary, int unitFrom, int length) {
        return unitFrom < boundary && boundary < unitFrom + length;
    }

    private boolean isPacket(int at) {
        return stream.get(at) == TransportPacket.SYNC && !TransportPacket.isDamaged(stream, at);
    }

    /// The counter of the latest packet of the same PID that is not from the same datagram.
    private int counterBefore(int joined, int next, int length) {
        int pid = TransportPacket.pid(stream, next);
        for (int at = next - length; at > joined; at -= length) {
            if (isPacket(at) && TransportPacket.pid(stream, at) == pid) {
                return UNKNOWN;
            }
        }
        if (pid == TransportPacket.NULL_PID) {
            return UNKNOWN;
        }
        return TransportPacket.pid(stream, joined) == pid ? TransportPacket.counter(stream, joined) : counters[pid];
    }

    /// Nothing follows what was taken in.
    void flush(Consumer consumer) {
        isFlushing = true;
        run(true, consumer);
        isFlushing = false;
        finder.startAnew();
    }

    /// Whether a datagram holds packets but neither begins nor ends with one, as those do that cut a stream anywhere. One
    /// that ends with a whole packet has a header of its own.
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
            int packet = finder.packet();
            consumer.unit(stream, stream.position(), length, packet);
            if (packet != PacketFinder.NONE && isPacket(packet)) {
                counters[TransportPacket.pid(stream, packet)] = (byte) TransportPacket.counter(stream, packet);
            }
            stream.position(stream.position() + length);
        }
        isRunning = false;
    }
}
