package org.kagicast.contentserver.keys;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Step;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyCreator;

/// Asks the key server for keys (R2, R18). One idempotency ID goes with a wanted key through all its attempts, so that a
/// lost answer does not cost a second key.
public final class RequestedKeys implements KeyProvider {

    private final StreamContext context;
    private final KeyCreator keyServer;
    private final CipherSuite suite;

    public RequestedKeys(StreamContext context, KeyCreator keyServer, CipherSuite suite) {
        this.context = context;
        this.keyServer = keyServer;
        this.suite = suite;
    }

    @Override
    public Wanted want(FetchReason reason) {
        return new Asked(reason);
    }

    private final class Asked implements Wanted {

        private final FetchReason reason;
        private UUID idempotencyId = UUID.randomUUID();

        Asked(FetchReason reason) {
            this.reason = reason;
        }

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
    }
}
