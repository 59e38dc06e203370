package org.kagicast.contentserver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.OperatorException;
import org.kagicast.rpc.CreatedKey;
import org.kagicast.rpc.Occasion;
import org.kagicast.rpc.Retry;

/// One key that is wanted: tried for (R2, R18, R28) until it has come and is stored (R4), or it is in vain. It belongs to
/// the stream's thread.
final class KeyRequest {

    /// How long to go on when nobody answers.
    enum Patience {
        /// Somebody waits for the outcome: once more, then it has failed.
        ONE_RETRY,
        /// Until it is there, or refused.
        UNTIL_REFUSED
    }

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// What every key of a stream is asked for with.
    record Office(StreamContext context, KeySupply supply, EncryptionKeyTable table, StateReports reports) {}

    /// What comes of it, on the stream's thread; nothing after it was abandoned.
    interface Outcome {

        /// The key is there, and stored.
        void onKey(EncryptionKey key);

        /// It has not come yet, for the reason told in one sentence, and is asked for once more.
        ///
        /// @param pause until then
        void onTrouble(String sentence, Duration pause);

        /// It will not come, for the reason told in one sentence.
        void onRefusal(String sentence);
    }

    private final Office office;
    private final StreamContext context;
    private final KeySupply.Wanted wanted;
    private final Patience patience;
    private final Outcome outcome;
    private Duration pause = FIRST_PAUSE;
    private boolean isAsking;
    private boolean isRepeated;
    private @Nullable CompletableFuture<KeyId> abandoned;

    KeyRequest(Office office, Occasion occasion, Patience patience, Outcome outcome) {
        this.office = office;
        this.context = office.context();
        this.wanted = office.supply().want(occasion);
        this.patience = patience;
        this.outcome = outcome;
    }

    /// Gives the key up: it is never used, and destroyed when it comes.
    ///
    /// @param destroyed ends with the ID of the destroyed key, or fails with an [OperatorException] if none comes
    void abandon(CompletableFuture<KeyId> destroyed) {
        abandoned = destroyed;
        if (!isAsking) {
            wanted.close();
            destroyed.completeExceptionally(new OperatorException(
                    "The key for " + context.line() + " was given up before it came: nothing else is to be done."));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
    void ask() {
        if (abandoned != null) {
            return;
        }
        isAsking = true;
        CompletableFuture<CreatedKey> answer = wanted.attempt(office.table().highestNumber(context.line()));
        var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
        answer.whenComplete((created, fault) -> {
            deadline.cancel();
            if (!context.run(() -> answered(created, fault)) && created != null) {
                created.close();
            }
        });
    }

    private void answered(@Nullable CreatedKey created, @Nullable Throwable fault) {
        isAsking = false;
        if (created != null) {
            try (created) {
                take(created);
            }
        } else if (fault != null) {
            failed(Retry.after(fault),
                    KeyServerFault.sentence(fault, context));
        }
    }

    private void take(CreatedKey created) {
        office.table().saw(created);
        if (abandoned != null) {
            wanted.close();
            office.reports().tell(created.keyId(), KeyState.DESTROYED);
            abandoned.complete(created.keyId());
            return;
        }
        office.table().store(created, context.time().now()).ifPresentOrElse(this::stored,
                () -> failed(Retry.ANEW, "The key server " + context.keyServer() + " gave key ID " + created.keyId()
                        + " to " + context.line() + " a second time: check that it kept its key table."));
    }

    private void stored(EncryptionKey key) {
        wanted.close();
        outcome.onKey(key);
    }

    private void failed(Retry retry, String sentence) {
        if (abandoned != null) {
            wanted.close();
            abandoned.completeExceptionally(new OperatorException(sentence));
        } else if (retry == Retry.NEVER || (patience == Patience.ONE_RETRY && isRepeated)) {
            wanted.close();
            outcome.onRefusal(sentence);
        } else {
            askAgain(retry, sentence);
        }
    }

    private void askAgain(Retry retry, String sentence) {
        if (retry == Retry.ANEW) {
            wanted.startAnew();
        }
        isRepeated = true;
        outcome.onTrouble(sentence, pause);
        context.time().after(pause, context.loop(), this::ask);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}
