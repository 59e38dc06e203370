package org.kagicast.contentserver.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes of a file or of standard input, cut into the pieces that become datagrams. Only the last piece of a pass may
/// be shorter.
final class Content implements AutoCloseable {

    /// Seven packets of an MPEG transport stream, what everybody puts into one datagram.
    static final int PIECE_BYTES = 7 * TransportStream.PACKET_BYTES;

    private static final int BUFFER_BYTES = 32 * PIECE_BYTES;

    /// Opens the bytes from the start.
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /// Opens the next pass; null if there is only one.
    private final @Nullable Opener again;
    private InputStream in;
    private boolean isFresh = true;

    private Content(InputStream in, @Nullable Opener again) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.again = again;
    }

    /// Content that ends with its last byte.
    static Content once(Opener opener) throws IOException {
        return new Content(opener.open(), null);
    }

    /// Content that starts over when it has come to its end.
    static Content repeated(Opener opener) throws IOException {
        return new Content(opener.open(), opener);
    }

    /// Whether it begins as an MPEG transport stream does. Waits for the first bytes; to be asked before any is taken.
    boolean isTransportStream() throws IOException {
        in.mark(PIECE_BYTES);
        byte[] start = in.readNBytes(PIECE_BYTES);
        in.reset();
        return TransportStream.looksLikeOne(start);
    }

    /// The next piece; empty at the end. Waits for input.
    Optional<ByteBuffer> next() throws IOException {
        byte[] piece = in.readNBytes(PIECE_BYTES);
        if (piece.length == 0 && again != null && !isFresh) {
            in.close();
            in = new BufferedInputStream(again.open(), BUFFER_BYTES);
            piece = in.readNBytes(PIECE_BYTES);
        }
        isFresh = false;
        return piece.length == 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(piece));
    }

    /// Whether a whole piece can be had without waiting.
    boolean isAtHand() throws IOException {
        return in.available() >= PIECE_BYTES;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
