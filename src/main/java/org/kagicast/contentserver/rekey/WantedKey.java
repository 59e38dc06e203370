package org.kagicast.contentserver.rekey;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyName;

/// A key that has been asked for and has not come yet.
///
/// @param number tells it from those wanted before
/// @param outcomes of the commands that it is asked for by; they end with it, or fail
/// @param orders how many changes the key server had ordered when it was asked for, all of which it carries out
record WantedKey(long number, RekeyMode mode, Requester requester, List<CompletableFuture<KeyName>> outcomes,
        long orders) {

    /// Who wants it, and so for how long it is asked for when nobody answers.
    enum Requester {
        /// Waits for the outcome: it is asked for once more, then it has failed.
        OPERATOR,
        /// The stream itself: it is asked for until it is there, or refused.
        STREAM
    }

    WantedKey {
        outcomes = List.copyOf(outcomes);
    }

    /// Whether an operator waits for it to be used at once.
    boolean isAwaited() {
        return mode instanceof RekeyMode.Immediate && requester == Requester.OPERATOR;
    }
}
