package org.kagicast.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Puts the fragments of one test card picture after another together again. It keeps the latest picture only, at most
/// 256 fragments of a datagram each, so nothing that comes in makes it grow. One thread.
public final class TestCardAssembler {

    /// So many pictures one of them may come late; what is older is the beginning of another card.
    private static final int LATEST = 30;

    private long frame = -1;
    private byte[] @Nullable [] pieces = new byte[0][];
    private int missing;

    /// Takes one fragment, copying its bytes.
    ///
    /// @return the whole JPEG file when this was the last one missing
    public Optional<byte[]> add(TestCardFragment fragment) {
        if (fragment.frame() != frame || fragment.count() != pieces.length) {
            if (fragment.frame() < frame && frame - fragment.frame() < LATEST) {
                return Optional.empty();
            }
            frame = fragment.frame();
            pieces = new byte[fragment.count()][];
            missing = fragment.count();
        }
        if (pieces[fragment.fragment()] != null) {
            return Optional.empty();
        }
        byte[] piece = new byte[fragment.jpeg().remaining()];
        fragment.jpeg().duplicate().get(piece);
        pieces[fragment.fragment()] = piece;
        missing--;
        return missing == 0 ? Optional.of(whole()) : Optional.empty();
    }

    private byte[] whole() {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece == null ? 0 : piece.length;
        }
        ByteBuffer picture = ByteBuffer.allocate(length);
        for (byte[] piece : pieces) {
            if (piece != null) {
                picture.put(piece);
            }
        }
        return picture.array();
    }
}
