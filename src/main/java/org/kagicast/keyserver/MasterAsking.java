package org.kagicast.keyserver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.rpc.DelegatedFetcher;
import org.kagicast.rpc.FetchOutcome;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.rpc.Occasion;
import org.kagicast.time.Time;

/// Asks the key master for what has not reached a slave yet, on behalf of the client that asked the slave. So many at
/// once and no more, so that clients that ask for made-up IDs do not reach the master through its slaves. Safe for use by
/// several threads.
final class MasterAsking {

    /// Well within the time that a client waits for the slave.
    static final Duration ANSWER_WITHIN = Duration.ofMillis(300);

    private static final int MOST_AT_ONCE = 64;

    private final DelegatedFetcher master;
    private final Time time;
    private final Executor executor;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    MasterAsking(DelegatedFetcher master, Time time, Executor executor) {
        this.master = master;
        this.time = time;
        this.executor = executor;
    }

    /// Ends with what the master says; empty when it says nothing in time. Never fails.
    CompletableFuture<Optional<KeyAnswer>> ask(Identity client, KeyId keyId, Occasion occasion) {
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        KeyFetcher.Fetch fetch = master.fetch(client, keyId, occasion);
        Time.Scheduled deadline = time.after(ANSWER_WITHIN, executor, fetch::cancel);
        return fetch.outcome().handle((outcome, givenUp) -> {
            places.release();
            deadline.cancel();
            return answer(outcome);
        });
    }

    private static Optional<KeyAnswer> answer(@Nullable FetchOutcome outcome) {
        return switch (outcome) {
            case null -> Optional.empty();
            case FetchOutcome.Unreachable fault -> Optional.empty();
            case FetchOutcome.Key key -> Optional.of(new KeyAnswer.Passed(key));
            case FetchOutcome.Refused refused ->
                Optional.of(new KeyAnswer.Refused(refused.reason(), refused.line()));
        };
    }
}
