package org.kagicast.keytable;

import java.util.concurrent.CompletableFuture;

/// Is shown what a change comes to before it is stored, and can keep it from being stored. So a change can be audited
/// before it is made: none is stored that its witness could not write down.
///
/// It is asked on the thread that makes changes, which nothing else may keep waiting, and must not use the table.
///
/// @param <T> what the change answers
@FunctionalInterface
public interface Witness<T> {

    /// Also called for answers that change nothing, such as refusals and repeated ones.
    ///
    /// @param outcome what is going to be answered; keys in it stay with the table
    /// @return ends when the change may be stored; if it fails, the change is not made, and its caller is told why
    CompletableFuture<?> sees(T outcome);

    /// Whether the change is made also when the disk is nearly full, because it keeps somebody out.
    default boolean isUrgent() {
        return false;
    }

    /// What was seen was not stored after all: the disk failed, or this witness or another one of the same moment could not
    /// note all of it.
    default void undone(T outcome) {
        // Who writes nothing down has nothing to take back.
    }

    /// One that lets everything pass, and holds it to be urgent.
    static <T> Witness<T> urgent() {
        return new Witness<>() {
            @Override
            public CompletableFuture<?> sees(T outcome) {
                return CompletableFuture.completedFuture(outcome);
            }

            @Override
            public boolean isUrgent() {
                return true;
            }
        };
    }

    /// One that lets everything pass.
    static <T> Witness<T> none() {
        return outcome -> CompletableFuture.completedFuture(outcome);
    }
}
