package org.kagicast.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One piece of a test card picture:
///
/// ```
/// +---------------+--------------+-----------+------------+
/// | frame 4 bytes | fragment 2 B | count 2 B | JPEG bytes |
/// +---------------+--------------+-----------+------------+
/// ```
///
/// @param frame unsigned 32 bits, grows by one with each picture
/// @param fragment 0 ≤ fragment < count
/// @param count fragments of this picture, 1 to 256
/// @param jpeg this fragment's part of the picture
public record TestCardFragment(long frame, int fragment, int count, ByteBuffer jpeg) {

    /// Bytes in front of the picture's.
    public static final int HEADER_BYTES = 8;
    /// The most fragments of one picture.
    public static final int MOST_FRAGMENTS = 256;

    public TestCardFragment {
        if (frame < 0 || frame >= 1L << 32 || count < 1 || count > MOST_FRAGMENTS || fragment < 0
                || fragment >= count) {
            throw new IllegalArgumentException("fragment " + fragment + " of " + count + " of frame " + frame);
        }
    }

    /// Cuts a picture into fragment bodies of at most `largest` bytes each.
    public static List<ByteBuffer> split(long frame, byte[] jpeg, int largest) {
        int piece = largest - HEADER_BYTES;
        int count = Math.max(1, (jpeg.length + piece - 1) / piece);
        List<ByteBuffer> bodies = new ArrayList<>(count);
        for (int fragment = 0; fragment < count; fragment++) {
            int from = fragment * piece;
            int length = Math.min(piece, jpeg.length - from);
            bodies.add(new TestCardFragment(frame, fragment, count, ByteBuffer.wrap(jpeg, from, length)).toBody());
        }
        return bodies;
    }

    public ByteBuffer toBody() {
        return ByteBuffer.allocate(HEADER_BYTES + jpeg.remaining()).putInt((int) frame).putShort((short) fragment)
                .putShort((short) count).put(jpeg.duplicate()).flip();
    }

    /// Reads what remains of `body`; the fragment shares its bytes.
    ///
    /// @return empty if it is no fragment
    public static Optional<TestCardFragment> parse(ByteBuffer body) {
        if (body.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        int at = body.position();
        long frame = Integer.toUnsignedLong(body.getInt(at));
        int fragment = Short.toUnsignedInt(body.getShort(at + 4));
        int count = Short.toUnsignedInt(body.getShort(at + 6));
        if (count < 1 || count > MOST_FRAGMENTS || fragment >= count) {
            return Optional.empty();
        }
        ByteBuffer jpeg = body.slice(at + HEADER_BYTES, body.remaining() - HEADER_BYTES);
        return Optional.of(new TestCardFragment(frame, fragment, count, jpeg));
    }
}
