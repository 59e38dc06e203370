package org.kagicast.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;

/// Takes no key of a stream that does not sign its packets (R29): for a client that requires it, such a key counts as
/// refused, so nobody can switch it off on the way.
record SigningKeysOnly(KeyFetcher server) implements KeyFetcher {

    @Override
    public Fetch fetch(KeyId keyId, FetchReason reason) {
        return new Judged(server.fetch(keyId, reason));
    }

    /// Cancelling or forgetting it does so to the fetch behind it.
    private static final class Judged implements Fetch {

        private final Fetch fetch;
        private final CompletableFuture<FetchOutcome> outcome;

        Judged(Fetch fetch) {
            this.fetch = fetch;
            this.outcome = fetch.outcome().thenApply(Judged::judge);
        }

        private static FetchOutcome judge(FetchOutcome told) {
            if (told instanceof FetchOutcome.Key key && key.verificationKey().isEmpty()) {
                key.close();
                return new FetchOutcome.Refused(RefusalReason.NOT_SIGNED, Optional.of(key.line()), key.from());
            }
            return told;
        }

        @Override
        public CompletableFuture<FetchOutcome> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            fetch.cancel();
        }

        @Override
        public void forget() {
            fetch.forget();
        }
    }
}
