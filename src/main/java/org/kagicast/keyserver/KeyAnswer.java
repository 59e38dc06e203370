package org.kagicast.keyserver;

import java.util.Optional;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.BaseKey;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;

/// What a client gets for a key information request. Whoever sends it closes it.
sealed interface KeyAnswer extends AutoCloseable {

    /// Whose key it is, where the key is known.
    Optional<KeyLine> line();

    /// Counts the keys of its line; 0 where it is not known.
    long number();

    /// What people call the key, where that is known.
    ///
    /// @param asked its ID
    default Optional<KeyName> name(KeyId asked) {
        return line().map(line -> new KeyName(asked, line, number()));
    }

    /// The decryption key, if this answer gives one; it stays with the answer.
    Optional<BaseKey> key();

    @Override
    void close();

    /// From the table here.
    record Given(KeyRecord record) implements KeyAnswer {
        @Override
        public Optional<BaseKey> key() {
            return record.decryptionKey();
        }

        @Override
        public Optional<KeyLine> line() {
            return Optional.of(record.description().line());
        }

        @Override
        public long number() {
            return record.description().number();
        }

        @Override
        public void close() {
            record.close();
        }
    }

    /// From the key master, which a key slave has asked.
    record Passed(FetchOutcome.Key fetched) implements KeyAnswer {
        @Override
        public Optional<BaseKey> key() {
            return Optional.of(fetched.baseKey());
        }

        @Override
        public Optional<KeyLine> line() {
            return Optional.of(fetched.line());
        }

        @Override
        public long number() {
            return fetched.number();
        }

        @Override
        public void close() {
            fetched.close();
        }
    }

    record Refused(RefusalReason reason, Optional<KeyLine> line, long number) implements KeyAnswer {
        @Override
        public Optional<BaseKey> key() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing in a refusal is secret.
        }
    }
    /// This server cannot tell now.
    ///
    /// @param sentence names the cause and the cure
    record Unavailable(CodedMessage sentence) implements KeyAnswer {
        @Override
        public Optional<KeyLine> line() {
            return Optional.empty();
        }

        @Override
        public long number() {
            return 0;
        }

        @Override
        public Optional<BaseKey> key() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing in it is secret.
        }
    }
}
