package org.kagicast.rpc.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;

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

        /// Which of the streams the caller does not own as the key server tells, each with its owner, or empty where nobody
        /// owns it: their keys cannot be changed. Told before [#onListening], and when it changes for the better.
        default void onForeign(Map<StreamName, Optional<NodeName>> foreign) {
            // Orders for such streams do not come.
        }

        /// A stream is to change to a key that is made from now on.
        ///
        /// @param line without a label: the key in use, or one of each label
        /// @param reason what follows "because", for people
        void onOrder(KeyLine line, CodedMessage reason);

        /// The keys of each line that has any: the one in use, then those announced. They are named as the watch is opened,
        /// so that those are changed which the key server does not have. May be called on any thread.
        default List<NamedKeys> keys() {
            return List.of();
        }

        /// No order can be heard now, since another process acts for this content server, as told in one sentence. Told
        /// after each attempt.
        default void onTwin(CodedMessage sentence) {
            onLost(sentence);
        }

        /// No order can be heard now, for the reason told in one sentence. Told after each attempt.
        void onLost(CodedMessage sentence);

        /// No order can be heard now although the key server is there: it refuses the watch, or what it sends cannot be
        /// carried out. Told after each attempt.
        default void onRefused(CodedMessage sentence) {
            onLost(sentence);
        }
    }

    /// Keys of one line.
    record NamedKeys(KeyLine line, List<KeyId> keyIds) {}

    /// Listens until closed. Closing twice is harmless.
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
