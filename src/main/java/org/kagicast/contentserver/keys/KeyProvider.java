package org.kagicast.contentserver.keys;

import java.util.concurrent.CompletableFuture;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;

/// Where a stream's keys come from, whatever the way. It belongs to the stream's thread.
public interface KeyProvider {

    /// One more key is wanted.
    Wanted want(FetchReason reason);

    /// A key that is wanted, from the first attempt to come by it to the last.
    interface Wanted extends AutoCloseable {

        /// Tries. After an attempt that nobody answered, this one leads to the same key. The future is completed on any
        /// thread, fails as those of [org.kagicast.rpc.keys.KeyCreator] do, and is cancelled by whoever waits no longer.
        ///
        /// @param afterNumber the highest number of a key of the line that is known here
        CompletableFuture<CreatedKey> attempt(long afterNumber);

        /// The key of the attempts so far will not come; those that follow lead to another.
        void startAnew();

        /// No attempt follows. Twice is harmless.
        @Override
        void close();
    }
}
