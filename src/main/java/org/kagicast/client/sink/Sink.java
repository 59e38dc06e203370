package org.kagicast.client.sink;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.wire.TestCardFragment;

/// Takes what a client opens. Called on the client's loop, and never blocks it; the buffers are valid during the call
/// only.
public interface Sink extends AutoCloseable {

    /// The payload of a data packet.
    void data(ByteBuffer payload);

    /// The payload of a data packet that had to wait for its key.
    default void late(ByteBuffer payload) {
        data(payload);
    }

    /// A fragment of a test card; what is no screen takes its JPEG bytes for the payload.
    default void testCard(StreamName stream, TestCardFragment fragment) {
        data(fragment.jpeg());
    }

    /// A datagram that cannot be opened for want of its key.
    default void unopened(ByteBuffer datagram) {
    }

    /// For the moment nothing more has come.
    default void batchEnd() {
    }

    /// One sentence, when the sink cannot take what it is given.
    default Optional<CodedMessage> problem() {
        return Optional.empty();
    }

    /// One sentence with the number, when some of what it was given could not be delivered, though it goes on.
    default Optional<CodedMessage> loss() {
        return Optional.empty();
    }

    /// Fails with an [org.kagicast.model.OperatorException] when nothing more can ever be delivered.
    default CompletableFuture<Void> whenEnded() {
        return new CompletableFuture<>();
    }

    /// Lets go when all that was taken has been delivered. Twice is harmless.
    @Override
    void close();
}
