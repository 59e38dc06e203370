package org.kagicast.contentserver.mpegts;

import java.nio.ByteBuffer;

/// The header of a packet, read where it lies:
///
/// ```
/// +------+---------------------+---------------------+-----+-----------------+---------------------+-----------+-----------+-----
/// | 0x47 | error, …, …, PID 13 | scrambling 2, AFC 2 | …   | length of field | D, …, PCR flag, …   | base 33 b | 6 b, ext 9| …
/// +------+---------------------+---------------------+-----+-----------------+---------------------+-----------+-----------+-----
///   0      1..2                  3                           4                 5                     6..11
/// ```
///
/// No method looks at whether there is a packet; `at` is where its sync byte is, or should be.
public final class TransportPacket {

    public static final int BYTES = 188;
    public static final byte SYNC = 0x47;
    /// PIDs are less.
    public static final int PIDS = 0x2000;
    /// Stuffing, whose packets are not numbered.
    public static final int NULL_PID = 0x1fff;
    /// Ticks of the PCR in one second.
    public static final long TICKS_PER_SECOND = 27_000_000L;
    /// The PCR starts over after so many ticks.
    public static final long CLOCK_RANGE = (1L << 33) * 300;
    /// No PCR.
    public static final long NO_CLOCK = -1;

    private static final int LEAST_CLOCK_FIELD = 7;

    private TransportPacket() {
    }

    /// Whether these bytes are whole packets and nothing else, at least one.
    public static boolean areAll(ByteBuffer bytes, int from, int end) {
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

    public static int pid(ByteBuffer bytes, int at) {
        return ((bytes.get(at + 1) & 0x1f) << 8) | (bytes.get(at + 2) & 0xff);
    }

    /// Its continuity counter, 0 to 15: one more than that of the packet before it of its PID, or the same where one of them
    /// has no payload or is sent twice.
    public static int counter(ByteBuffer bytes, int at) {
        return bytes.get(at + 3) & 0x0f;
    }

    /// Whether its sender says that it is damaged: its PID cannot be believed then.
    public static boolean isDamaged(ByteBuffer bytes, int at) {
        return (bytes.get(at + 1) & 0x80) != 0;
    }

    /// Its PCR in ticks, or [#NO_CLOCK].
    public static long clock(ByteBuffer bytes, int at) {
        boolean hasField = bytes.get(at) == SYNC && !isDamaged(bytes, at) && (bytes.get(at + 3) & 0x20) != 0;
        if (!hasField || (bytes.get(at + 4) & 0xff) < LEAST_CLOCK_FIELD || (bytes.get(at + 5) & 0x10) == 0) {
            return NO_CLOCK;
        }
        long base = Integer.toUnsignedLong(bytes.getInt(at + 6)) << 1 | (bytes.get(at + 10) & 0x80) >> 7;
        int extension = (bytes.get(at + 10) & 1) << 8 | (bytes.get(at + 11) & 0xff);
        return base * 300 + extension;
    }

    /// Whether a packet that has a PCR says that its clock starts anew.
    public static boolean isDiscontinuity(ByteBuffer bytes, int at) {
        return (bytes.get(at + 5) & 0x80) != 0;
    }
}
