package org.kagicast.multicast;

import java.nio.ByteBuffer;

/// How a [DatagramSender] hands its datagrams to the system. It belongs to the sender's loop.
sealed interface DatagramWriter permits GsoWriter, SingleDatagramWriter {

    /// Room for one datagram: the `size` bytes from the buffer's position to its limit.
    ByteBuffer reserve(int size);

    /// Takes what was written to the reserved room, up to its position.
    void commit();

    /// Hands over what does not wait for more of its kind.
    void flushFull();

    /// Hands over everything.
    void flush();

    /// The socket is closed: nothing more goes out.
    void close();

    /// Hears of datagrams that the system did not take.
    @FunctionalInterface
    interface Refusals {
        void refused(int datagrams, Throwable cause);
    }
}
