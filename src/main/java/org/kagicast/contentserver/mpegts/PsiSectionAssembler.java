package org.kagicast.contentserver.mpegts;

import java.nio.ByteBuffer;

/// Puts the sections of one PID together again (ISO/IEC 13818-1 §2.4.4), which may begin anywhere in a packet and go over
/// several.
///
/// ```
/// packet:   … | pointer | tail of the former section | section | section | 0xff …      with a new section
///           … | middle of a section …                                                  without
/// section:  | table ID | flags, length 12 | … length bytes, the last 4 a CRC |
/// ```
final class PsiSectionAssembler {

    private static final int LONGEST = 1_024;
    private static final int HEADER_BYTES = 3;
    private static final int CRC_BYTES = 4;
    private static final int STUFFING = 0xff;
    private static final int NOT_IN_ONE = -1;

    private final byte[] section = new byte[LONGEST];
    /// Bytes of the section so far.
    private int filled = NOT_IN_ONE;
    private int lastCount = -1;

    /// What is done with a whole and sound section.
    @FunctionalInterface
    interface Consumer {

        /// @param bytes from the table ID on, valid during the call
        /// @param length without the CRC
        /// @param crc what the section says again when nothing has changed
        void section(byte[] bytes, int length, int crc);
    }

    /// Takes in the packet at `at`, unless who received it has marked it as damaged.
    void packet(ByteBuffer bytes, int at, Consumer consumer) {
        int flags = bytes.get(at + 3);
        int count = flags & 0x0f;
        boolean hasPayload = (flags & 0x10) != 0;
        boolean startsOne = (bytes.get(at + 1) & 0x40) != 0;
        boolean isDamaged = (bytes.get(at + 1) & 0x80) != 0;
        if (isDamaged || !hasPayload || (count == lastCount && !startsOne)) {
            return; // Nothing in it, or sent twice.
        }
        if (count != ((lastCount + 1) & 0x0f)) {
            filled = NOT_IN_ONE;
        }
        lastCount = count;
        int end = at + TransportPacket.BYTES;
        int from = at + 4 + ((flags & 0x20) != 0 ? 1 + (bytes.get(at + 4) & 0xff) : 0);
        if (from >= end) {
            return;
        }
        if (!startsOne) {
            take(bytes, from, end, consumer);
            return;
        }
        int first = from + 1 + (bytes.get(from) & 0xff);
        if (first >= end) {
            filled = NOT_IN_ONE;
            return;
        }
        take(bytes, from + 1, first, consumer);
        startSections(bytes, first, end, consumer);
    }

    private void startSections(ByteBuffer bytes, int from, int end, Consumer consumer) {
        int next = from;
        while (next < end && (bytes.get(next) & 0xff) != STUFFING) {
            filled = 0;
            next = take(bytes, next, end, consumer);
        }
    }

    /// Goes on with the section that has been begun.
    ///
    /// @return where it ends, or the end of the packet
    private int take(ByteBuffer bytes, int from, int end, Consumer consumer) {
        int next = from;
        while (filled != NOT_IN_ONE && next < end) {
            int wanted = filled < HEADER_BYTES ? HEADER_BYTES : length();
            if (wanted > LONGEST || (filled >= HEADER_BYTES && wanted <= HEADER_BYTES + CRC_BYTES)) {
                filled = NOT_IN_ONE;
                return end;
            }
            int taken = Math.min(wanted - filled, end - next);
            bytes.get(next, section, filled, taken);
            filled += taken;
            next += taken;
            if (filled > HEADER_BYTES && filled == length()) {
                finish(consumer);
            }
        }
        return next;
    }

    private int length() {
        return HEADER_BYTES + (((section[1] & 0x0f) << 8) | (section[2] & 0xff));
    }

    private void finish(Consumer consumer) {
        int length = filled;
        filled = NOT_IN_ONE;
        if (crc(length) == 0) {
            consumer.section(section, length - CRC_BYTES,
                    ByteBuffer.wrap(section).getInt(length - CRC_BYTES));
        }
    }

    /// ISO/IEC 13818-1 annex A; 0 over a section together with its CRC.
    private int crc(int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc ^= section[i] << 24;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
            }
        }
        return crc;
    }
}
