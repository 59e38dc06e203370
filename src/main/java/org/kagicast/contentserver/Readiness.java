package org.kagicast.contentserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.rpc.KeyCreator;
import org.kagicast.time.Time;

/// How many different clients have fetched a coming key, beside how many have fetched the key in use, as the key server
/// tells while a change is pending. It counts and knows nobody (R13): clients that have left since are among the expected
/// ones, and new ones may make it more than all.
///
/// A key server that restarts counts from zero while clients keep what they have; so a count that falls is not taken, and
/// what was known of a key stays. It belongs to the stream's thread.
final class Readiness {

    static final Duration EVERY = Duration.ofMillis(250);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final StreamContext context;
    private final KeyCreator keyServer;
    private final Map<KeyId, Integer> counts = new HashMap<>();
    private @Nullable Watch watch;

    Readiness(StreamContext context, KeyCreator keyServer) {
        this.context = context;
        this.keyServer = keyServer;
    }

    /// Asks now and again and again until stopped.
    ///
    /// @param told runs after each answer
    void watch(KeyId coming, KeyId inUse, Runnable told) {
        stop();
        counts.keySet().retainAll(Set.of(coming, inUse));
        Watch begun = new Watch(coming, inUse, told);
        watch = begun;
        begun.ask();
    }

    void stop() {
        if (watch != null) {
            watch.repeat.cancel();
            watch = null;
        }
    }

    /// How many have fetched the coming key; empty while that is not known.
    Optional<Integer> fetchers() {
        return Optional.ofNullable(watch).map(current -> counts.get(current.coming));
    }

    /// How many have fetched the key in use; empty while that is not known.
    Optional<Integer> expected() {
        return Optional.ofNullable(watch).map(current -> counts.get(current.inUse));
    }

    /// Which part of the expected clients has fetched the coming key; empty while that is not known. That nobody has
    /// fetched the key in use is no knowledge: whoever fetches the coming key has read its announcement with the one in
    /// use, and a key server that restarted, or whose slaves have not reported yet, tells the same.
    Optional<Double> share() {
        return expected().filter(all -> all > 0).flatMap(all -> fetchers().map(some -> (double) some / all));
    }

    private final class Watch {

        private final KeyId coming;
        private final KeyId inUse;
        private final Runnable told;
        private final Time.Scheduled repeat;
        private boolean isAsking;

        Watch(KeyId coming, KeyId inUse, Runnable told) {
            this.coming = coming;
            this.inUse = inUse;
            this.told = told;
            this.repeat = context.time().every(EVERY, context.loop(), this::ask);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
        void ask() {
            if (isAsking) {
                return;
            }
            isAsking = true;
            CompletableFuture<Map<KeyId, Integer>> answer = keyServer.countFetchers(Set.of(coming, inUse));
            var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
            answer.whenComplete((found, fault) -> {
                deadline.cancel();
                context.run(() -> answered(found));
            });
        }

        /// @param found null if nothing came; the next time is soon
        private void answered(@Nullable Map<KeyId, Integer> found) {
            isAsking = false;
            if (found != null && this.equals(watch)) {
                found.forEach((keyId, count) -> counts.merge(keyId, count, Math::max));
                told.run();
            }
        }
    }
}
