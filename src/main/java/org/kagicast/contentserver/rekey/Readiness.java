package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.PendingRekey.Obstacle;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.Retry;
import org.kagicast.rpc.keys.KeyCounts;
import org.kagicast.rpc.keys.KeyCreator;
import org.kagicast.time.Time;

/// How many different clients have fetched a coming key, beside how many have fetched the key in use, as the key server
/// tells while a change is pending. It counts and knows nobody (R13): clients that have left since are among the expected
/// ones, and new ones may make it more than all.
///
/// A key server that restarts counts from zero while clients keep what they have; so a count that falls is not taken, and
/// what was known of a key stays. The same goes for the key slaves that follow it: those that were there at the last change,
/// or followed until lately as the key server tells, are missed until a change has waited for them in vain, but for those
/// that are revoked: nobody waits for them. It belongs to the stream's thread.
public final class Readiness {

    static final Duration EVERY = Duration.ofMillis(250);

    /// A key server that refuses is asked again after so long, as one that has shut this content server out.
    static final Duration EVERY_WHEN_REFUSED = Duration.ofSeconds(2);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    /// Of this age an answer still tells how things are.
    private static final long LATELY_NANOS = ANSWER_WITHIN.plus(EVERY).toNanos();

    private final StreamContext context;
    private final KeyCreator keyServer;
    private final Map<KeyId, Integer> counts = new HashMap<>();
    /// The key slaves that were told of during this change, or at the end of the last one.
    private Set<NodeName> slaves = Set.of();
    /// Those that a change has waited for in vain, and when; they are missed again once they have followed again.
    private final Map<NodeName, Long> givenUp = new HashMap<>();
    /// The most that were told of without their names.
    private int unnamedSlaves;
    private @Nullable Watch watch;

    public Readiness(StreamContext context, KeyCreator keyServer) {
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
            ended.told.ifPresent(last -> {
                if (ended.misses(slaves, unnamedSlaves)) {
                    last.lately().keySet().forEach(slave -> givenUp.put(slave, context.time().nanos()));
                }
                slaves = last.following();
                unnamedSlaves = unnamed(last);
            });
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
        if (current.told.isEmpty()) {
            return Optional.of(current.withoutAnswer());
        }
        Optional<Obstacle> found = Optional.empty();
        if (current.misses(slaves, unnamedSlaves)) {
            found = Optional.of(new Obstacle.NoSlaveHasIt(current.notStoring()));
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

    /// Whether the key server has said that there is no such key as the coming one, as when its table was put back to an
    /// older state.
    boolean isGone() {
        return watch != null && watch.isGone;
    }

    private static int unnamed(KeyCounts told) {
        return told.slaves() - told.following().size();
    }

    /// Takes those that follow now, or did lately, for missed ones later, beside those that were missed before.
    ///
    /// @param askedNanos when the key server was asked: whoever has not followed for a while has not since before that
    private void remember(KeyCounts told, long askedNanos) {
        givenUp.keySet().retainAll(told.lately().keySet());
        Stream<NodeName> lately = told.lately().entrySet().stream()
                .filter(slave -> hasFollowedSince(slave.getKey(), askedNanos - slave.getValue().toNanos()))
                .map(Map.Entry::getKey);
        slaves = Stream.of(told.following().stream(), lately, slaves.stream()).flatMap(Function.identity()).distinct()
                .limit(KeyCounts.MOST_SLAVES).collect(Collectors.toUnmodifiableSet());
        // What an older key master told without names is told with them now.
        unnamedSlaves = Math.max(told.following().isEmpty() ? unnamedSlaves : 0, unnamed(told));
    }

    /// Whether a slave that followed until then did so after it was given up.
    private boolean hasFollowedSince(NodeName slave, long until) {
        Long given = givenUp.get(slave);
        return given == null || until - given > 0;
    }

    private final class Watch {

        private final KeyId coming;
        private final KeyId inUse;
        private final Runnable onAnswer;
        private final Time.Scheduled repeat;
        private boolean isAsking;
        /// Why nothing came when it was asked last, in one sentence.
        private Optional<CodedMessage> whyNone = Optional.empty();
        /// The latest answer.
        private Optional<KeyCounts> told = Optional.empty();
        /// Whether a key slave has the coming key; it keeps it, unless it is revoked.
        private boolean isStored;
        /// Whether the key server says that it has no such key.
        private boolean isGone;
        private long answeredNanos;
        /// Whether the latest question was refused, and when.
        private boolean isRefused;
        private long refusedNanos;

        Watch(KeyId coming, KeyId inUse, Runnable onAnswer) {
            this.coming = coming;
            this.inUse = inUse;
            this.onAnswer = onAnswer;
            this.repeat = context.time().every(EVERY, context.loop(), this::ask);
        }

        Obstacle withoutAnswer() {
            return new Obstacle.NoAnswer(whyNone.orElseGet(() -> context.keyServerSilence()));
        }

        /// Whether key slaves should have the coming key, and none has.
        boolean misses(Set<NodeName> named, int unnamed) {
            return !isStored && (unnamed > 0 || !revoked().containsAll(named));
        }

        private Set<NodeName> revoked() {
            return told.map(KeyCounts::revoked).orElse(Set.of());
        }

        Set<NodeName> notStoring() {
            return told.map(KeyCounts::notStoring).orElse(Set.of());
        }

        boolean isAnsweredLately() {
            return context.time().nanos() - answeredNanos <= LATELY_NANOS;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
        void ask() {
            long asked = context.time().nanos();
            if (isAsking || (isRefused && asked - refusedNanos < EVERY_WHEN_REFUSED.toNanos())) {
                return;
            }
            isAsking = true;
            CompletableFuture<KeyCounts> answer = keyServer.countFetchers(Set.of(coming, inUse), slaves);
            var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
            answer.whenComplete((found, fault) -> {
                deadline.cancel();
                context.run(() -> answered(found, fault, asked));
            });
        }

        /// @param found null if nothing came; the next time is soon
        /// @param fault why nothing came; null if something did
        /// @param askedNanos when it was asked
        private void answered(@Nullable KeyCounts found, @Nullable Throwable fault, long askedNanos) {
            isAsking = false;
            if (!this.equals(watch)) {
                return;
            }
            isRefused = fault != null && Retry.after(fault) == Retry.NEVER;
            refusedNanos = context.time().nanos();
            whyNone = fault == null ? Optional.empty() : Optional.of(context.keyServerFault(fault));
            if (found != null) {
                take(found, askedNanos);
            }
            onAnswer.run();
        }

        private void take(KeyCounts found, long askedNanos) {
            answeredNanos = context.time().nanos();
            found.keys().forEach((keyId, count) -> counts.merge(keyId, count.clients(), Math::max));
            if (!revoked().containsAll(found.revoked())) {
                isStored = false;
            }
            told = Optional.of(found);
            remember(found, askedNanos);
            isGone = found.of(coming).isEmpty();
            isStored |= found.of(coming).filter(count -> count.slaves() > 0).isPresent();
        }
    }
}
