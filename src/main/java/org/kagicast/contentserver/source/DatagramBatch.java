package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;
import org.kagicast.wire.Fragment;

/// Datagrams on their way from a source to its stream, each already led by its inner type byte, so that it can be sealed
/// from where it lies. A datagram may be longer than a packet's payload: it is cut when it is sealed, and takes the room of
/// as many. A batch is used again and again, and belongs to the source or to the stream, never to both. Its memory grows to
/// what it is used for: that of a slow stream holds a few datagrams.
public final class DatagramBatch {

    /// The most datagrams of one batch.
    public static final int MOST_DATAGRAMS = 64;

    private static final int FIRST_DATAGRAMS = 2;

    private final int largestPayload;
    private final int longestDatagram;
    private final int[] ends = new int[MOST_DATAGRAMS];
    private ByteBuffer writing;
    private ByteBuffer reading;
    private int count;
    private int next;
    private int source;

    /// @param largestPayload in bytes, without the inner type
    public DatagramBatch(int largestPayload) {
        this.largestPayload = largestPayload;
        this.longestDatagram = Fragment.longestDatagram(largestPayload);
        this.writing = ByteBuffer.allocate(FIRST_DATAGRAMS * (1 + largestPayload));
        this.reading = writing.duplicate();
    }

    /// How much memory a batch takes at most.
    public static int bytes(int largestPayload) {
        return MOST_DATAGRAMS * (1 + largestPayload);
    }

    /// What several packets together carry, in bytes.
    public int longestDatagram() {
        return longestDatagram;
    }

    /// Whether one more datagram of so many bytes, no longer than the longest, can be added.
    public boolean hasRoomFor(int bytes) {
        return !isFull() && end() + 1 + bytes <= bytes(largestPayload);
    }

    public boolean isFull() {
        return count == MOST_DATAGRAMS;
    }

    /// Copies what remains of `body`.
    ///
    /// @throws IllegalArgumentException if there is no room for it
    public void add(byte innerType, ByteBuffer body) {
        room(innerType, body.remaining()).put(body);
    }

    /// Room for the body of one datagram, from position to limit, to be filled before the next call.
    ///
    /// @throws IllegalArgumentException if there is no room for it
    ByteBuffer room(byte innerType, int bytes) {
        if (bytes > longestDatagram || !hasRoomFor(bytes)) {
            throw new IllegalArgumentException("a datagram of " + bytes + " bytes does not fit");
        }
        int start = end();
        int end = start + 1 + bytes;
        growTo(end);
        ends[count++] = end;
        return writing.limit(end).position(start).put(innerType);
    }

    private void growTo(int bytes) {
        if (bytes > writing.capacity()) {
            int size = Math.min(bytes(largestPayload), Math.max(bytes, 2 * writing.capacity()));
            ByteBuffer larger = ByteBuffer.allocate(size).put(writing.clear().limit(end()));
            reading = larger.duplicate().position(reading.position());
            writing = larger;
        }
    }

    private int end() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /// Whether [#next] has one more.
    public boolean hasNext() {
        return next < count;
    }

    /// The next datagram, inner type first. The buffer is valid until the next call.
    public ByteBuffer next() {
        int start = next == 0 ? 0 : ends[next - 1];
        reading.limit(ends[next]).position(start);
        next++;
        return reading;
    }

    /// Says from which source of the stream the datagrams are, by its place among them.
    void comesFrom(int place) {
        source = place;
    }

    /// The place of their source among the stream's, the first unless told otherwise.
    public int source() {
        return source;
    }

    /// Empties the batch for its next use.
    public void clear() {
        writing.clear();
        count = 0;
        next = 0;
        source = 0;
    }
}
