package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;

/// What must be known of the packets of an MPEG transport stream (ISO/IEC 13818-1 §2.4.3) to tell them apart.
final class TransportPackets {

    static final int BYTES = 188;

    private static final byte SYNC = 0x47;

    private TransportPackets() {
    }

    /// Whether these bytes are whole packets and nothing else, at least one.
    static boolean are(ByteBuffer bytes, int from, int end) {
        if (from == end || (end - from) % BYTES != 0) {
            return false;
        }
        for (int at = from; at < end; at += BYTES) {
            if (bytes.get(at) != SYNC) {
                return false;
            }
        }
        return true;
    }

    /// The PID of the packet at `at`.
    static int pid(ByteBuffer bytes, int at) {
        return ((bytes.get(at + 1) & 0x1f) << 8) | (bytes.get(at + 2) & 0xff);
    }
}
