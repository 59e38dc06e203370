package org.kagicast.contentserver.source;

import java.io.IOException;

/// Datagrams with the time at which each is due. It belongs to the thread of its [PacedSource].
interface Feed extends AutoCloseable {

    /// What [#due] says when there is nothing more.
    long END = Long.MAX_VALUE;

    /// When the next datagram is due, in nanoseconds after the first, or [#END]. Waits for input if it must.
    long due(SourceOutlet outlet) throws IOException;

    /// Adds the datagram that [#due] spoke of. The batch has room.
    void addTo(DatagramBatch batch) throws IOException;

    /// Whether [#due] can answer without waiting for input.
    boolean isAtHand() throws IOException;

    /// Whether this may be live and more of it has come than is due.
    default boolean isBehind() throws IOException {
        return false;
    }

    @Override
    void close();
}
