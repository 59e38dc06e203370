package org.kagicast.contentserver.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
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
    private final Opener first;
    /// Null while the first pass has not been opened.
    private @Nullable InputStream in;
    private boolean isEmpty = true;

    private Content(@Nullable InputStream in, Opener first, @Nullable Opener again) {
        this.in = in;
        this.first = first;
        this.again = again;
    }

    /// Content that ends with its last byte.
    static Content once(Opener opener) throws IOException {
        return new Content(opener.open(), opener, null);
    }

    /// Content that starts over when it has come to its end.
    static Content repeated(Opener opener) throws IOException {
        return new Content(opener.open(), opener, opener);
    }

    /// The same, opened with the first read: a named pipe keeps whoever opens it waiting until somebody writes to it.
    static Content later(Opener opener, boolean isRepeated) {
        return new Content(null, opener, isRepeated ? opener : null);
    }

    /// Reads what is there, at least one byte. Waits for input.
    ///
    /// @param room more than 0
    /// @return how many bytes were read; 0 at the end of a pass
    int read(byte[] into, int at, int room) throws IOException {
        int read = open().read(into, at, room);
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
        open().close();
        in = again.open();
        return true;
    }

    /// Whoever was stopped while it waited for the other end of a pipe takes nothing out of it.
    private InputStream open() throws IOException {
        InputStream opened = in;
        if (opened == null) {
            opened = first.open();
            in = opened;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the source was stopped");
            }
        }
        return opened;
    }

    /// How many bytes can be had without waiting, as far as the input tells.
    int atHand() throws IOException {
        return in == null ? 0 : in.available();
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
