package org.kagicast.keytable.sqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;

/// One caller's work, which the writing thread does, and the answer that the caller waits for.
///
/// @param <T> the answer, never null
final class PendingWrite<T> {

    private final Function<Transaction, T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;

    PendingWrite(Function<Transaction, T> work) {
        this.work = work;
    }

    /// Does the work. A refusal told by [OperatorException] concerns this caller alone; anything else ends the
    /// transaction.
    void runIn(Transaction transaction) {
        try {
            result = work.apply(transaction);
        } catch (OperatorException refused) {
            answer.completeExceptionally(refused);
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
