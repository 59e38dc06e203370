package org.kagicast.contentserver.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The bytes of a file or of standard input, once or again and again.
final class Content implements AutoCloseable {

    /// Opens the bytes from the start.
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /// Opens the next pass; null if there is only one.
    private final @Nullable Opener again;
    private InputStream in;
    private boolean isEmpty = true;

    private Content(InputStream in, @Nullable Opener again) {
        this.in = in;
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

    /// Reads what is there, at least one byte. Waits for input.
    ///
    /// @param room more than 0
    /// @return how many bytes were read; 0 at the end of a pass
    int read(byte[] into, int at, int room) throws IOException {
        int read = in.read(into, at, room);
        isEmpty &= read <= 0;
        return Math.max(0, read);
    }

    /// Begins the next pass.
    ///
    /// @return false if there is none, or the last one was empty
    boolean startOver() throws IOException {
        if (again == null || isEmpty) {
            return false;
        }
        isEmpty = true;
        in.close();
        in = again.open();
        return true;
    }

    /// How many bytes can be had without waiting, as far as the input tells.
    int atHand() throws IOException {
        return in.available();
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
