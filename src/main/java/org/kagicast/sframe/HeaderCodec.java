package org.kagicast.sframe;

import java.nio.ByteBuffer;

/// The SFrame header (RFC 9605 §4.3):
///
/// ```
///  0 1 2 3 4 5 6 7
/// +-+-----+-+-----+------------+------------+
/// |X|  K  |Y|  C  | KID 0..8 B | CTR 0..8 B |
/// +-+-----+-+-----+------------+------------+
/// ```
///
/// With X (or Y) clear, K (or C) is the value itself, 0 to 7; set, it is the number of bytes that follow, less one, big
/// end first. Both numbers are unsigned and take as few bytes as they need.
final class HeaderCodec {

    /// The longest header: one byte, eight of KID, eight of CTR.
    static final int LONGEST = 17;

    private static final int LONG_KEY_ID = 0x80;
    private static final int LONG_COUNTER = 0x08;
    private static final int LARGEST_SHORT = 7;

    private HeaderCodec() {
    }

    static int length(long keyId, long counter) {
        return 1 + extraBytes(keyId) + extraBytes(counter);
    }

    /// Writes the header at the target's position and moves it on.
    static void write(long keyId, long counter, ByteBuffer target) {
        int keyIdBytes = extraBytes(keyId);
        int counterBytes = extraBytes(counter);
        int first = keyIdBytes == 0 ? (int) keyId << 4 : LONG_KEY_ID | ((keyIdBytes - 1) << 4);
        first |= counterBytes == 0 ? (int) counter : LONG_COUNTER | (counterBytes - 1);
        target.put((byte) first);
        writeNumber(keyId, keyIdBytes, target);
        writeNumber(counter, counterBytes, target);
    }

    static int keyIdBytes(int first) {
        return (first & LONG_KEY_ID) == 0 ? 0 : ((first >> 4) & LARGEST_SHORT) + 1;
    }

    static int counterBytes(int first) {
        return (first & LONG_COUNTER) == 0 ? 0 : (first & LARGEST_SHORT) + 1;
    }

    static int shortKeyId(int first) {
        return (first >> 4) & LARGEST_SHORT;
    }

    static int shortCounter(int first) {
        return first & LARGEST_SHORT;
    }

    static long readNumber(ByteBuffer source, int at, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << 8) | (source.get(at + i) & 0xff);
        }
        return number;
    }

    /// Whether a number that came in `bytes` bytes could not have come in fewer.
    static boolean isMinimal(long number, int bytes) {
        return bytes == extraBytes(number);
    }

    private static int extraBytes(long number) {
        if (number >= 0 && number <= LARGEST_SHORT) {
            return 0;
        }
        return (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / Byte.SIZE;
    }

    private static void writeNumber(long number, int bytes, ByteBuffer target) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            target.put((byte) (number >>> shift));
        }
    }
}
