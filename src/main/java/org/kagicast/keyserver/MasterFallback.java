package org.kagicast.keyserver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.rpc.keys.DelegatedFetcher;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// Asks the key master for what has not reached a slave yet, on behalf of the client that asked the slave. So many at
/// once and no more, so that clients that ask for made-up IDs do not reach the master through its slaves. Safe for use by
/// several threads.
///
/// Without the master's word nobody can know whether there is such a key or grant: the answer is then that the slave cannot
/// tell, never that there is none.
final class MasterFallback {

    /// Well within the time that a client waits for the slave.
    static final Duration ANSWER_WITHIN = Duration.ofMillis(300);

    static final int MOST_AT_ONCE = 64;

    private final NodeName slave;
    private final DelegatedFetcher master;
    private final Supplier<Optional<Duration>> silence;
    private final Time time;
    private final Executor executor;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /// @param silence for how long nothing has come from the master that it could be asked through; empty while it is heard
    MasterFallback(NodeName slave, DelegatedFetcher master, Supplier<Optional<Duration>> silence, Time time,
            Executor executor) {
        this.slave = slave;
        this.master = master;
        this.silence = silence;
        this.time = time;
        this.executor = executor;
    }

    /// Ends with what the master says, or with why it cannot be known. Never fails.
    CompletableFuture<KeyAnswer> ask(Identity client, KeyId keyId, FetchReason reason) {
        Optional<Duration> silent = silence.get();
        if (silent.isPresent()) {
            return CompletableFuture.completedFuture(new KeyAnswer.Unavailable(
                    KeyServerMessage.MASTER_SILENT.with(slave, silent.get(), KeyName.of(keyId))));
        }
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(new KeyAnswer.Unavailable(
                    KeyServerMessage.MASTER_BUSY.with(slave, MOST_AT_ONCE, KeyName.of(keyId))));
        }
        KeyFetcher.Fetch fetch = master.fetch(client, keyId, reason);
        Time.Scheduled deadline = time.after(ANSWER_WITHIN, executor, fetch::cancel);
        return fetch.outcome().handle((outcome, givenUp) -> {
            places.release();
            deadline.cancel();
            return answer(outcome, keyId);
        });
    }

    private KeyAnswer answer(@Nullable FetchOutcome outcome, KeyId keyId) {
        return switch (outcome) {
            case null -> unanswered(keyId);
            case FetchOutcome.Unreachable fault -> untold(keyId, fault.sentence());
            case FetchOutcome.Key key -> new KeyAnswer.Passed(key);
            case FetchOutcome.Refused refused -> new KeyAnswer.Refused(refused.reason(), refused.line(), 0);
        };
    }

    private KeyAnswer untold(KeyId keyId, CodedMessage why) {
        return new KeyAnswer.Unavailable(KeyServerMessage.MASTER_FAILED.with(slave, KeyName.of(keyId), why));
    }

    private KeyAnswer unanswered(KeyId keyId) {
        return new KeyAnswer.Unavailable(
                KeyServerMessage.MASTER_UNANSWERED.with(slave, ANSWER_WITHIN, KeyName.of(keyId)));
    }
}
