package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;
import org.kagicast.contentserver.mpegts.TransportPacket;

/// What a UDP source does with RTP headers (RFC 3550 §5.1, RFC 2250):
///
/// ```
/// +-------------------------+-----------------+------------+-------------+--------+---------+-----------+---------+---------
/// | version 2 b, P, X, CC 4 | M, payload type | sequence 2 | timestamp 4 | SSRC 4 | CC × 4  | extension | payload | padding
/// +-------------------------+-----------------+------------+-------------+--------+---------+-----------+---------+---------
///   0                         1                 2            4             8        12        if X                  if P
/// ```
public enum Rtp {

    /// They are taken off where they stand before packets of a transport stream, so that what comes out of a client is
    /// a transport stream, and are sent on elsewhere.
    DECIDE,
    /// They are sent on.
    KEEP,
    /// They are taken off whatever stands behind them.
    STRIP;

    private static final int HEADER_BYTES = 12;
    private static final int WORD_BYTES = 4;

    /// Whether what remains of `datagram` is RTP, as far as its header tells.
    static boolean is(ByteBuffer datagram) {
        return payloadFrom(datagram) < payloadEnd(datagram);
    }

    /// Whether it is RTP around whole packets of a transport stream and nothing else.
    static boolean carriesTransportStream(ByteBuffer datagram) {
        int from = payloadFrom(datagram);
        int end = payloadEnd(datagram);
        return from < end && TransportPacket.areAll(datagram, from, end);
    }

    /// The number of a datagram that [#is] RTP, 0 to 65,535.
    static int sequence(ByteBuffer datagram) {
        return datagram.getShort(datagram.position() + 2) & 0xffff;
    }

    /// Who sent it (SSRC).
    static int sender(ByteBuffer datagram) {
        return datagram.getInt(datagram.position() + 8);
    }

    /// Moves position and limit to the payload of a datagram that [#is] RTP.
    static void strip(ByteBuffer datagram) {
        int from = payloadFrom(datagram);
        datagram.limit(payloadEnd(datagram)).position(from);
    }

    /// @return the limit if this is no RTP
    private static int payloadFrom(ByteBuffer datagram) {
        int start = datagram.position();
        int end = datagram.limit();
        if (end - start < HEADER_BYTES || (datagram.get(start) & 0xc0) != 0x80) {
            return end;
        }
        int from = start + HEADER_BYTES + WORD_BYTES * (datagram.get(start) & 0x0f);
        if ((datagram.get(start) & 0x10) != 0) {
            if (from + WORD_BYTES > end) {
                return end;
            }
            from += WORD_BYTES + WORD_BYTES * (datagram.getShort(from + 2) & 0xffff);
        }
        return Math.min(from, end);
    }

    /// The last byte of padding says how long it is.
    private static int payloadEnd(ByteBuffer datagram) {
        int end = datagram.limit();
        boolean isPadded = datagram.remaining() >= HEADER_BYTES && (datagram.get(datagram.position()) & 0x20) != 0;
        return isPadded ? Math.max(datagram.position(), end - (datagram.get(end - 1) & 0xff)) : end;
    }
}
