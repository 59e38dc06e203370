package org.kagicast.client.sink;

import java.io.IOException;

/// Not all bytes could be written.
final class PartialWrite extends IOException {

    private static final long serialVersionUID = 1L;

    private final int written;

    /// @param written bytes that were, from the first on
    PartialWrite(int written, IOException cause) {
        super(cause.getMessage(), cause);
        this.written = written;
    }

    int written() {
        return written;
    }
}
