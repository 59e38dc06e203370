package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;

/// What must be known of an MPEG transport stream (ISO/IEC 13818-1 §2.4.3) to pace it: where its clock, the PCR, stands.
///
/// ```
/// +------+---------------+-----+-----------------+---------------------+-----------+-----------+-----
/// | 0x47 | flags, PID 13 | AFC | length of field | D, …, PCR flag, …   | base 33 b | 6 b, ext 9| …
/// +------+---------------+-----+-----------------+---------------------+-----------+-----------+-----
///   0      1..2            3     4                 5                     6..11
/// ```
final class TransportStream {

    static final int PACKET_BYTES = 188;
    static final byte SYNC = 0x47;
    /// Ticks of the PCR in one second.
    static final long TICKS_PER_SECOND = 27_000_000L;
    /// The PCR starts over after so many ticks.
    static final long CLOCK_RANGE = (1L << 33) * 300;
    /// No PCR.
    static final long NONE = -1;

    private static final int LONGEST_RESERVED = 7;

    private TransportStream() {
    }

    /// Whether every whole packet of these first bytes, and at least one, begins with the sync byte.
    static boolean looksLikeOne(byte[] start) {
        for (int at = 0; at < start.length; at += PACKET_BYTES) {
            if (start[at] != SYNC) {
                return false;
            }
        }
        return start.length >= PACKET_BYTES;
    }

    /// The PCR of the packet at `at`, in ticks, or [#NONE]; a packet that is marked as damaged tells none.
    static long clock(ByteBuffer bytes, int at) {
        boolean isSound = bytes.get(at) == SYNC && (bytes.get(at + 1) & 0x80) == 0;
        boolean hasField = isSound && (bytes.get(at + 3) & 0x20) != 0;
        if (!hasField || (bytes.get(at + 4) & 0xff) < LONGEST_RESERVED || (bytes.get(at + 5) & 0x10) == 0) {
            return NONE;
        }
        long base = Integer.toUnsignedLong(bytes.getInt(at + 6)) << 1 | (bytes.get(at + 10) & 0x80) >> 7;
        int extension = (bytes.get(at + 10) & 1) << 8 | (bytes.get(at + 11) & 0xff);
        return base * 300 + extension;
    }

    /// Whether the packet at `at`, which has a PCR, says that its clock starts anew.
    static boolean isDiscontinuity(ByteBuffer bytes, int at) {
        return (bytes.get(at + 5) & 0x80) != 0;
    }

    static int programId(ByteBuffer bytes, int at) {
        return bytes.getShort(at + 1) & 0x1fff;
    }
}
