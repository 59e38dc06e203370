package org.kagicast.keytable;

import java.util.concurrent.CompletionException;

/// Asks witnesses, for tables in memory, where storing cannot fail.
final class Attesting {

    private Attesting() {
    }

    /// Returns once the change may be made.
    ///
    /// @throws RuntimeException what the witness failed with: the change is not to be made
    static <T> void require(Witness<T> witness, T outcome) {
        try {
            witness.sees(outcome).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }
}
