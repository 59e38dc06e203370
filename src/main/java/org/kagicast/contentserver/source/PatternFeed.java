package org.kagicast.contentserver.source;

import org.kagicast.time.Time;
import org.kagicast.wire.InnerType;

/// Numbered, timestamped packets for measuring:
///
/// ```
/// +--------------------+-------------------------+---------------------------+
/// | sequence number 8 B| Time.nanos at sending 8 | filling: number + place   |
/// +--------------------+-------------------------+---------------------------+
/// ```
final class PatternFeed implements Feed {

    /// Bytes of number and time, and so the smallest packet.
    static final int HEADER_BYTES = 16;

    private static final int BYTE_VALUES = 256;

    private final Rate rate;
    private final Time time;
    private final int size;
    private final byte[] filling;
    private long sequence;

    PatternFeed(Rate rate, int size, Time time) {
        this.rate = rate;
        this.time = time;
        this.size = size;
        this.filling = new byte[BYTE_VALUES + size];
        for (int i = 0; i < filling.length; i++) {
            filling[i] = (byte) i;
        }
    }

    @Override
    public long due(SourceOutlet outlet) {
        return rate.nanosFor(sequence);
    }

    @Override
    public void addTo(DatagramBatch batch) {
        int first = (int) ((sequence + HEADER_BYTES) & (BYTE_VALUES - 1));
        batch.room(InnerType.DATA, size).putLong(sequence).putLong(time.nanos()).put(filling, first,
                size - HEADER_BYTES);
        sequence++;
    }

    @Override
    public boolean isAtHand() {
        return true;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
