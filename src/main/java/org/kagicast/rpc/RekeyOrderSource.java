package org.kagicast.rpc;

import java.util.Set;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamName;

/// Where a content server hears that it is to rekey. Safe for use by several threads.
public interface RekeyOrderSource {

    /// For a content server that nobody orders anything.
    RekeyOrderSource NONE = (streams, listener) -> () -> {
    };

    /// Listens for orders about streams of the caller's own until closed, however often the connection breaks. Returns
    /// at once. An order that was missed meanwhile is given as the watch is there again.
    Watch watch(Set<StreamName> streams, Listener listener);

    /// Who carries orders out. Its methods are called one at a time and must return soon.
    interface Listener {

        /// The watch is there, for the first time or again.
        void onListening();

        /// A stream is to change to a key that is made from now on.
        ///
        /// @param line without a label: the key in use, or one of each label
        /// @param reason what follows "because", for people
        void onOrder(KeyLine line, String reason);

        /// No order can be heard now, for the reason told in one sentence. Told after each attempt.
        void onLost(String sentence);
    }

    /// Listens until closed. Closing twice is harmless.
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
