package org.kagicast.keyserver;

import java.util.Optional;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.FetchOutcome;

/// What a client gets for a key information request. Whoever sends it closes it.
sealed interface KeyAnswer extends AutoCloseable {

    /// Whose key it is, where the key is known.
    Optional<KeyLine> line();

    @Override
    void close();

    /// From the table here.
    record Given(KeyRecord key) implements KeyAnswer {
        @Override
        public Optional<KeyLine> line() {
            return Optional.of(key.description().line());
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /// From the key master, which a key slave has asked.
    record Passed(FetchOutcome.Key key) implements KeyAnswer {
        @Override
        public Optional<KeyLine> line() {
            return Optional.of(key.line());
        }

        @Override
        public void close() {
            key.close();
        }
    }

    record Refused(RefusalReason reason, Optional<KeyLine> line) implements KeyAnswer {
        @Override
        public void close() {
            // Nothing in a refusal is secret.
        }
    }
}
