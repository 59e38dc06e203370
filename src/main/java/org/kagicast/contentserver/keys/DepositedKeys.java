package org.kagicast.contentserver.keys;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.SigningKey;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.DepositAnswer;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyCreator;

/// Makes keys here and deposits ID and decryption key with the key server (R28). A key is used only when its deposit is
/// known to be stored.
public final class DepositedKeys implements KeyProvider {

    /// Those drawn at random by whoever makes keys: 2^48 ≤ ID < 2^53.
    private static final long FIRST_ID = 1L << 48;
    /// Two in a row are practically impossible, unless the key server answers so to everything.
    private static final int MOST_DRAWS = 10;

    private final StreamContext context;
    private final KeyCreator keyServer;
    private final CipherSuite suite;
    private final SecureRandom randomness;

    public DepositedKeys(StreamContext context, KeyCreator keyServer, CipherSuite suite, SecureRandom randomness) {
        this.context = context;
        this.keyServer = keyServer;
        this.suite = suite;
        this.randomness = randomness;
    }

    @Override
    public Wanted want(FetchReason reason) {
        return new Made();
    }

    /// Its monitor guards the key: an answer may come while the stream's thread gives the wish up.
    private final class Made implements Wanted {

        private KeyId keyId = draw();
        private @Nullable BaseKey key = BaseKey.random(suite, randomness);
        private Optional<SigningKey> signingKey = newSigningKey();

        @Override
        public CompletableFuture<CreatedKey> attempt(long afterNumber) {
            CompletableFuture<CreatedKey> outcome = new CompletableFuture<>();
            deposit(outcome, afterNumber, MOST_DRAWS);
            return outcome;
        }

        private synchronized void deposit(CompletableFuture<CreatedKey> outcome, long afterNumber, int drawsLeft) {
            if (key == null || outcome.isDone()) {
                outcome.cancel(false);
                return;
            }
            CompletableFuture<DepositAnswer> answer = keyServer.deposit(context.line(), suite, keyId, key,
                    signingKey.map(SigningKey::verificationKey), afterNumber);
            var _ = outcome.whenComplete((created, fault) -> {
                if (outcome.isCancelled()) {
                    answer.cancel(true);
                }
            });
            var _ = answer.whenComplete((told, fault) -> {
                if (fault != null) {
                    outcome.completeExceptionally(fault);
                } else {
                    answered(outcome, told, afterNumber, drawsLeft);
                }
            });
        }

        private synchronized void answered(CompletableFuture<CreatedKey> outcome, DepositAnswer told, long afterNumber,
                int drawsLeft) {
            switch (told) {
                case DepositAnswer.Stored(long number) -> stored(outcome, number);
                case DepositAnswer.IdTaken() -> {
                    if (drawsLeft == 0) {
                        outcome.completeExceptionally(new OperatorException(
                                StreamMessage.ALL_IDS_TAKEN.with(context.keyServer())));
                    } else {
                        startAnew();
                        deposit(outcome, afterNumber, drawsLeft - 1);
                    }
                }
            }
        }

        private void stored(CompletableFuture<CreatedKey> outcome, long number) {
            BaseKey made = key;
            if (made == null) {
                outcome.cancel(false);
                return;
            }
            CreatedKey created = new CreatedKey(keyId, suite, context.line(), number, made.copy(),
                    signingKey.map(SigningKey::copy));
            if (!outcome.complete(created)) {
                created.close();
            }
        }

        @Override
        public synchronized void startAnew() {
            if (key != null) {
                wipe(key);
                key = BaseKey.random(suite, randomness);
                signingKey = newSigningKey();
                keyId = draw();
            }
        }

        @Override
        public synchronized void close() {
            if (key != null) {
                wipe(key);
                key = null;
            }
        }

        private void wipe(BaseKey made) {
            made.close();
            signingKey.ifPresent(SigningKey::close);
        }

        private Optional<SigningKey> newSigningKey() {
            return suite.signs() ? Optional.of(SigningKey.random(randomness)) : Optional.empty();
        }

        private KeyId draw() {
            return new KeyId(randomness.nextLong(FIRST_ID, KeyId.LIMIT));
        }
    }
}
