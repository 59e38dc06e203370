package org.kagicast.audit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.message.CodedMessage;

/// Takes what is audited. Safe for use by several threads.
@FunctionalInterface
public interface AuditSink {

    /// Takes an event in before it happens: whoever is about to do it waits for the end of the future, and does it then.
    /// Does not wait for the disk itself.
    ///
    /// @return ends when the event is safe; fails with an [org.kagicast.model.OperatorException] if it cannot be audited,
    ///         and then no entry of it stays
    default CompletableFuture<?> submit(AuditEvent event) {
        try {
            record(event);
            return CompletableFuture.completedFuture(event);
        } catch (RuntimeException notAudited) {
            return CompletableFuture.failedFuture(notAudited);
        }
    }

    /// For the lab, where nobody is called to account.
    AuditSink NONE = event -> {
    };

    /// Takes an event in; whoever did it answers its caller afterwards. May wait until the event is safe.
    ///
    /// @throws org.kagicast.model.OperatorException if nothing can be audited now: the answer is not to be given then
    void record(AuditEvent event);

    /// Takes an event in if that needs no waiting.
    ///
    /// @return whether it was taken in
    default boolean offer(AuditEvent event) {
        record(event);
        return true;
    }

    /// What keeps events from being audited now, or soon will, in one sentence.
    default Optional<CodedMessage> problem() {
        return Optional.empty();
    }

    /// That the log which is written is not the one that lies at its path, and what is to be done, in a sentence or two.
    default Optional<CodedMessage> displaced() {
        return Optional.empty();
    }

    /// Whether [#record] can be expected not to wait now, for an event of this kind.
    default boolean takesAtOnce(AuditAction action) {
        return false;
    }
}
