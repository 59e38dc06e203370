package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;

/// Tells from the datagrams of a source whether it is RTP around a transport stream. A bare stream that is cut into
/// datagrams anywhere now and then has one that looks like it, so one alone proves nothing but at the very start: it takes
/// five in a row, of one sender and numbered on, to change the mind, and five others to change it back. One thread.
final class RtpRecognition {

    private static final int ROW = 5;

    private boolean hasBegun;
    private boolean isRtp;
    /// Datagrams in a row that speak against what is believed.
    private int row;
    private int sender;
    private int sequence;

    /// Whether the next datagram of the source has a header that can be taken off.
    boolean hasHeader(ByteBuffer datagram) {
        boolean fits = Rtp.carriesTransportStream(datagram);
        if (!hasBegun) {
            hasBegun = true;
            isRtp = fits;
        } else if (isRtp) {
            row = fits ? 0 : row + 1;
        } else {
            row = fits ? (row > 0 && follows(datagram) ? row + 1 : 1) : 0;
        }
        if (row >= ROW) {
            isRtp = !isRtp;
            row = 0;
        }
        if (fits) {
            sender = Rtp.sender(datagram);
            sequence = Rtp.sequence(datagram);
        }
        return isRtp && fits;
    }

    /// What the latest datagrams have shown the source to be.
    boolean isRtp() {
        return isRtp;
    }

    private boolean follows(ByteBuffer datagram) {
        return Rtp.sender(datagram) == sender && Rtp.sequence(datagram) == ((sequence + 1) & 0xffff);
    }
}
