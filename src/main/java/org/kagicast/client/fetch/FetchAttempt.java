package org.kagicast.client.fetch;

import java.time.Duration;
import java.util.function.Consumer;
import org.kagicast.model.KeyId;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// One fetch of a key. It ends once: with an answer, when its time is up, or by being cancelled; a key that comes after
/// that is wiped. State: the client's loop.
public final class FetchAttempt {

    private final KeyFetcher.Fetch fetch;
    private final Consumer<FetchOutcome> whenOver;
    private final Time.Scheduled deadline;
    private boolean isOver;

    private FetchAttempt(KeyRequest.Office office, KeyFetcher.Fetch fetch, Consumer<FetchOutcome> whenOver) {
        this.fetch = fetch;
        this.whenOver = whenOver;
        Duration within = office.limits().fetchDeadline();
        this.deadline = office.time().after(within, office.loop(), () -> expire(within));
    }

    /// @param whenOver gets what came of it, unless it is cancelled, and owns the key
    public static FetchAttempt begin(KeyRequest.Office office, KeyId keyId, FetchReason reason,
            Consumer<FetchOutcome> whenOver) {
        var attempt = new FetchAttempt(office, office.fetcher().fetch(keyId, reason), whenOver);
        var _ = attempt.fetch.outcome().thenAcceptAsync(attempt::answered, office.loop());
        return attempt;
    }

    /// Gives it up because the key is not wanted any more. Harmless when it is over.
    public void cancel() {
        if (!isOver) {
            isOver = true;
            deadline.cancel();
            fetch.forget();
        }
    }

    private void expire(Duration within) {
        if (!isOver) {
            isOver = true;
            fetch.cancel();
            whenOver.accept(new FetchOutcome.Unreachable(ClientMessage.NO_ANSWER.with(within)));
        }
    }

    private void answered(FetchOutcome outcome) {
        if (!isOver) {
            isOver = true;
            deadline.cancel();
            whenOver.accept(outcome);
        } else if (outcome instanceof FetchOutcome.Key tooLate) {
            tooLate.close();
        }
    }
}
