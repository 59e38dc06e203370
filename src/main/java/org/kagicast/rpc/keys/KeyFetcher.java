package org.kagicast.rpc.keys;

import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyId;
import org.kagicast.rpc.UnwantedException;

/// What a client asks of a key server. Safe for use by several threads.
public interface KeyFetcher {

    /// Asks for the decryption key of a key ID (R9, R20). Returns at once.
    Fetch fetch(KeyId keyId, FetchReason reason);

    /// One fetch in flight. It has no deadline: the caller cancels when its own clock says so.
    @FunctionalInterface
    interface Fetch {

        /// Ends, on a thread of the fetcher, with what became of it; never fails but by being cancelled. Always the
        /// same future; cancelling it gives the call up, and a key that comes all the same is wiped.
        CompletableFuture<FetchOutcome> outcome();

        default void cancel() {
            outcome().cancel(false);
        }

        /// Nobody wants the key any more. Like [#cancel], but it says nothing against the server.
        default void forget() {
            outcome().completeExceptionally(new UnwantedException());
        }
    }
}
