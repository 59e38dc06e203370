package org.kagicast.contentserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.rpc.KeyCounts;
import org.kagicast.rpc.KeyCreator;
import org.kagicast.time.Time;

/// How many different clients have fetched a coming key, beside how many have fetched the key in use, as the key server
/// tells while a change is pending. It counts and knows nobody (R13): clients that have left since are among the expected
/// ones, and new ones may make it more than all.
///
/// A key server that restarts counts from zero while clients keep what they have; so a count that falls is not taken, and
/// what was known of a key stays. The same goes for how many key slaves follow it: those that were there at the last change
/// are missed until a change has waited for them in vain. It belongs to the stream's thread.
final class Readiness {

    static final Duration EVERY = Duration.ofMillis(250);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    /// Of this age an answer still tells how things are.
    private static final long LATELY_NANOS = ANSWER_WITHIN.plus(EVERY).toNanos();

    private final StreamContext context;
    private final KeyCreator keyServer;
    private final Map<KeyId, Integer> counts = new HashMap<>();
    /// The most key slaves that were told of during this change, or at the end of the last one.
    private int slaves;
    private @Nullable Watch watch;

    Readiness(StreamContext context, KeyCreator keyServer) {
        this.context = context;
        this.keyServer = keyServer;
    }

    /// Asks now and again and again until stopped.
    ///
    /// @param told runs after each answer, and when none has come in time
    void watch(KeyId coming, KeyId inUse, Runnable told) {
        stop();
        counts.keySet().retainAll(Set.of(coming, inUse));
        Watch begun = new Watch(coming, inUse, told);
        watch = begun;
        begun.ask();
    }

    void stop() {
        Watch ended = watch;
        if (ended != null) {
            ended.repeat.cancel();
            slaves = ended.slaves.orElse(slaves);
            watch = null;
        }
    }

    /// Asks without waiting for the next turn.
    void askNow() {
        if (watch != null) {
            watch.ask();
        }
    }

    /// Why nobody may be able to fetch the coming key, or has; empty where somebody can or has, or nobody is there to.
    Optional<Obstacle> obstacle() {
        Watch current = watch;
        if (current == null) {
            return Optional.empty();
        }
        if (current.slaves.isEmpty()) {
            return Optional.of(current.withoutAnswer());
        }
        Optional<Obstacle> found = Optional.empty();
        if (slaves > 0 && !current.isStored) {
            found = Optional.of(new Obstacle.NoSlaveHasIt());
        } else if (expected().orElse(0) > 0 && fetchers().orElse(0) == 0) {
            found = Optional.of(new Obstacle.NobodyFetchedIt());
        }
        return found.map(obstacle -> current.isAnsweredLately() ? obstacle : current.withoutAnswer());
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

    /// Whether the key server has said that there is no such key as the coming one, as when its table was put back to an older
    /// state.
    boolean isGone() {
        return watch != null && watch.isGone;
    }

    private final class Watch {

        private final KeyId coming;
        private final KeyId inUse;
        private final Runnable told;
        private final Time.Scheduled repeat;
        private boolean isAsking;
        /// Why nothing came when it was asked last, in one sentence.
        private Optional<String> whyNone = Optional.empty();
        /// As told last.
        private Optional<Integer> slaves = Optional.empty();
        /// Whether a key slave has the coming key; it keeps it.
        private boolean isStored;
        /// Whether the key server says that it has no such key.
        private boolean isGone;
        private long answeredNanos;

        Watch(KeyId coming, KeyId inUse, Runnable told) {
            this.coming = coming;
            this.inUse = inUse;
            this.told = told;
            this.repeat = context.time().every(EVERY, context.loop(), this::ask);
        }

        Obstacle withoutAnswer() {
            return new Obstacle.NoAnswer(whyNone.orElseGet(() -> KeyServerFault.silence(context)));
        }

        boolean isAnsweredLately() {
            return context.time().nanos() - answeredNanos <= LATELY_NANOS;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
        void ask() {
            if (isAsking) {
                return;
            }
            isAsking = true;
            CompletableFuture<KeyCounts> answer = keyServer.countFetchers(Set.of(coming, inUse));
            var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
            answer.whenComplete((found, fault) -> {
                deadline.cancel();
                context.run(() -> answered(found, fault));
            });
        }

        /// @param found null if nothing came; the next time is soon
        /// @param fault why nothing came; null if something did
        private void answered(@Nullable KeyCounts found, @Nullable Throwable fault) {
            isAsking = false;
            if (!this.equals(watch)) {
                return;
            }
            whyNone = fault == null ? Optional.empty() : Optional.of(KeyServerFault.sentence(fault, context));
            if (found != null) {
                take(found);
            }
            told.run();
        }

        private void take(KeyCounts found) {
            answeredNanos = context.time().nanos();
            found.keys().forEach((keyId, count) -> counts.merge(keyId, count.clients(), Math::max));
            slaves = Optional.of(found.slaves());
            Readiness.this.slaves = Math.max(Readiness.this.slaves, found.slaves());
            isGone = found.of(coming).isEmpty();
            isStored |= found.of(coming).filter(count -> count.slaves() > 0).isPresent();
        }
    }
}
