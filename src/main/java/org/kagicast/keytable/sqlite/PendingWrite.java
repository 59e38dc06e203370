package org.kagicast.keytable.sqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.Witness;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One caller's work, which the writing thread does, the witness that sees it, and the answer that the caller waits for.
///
/// @param <T> the answer, never null
final class PendingWrite<T> {

    private static final Logger LOG = LoggerFactory.getLogger(PendingWrite.class);

    private final Function<Transaction, T> work;
    private final Witness<T> witness;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable CompletableFuture<?> noted;

    PendingWrite(Function<Transaction, T> work, Witness<T> witness) {
        this.work = work;
        this.witness = witness;
    }

    boolean isUrgent() {
        return witness.isUrgent();
    }

    /// Does the work. A refusal told by [OperatorException] concerns this caller alone; anything else ends the
    /// transaction.
    void runIn(Transaction transaction) {
        result = null;
        noted = null;
        try {
            result = work.apply(transaction);
        } catch (OperatorException refused) {
            answer.completeExceptionally(refused);
        }
    }

    /// Shows the witness what is going to be stored.
    ///
    /// @return ends when it may be; never throws
    CompletableFuture<?> attest() {
        CompletableFuture<?> note;
        try {
            note = result == null ? CompletableFuture.completedFuture(true) : witness.sees(result);
        } catch (RuntimeException e) {
            note = CompletableFuture.failedFuture(e);
        }
        noted = note;
        return note;
    }

    /// Nothing was stored: has the witness take back what it noted, be it a part of what it wanted to.
    void takeBack() {
        if (result == null || noted == null) {
            return;
        }
        try {
            witness.undone(result);
        } catch (OperatorException e) {
            LOG.error("It could not be noted that a change was not stored: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("It could not be noted that a change was not stored", e);
        }
    }

    /// Tells the caller, now that the work is on the disk.
    void answer() {
        if (result != null) {
            answer.complete(result);
        }
    }

    void fail(RuntimeException why) {
        answer.completeExceptionally(why);
    }

    /// Waits for the answer. No interrupt breaks the wait.
    T await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }
}
