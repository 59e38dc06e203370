package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;

/// What a condition looks at: a datagram, or one packet of a transport stream in it. One object is used again and again.
final class PacketView {

    /// No packet of a transport stream.
    static final int NO_PID = -1;
    private static final int UNJUDGED = -2;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int from;
    private int end;
    private int source;
    private int pid = NO_PID;
    private boolean isOfAnyPrefix;

    /// Looks at a whole datagram.
    ///
    /// @param payloadFrom where its payload begins
    /// @param itsSource the place of its source among the stream's
    void at(ByteBuffer datagram, int payloadFrom, int itsSource) {
        bytes = datagram;
        from = payloadFrom;
        end = datagram.limit();
        source = itsSource;
        pid = NO_PID;
        isOfAnyPrefix = false;
    }

    /// Looks at what came in the datagram at hand, or in one before it, of which nobody knows any more how it began.
    void from(boolean isDatagramBefore) {
        isOfAnyPrefix = isDatagramBefore;
    }

    boolean isOfAnyPrefix() {
        return isOfAnyPrefix;
    }

    /// Looks at one of its packets.
    void atPid(int itsPid) {
        pid = itsPid;
    }

    /// Looks at something that may be a packet of any PID.
    void atUnjudged() {
        pid = UNJUDGED;
    }

    boolean isUnjudged() {
        return pid == UNJUDGED;
    }

    int pid() {
        return pid;
    }

    int source() {
        return source;
    }

    boolean beginsWith(byte[] prefix) {
        if (end - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes.get(from + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
