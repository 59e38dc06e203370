package org.kagicast.multicast;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// Where one sends packets that are written in place. What does not say otherwise belongs to the loop alone.
public interface PacketSender extends AutoCloseable {

    /// Room for one packet: the `size` bytes from the buffer's position to its limit.
    ByteBuffer reserve(int size);

    /// Sends, with the next flush, what was written to the reserved room.
    void commit();

    void flush();

    /// Like [#flush], but for packets that may still be joined by more, which are at hand.
    void flushFull();

    /// Whether more packets may be sent now.
    boolean isWritable();

    /// Runs `work` once on the loop, later, when more packets may be sent.
    void whenWritable(Runnable work);

    /// What keeps the interface from sending, in one sentence; empty while it is there.
    Optional<CodedMessage> trouble();

    /// How many packets the system refused.
    long refused();

    /// The system's reason for the latest refusal; empty if there was none since the socket was made.
    Optional<String> lastRefusal();

    /// Flushes and closes. Safe from any thread; twice is harmless.
    @Override
    void close();
}
