package org.kagicast.contentserver.mpegts;

import java.nio.ByteBuffer;

/// Finds the packets in bytes that hold a transport stream somewhere: from any byte on, in packets of 188 bytes, of 192
/// (four bytes of time before each) or of 204 (sixteen bytes of error correction behind each). It takes five sync bytes
/// in a row for a find, takes a packet for one only if the next begins where it should, and looks anew when that fails
/// twice. A packet whose own sync byte is damaged is none, but does not end the row.
///
/// It is asked of a window of the bytes again and again, each time from where the last answer ended. One thread.
public final class PacketFinder {

    /// No packet.
    public static final int NONE = -1;
    /// A window of so many bytes is always enough for an answer.
    public static final int WINDOW_BYTES = 1_224;

    private static final int ROW = 5;
    private static final int[] STRIDES = {188, 192, 204};
    private static final int WITH_TIME = 192;
    private static final int TIME_BYTES = 4;
    private static final int LOST = -1;

    private int stride;
    private int packet = NONE;

    /// Looks at the window's bytes from `from` to `end`.
    ///
    /// @param isAll whether nothing follows
    /// @return how many bytes from `from` on are one packet with what belongs to it, or are none; 0 if it takes more bytes
    ///         to tell, or there are none
    public int next(ByteBuffer window, int from, int end, boolean isAll) {
        packet = NONE;
        if (from >= end) {
            return 0;
        }
        if (stride != 0) {
            int length = follow(window, from, end, isAll);
            if (length != LOST) {
                return length;
            }
            stride = 0;
        }
        return search(window, from, end, isAll);
    }

    /// Where in the window the packet is that the last answer was about; [#NONE] if it was about none.
    public int packet() {
        return packet;
    }

    /// How long a packet is with what belongs to it; 0 while it does not know where the next one is.
    public int packetBytes() {
        return stride;
    }

    /// What follows has nothing to do with what came before.
    public void startAnew() {
        stride = 0;
    }

    private int follow(ByteBuffer window, int from, int end, boolean isAll) {
        if (end - from < stride) {
            return isAll ? LOST : 0;
        }
        int own = from + lead(stride);
        int next = own + stride;
        if (next >= end && !isAll) {
            return 0;
        }
        boolean hasOwn = window.get(own) == TransportPacket.SYNC;
        boolean hasNext = next < end ? window.get(next) == TransportPacket.SYNC : hasOwn;
        if (hasNext) {
            packet = hasOwn ? own : NONE;
            return stride;
        }
        int afterTwo = next + 2 * stride;
        if (afterTwo >= end) {
            return isAll ? LOST : 0;
        }
        boolean isOneDamaged = hasOwn && window.get(next + stride) == TransportPacket.SYNC
                && window.get(afterTwo) == TransportPacket.SYNC;
        packet = isOneDamaged ? own : NONE;
        return isOneDamaged ? stride : LOST;
    }

    /// Passes over what cannot be the beginning of a row.
    private int search(ByteBuffer window, int from, int end, boolean isAll) {
        for (int at = from; at < end; at++) {
            if (window.get(at) != TransportPacket.SYNC) {
                continue;
            }
            boolean isOpen = false;
            for (int length : STRIDES) {
                int begin = at - lead(length);
                if (begin < from) {
                    continue;
                }
                switch (row(window, at, end, length, isAll)) {
                    case FOUND -> {
                        stride = length;
                        return begin > from ? begin - from : found(window, from, end, isAll);
                    }
                    case OPEN -> isOpen = true;
                    case NONE -> {
                        // Perhaps of another length.
                    }
                }
            }
            if (isOpen) {
                return Math.max(0, at - TIME_BYTES - from);
            }
        }
        return isAll ? end - from : Math.max(0, end - TIME_BYTES - from);
    }

    private int found(ByteBuffer window, int from, int end, boolean isAll) {
        int length = follow(window, from, end, isAll);
        if (length != LOST) {
            return length;
        }
        stride = 0;
        return end - from;
    }

    private enum Row {
        FOUND,
        OPEN,
        NONE
    }

    private static Row row(ByteBuffer window, int from, int end, int length, boolean isAll) {
        int count = 0;
        for (int at = from; at < end && count < ROW; at += length) {
            if (window.get(at) != TransportPacket.SYNC) {
                return Row.NONE;
            }
            count++;
        }
        if (count == ROW) {
            return Row.FOUND;
        }
        if (!isAll) {
            return Row.OPEN;
        }
        boolean isWhole = (end - (from - lead(length))) % length == 0;
        return isWhole ? Row.FOUND : Row.NONE;
    }

    private static int lead(int length) {
        return length == WITH_TIME ? TIME_BYTES : 0;
    }
}
