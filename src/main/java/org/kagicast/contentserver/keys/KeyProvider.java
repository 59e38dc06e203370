package org.kagicast.contentserver.keys;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Step;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyCreator;

/// Where a stream's keys come from, whatever the way. It belongs to the stream's thread.
public interface KeyProvider {

    /// One more key is wanted.
    Wanted want(FetchReason reason);

    /// The ways to come by keys.
    enum Origin {
        /// Asked of the key server, which makes them (R2, R3).
        ASK,
        /// Made by the content server, which deposits ID and decryption key with the key server (R28).
        DEPOSIT;

        /// @param text as the option writes it
        /// @throws OperatorException if no origin is called so
        public static Origin of(String text) {
            return switch (text) {
                case "ask" -> ASK;
                case "deposit" -> DEPOSIT;
                default -> throw new OperatorException(ConfigurationMessage.NO_SUCH_KEY_ORIGIN.with(text));
            };
        }

        /// The keys of one line, by this way.
        public KeyProvider provider(StreamContext context, KeyCreator keyServer, CipherSuite suite) {
            return switch (this) {
                case ASK -> new Requested(context, keyServer, suite);
                case DEPOSIT -> new DepositedKeys(context, keyServer, suite, new SecureRandom());
            };
        }
    }

    /// A key that is wanted, from the first attempt to come by it to the last.
    interface Wanted extends AutoCloseable {

        /// Tries. After an attempt that nobody answered, this one leads to the same key. The future is completed on any
        /// thread, fails as those of [KeyCreator] do, and is cancelled by whoever waits no longer.
        ///
        /// @param afterNumber the highest number of a key of the line that is known here
        CompletableFuture<CreatedKey> attempt(long afterNumber);

        /// The key of the attempts so far will not come; those that follow lead to another.
        void startAnew();

        /// No attempt follows. Twice is harmless.
        @Override
        void close();
    }

    /// Asks the key server for keys (R2, R18).
    record Requested(StreamContext context, KeyCreator keyServer, CipherSuite suite) implements KeyProvider {

        @Override
        public Wanted want(FetchReason reason) {
            return new Wanted() {
                // Goes with the wanted key through all its attempts, so that a lost answer does
                // not cost a second key.
                private UUID idempotencyId = UUID.randomUUID();

                @Override
                public CompletableFuture<CreatedKey> attempt(long afterNumber) {
                    context.asked(reason == FetchReason.ANNOUNCED ? Step.C2 : Step.A2);
                    return keyServer.create(context.line(), suite, idempotencyId, reason, afterNumber);
                }

                @Override
                public void startAnew() {
                    idempotencyId = UUID.randomUUID();
                }

                @Override
                public void close() {
                    // Nothing is kept but a number.
                }
            };
        }
    }
}
