package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.PendingChange;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Moment;

/// An announced rekey that has not happened yet (R19), and what puts it off: an operator's hold (R25), or that nobody can
/// have the key as far as is known (R31).
///
/// @param announced when its lead time began
/// @param isByItself whether nobody ordered it
record PendingRekey(KeyName key, Moment announced, Duration leadTime, boolean isByItself, Optional<Hold> hold,
        Optional<Delay> delay) {

    /// How long the switch can be counted on not to come while nobody knows when it will: longer than until the next
    /// repeat of the announcement, which says so again.
    static final Duration AT_LEAST = Announcer.LONGEST_INTERVAL.multipliedBy(2);

    static PendingRekey announced(KeyName key, Duration leadTime, boolean isByItself, Moment now) {
        return new PendingRekey(key, now, leadTime, isByItself, Optional.empty(), Optional.empty());
    }

    /// An operator puts it off; what put it off before does so no more.
    PendingRekey held(RekeyCommand.Hold order, Moment now) {
        return new PendingRekey(key, announced, leadTime, isByItself, Optional.of(new Hold(order, now)),
                Optional.empty());
    }

    /// Something keeps clients from having the key.
    PendingRekey delayed(Delay by) {
        return new PendingRekey(key, announced, leadTime, isByItself, hold, Optional.of(by));
    }

    /// @param share of the expected clients that have fetched the key, as far as known
    boolean isDue(Moment now, Optional<Double> share) {
        return !leadTimeLeft(now).isPositive() && hold.filter(held -> !held.isOver(now, share)).isEmpty();
    }

    /// How long the switch does not come, as far as anyone can tell; not negative.
    Duration remaining(Moment now) {
        Duration heldFor = hold.map(held -> held.atLeast(now))
                .orElse(delay.isPresent() ? AT_LEAST : Duration.ZERO);
        return Stream.of(leadTimeLeft(now), heldFor, Duration.ZERO).max(Duration::compareTo).orElseThrow();
    }

    /// When time alone may make it due: after the lead time, or at the end of a hold.
    Optional<Duration> nextLook(Moment now) {
        return Stream.concat(Stream.of(leadTimeLeft(now)), hold.stream().flatMap(held -> held.left(now).stream()))
                .filter(Duration::isPositive).min(Duration::compareTo);
    }

    /// @param fetchers how many clients have fetched the key, as far as known
    /// @param expected how many have fetched the key in use, as far as known
    PendingChange snapshot(Optional<Integer> fetchers, Optional<Integer> expected, RekeyPolicy policy, Moment now) {
        return new PendingChange(key.id(), key.number(), announced.wall(), announced.wall().plus(leadTime), fetchers,
                expected,
                hold.map(Hold::snapshot).or(() -> delay.flatMap(by -> by.snapshot(policy, now))));
    }

    private Duration leadTimeLeft(Moment now) {
        return leadTime.minus(now.since(announced));
    }

    /// An operator's order to wait.
    record Hold(RekeyCommand.Hold order, Moment since) {

        /// @param share of the expected clients that have fetched the key, as far as known
        boolean isOver(Moment now, Optional<Double> share) {
            boolean isEnough = order.untilShare().filter(wanted -> share.filter(some -> some >= wanted).isPresent())
                    .isPresent();
            return isEnough || left(now).filter(left -> !left.isPositive()).isPresent();
        }

        /// Until its longest time is over, if it has one.
        Optional<Duration> left(Moment now) {
            return order.atMost().map(longest -> longest.minus(now.since(since)));
        }

        /// How long the switch does not come, as far as anyone can tell.
        Duration atLeast(Moment now) {
            return order.untilShare().isPresent() ? AT_LEAST : left(now).orElse(AT_LEAST);
        }

        StreamSnapshot.Hold snapshot() {
            return new StreamSnapshot.Hold(since.wall(), order.untilShare(), order.atMost().map(since.wall()::plus));
        }
    }

    /// What is in the way of a switch that is due.
    ///
    /// @param since when the switch was put off first
    /// @param obstacleSince when this became what is in the way
    record Delay(Moment since, Obstacle obstacle, Moment obstacleSince, boolean isTold) {

        /// What is over so soon is not worth a word.
        private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

        static Delay begin(Obstacle obstacle, Moment now) {
            return new Delay(now, obstacle, now, false);
        }

        /// @param current what is in the way now
        Delay by(Obstacle current, Moment now) {
            return current.equals(obstacle) ? this : new Delay(since, current, now, isTold);
        }

        Delay told() {
            return new Delay(since, obstacle, obstacleSince, true);
        }

        /// Whether a switch waits no longer for it.
        boolean isOver(RekeyPolicy policy, Moment now) {
            return !left(policy, now).isPositive();
        }

        boolean isWorthTelling(Moment now) {
            return now.since(since).compareTo(WORTH_TELLING) >= 0;
        }

        Instant atMost(RekeyPolicy policy, Moment now) {
            return now.secondAfter(left(policy, now));
        }

        Optional<StreamSnapshot.Hold> snapshot(RekeyPolicy policy, Moment now) {
            return isWorthTelling(now)
                    ? Optional.of(new StreamSnapshot.Hold(since.wall(), Optional.empty(),
                            Optional.of(now.wall().plus(left(policy, now)))))
                    : Optional.empty();
        }

        private Duration left(RekeyPolicy policy, Moment now) {
            Duration whole = policy.longestWait().minus(now.since(since));
            Duration own = obstacle.longest(policy).minus(now.since(obstacleSince));
            return own.compareTo(whole) < 0 ? own : whole;
        }
    }

    /// Why a coming key may be out of everybody's reach when its lead time is over.
    sealed interface Obstacle {

        /// One sentence or two with the way out.
        CodedMessage sentence(NodeName keyServer, KeyName coming);

        /// How long a switch is put off for it.
        default Duration longest(RekeyPolicy policy) {
            return policy.longestWait();
        }

        /// The key server does not say, or refuses to, as when this content server is revoked.
        ///
        /// @param why in one sentence with the way out
        record NoAnswer(CodedMessage why) implements Obstacle {

            @Override
            public CodedMessage sentence(NodeName keyServer, KeyName coming) {
                return StreamMessage.READINESS_UNKNOWN.with(why, coming);
            }
        }

        /// Key slaves that are not revoked follow the key master, or did until lately, and none of them has it.
        ///
        /// @param notStoring those among them that follow it, and say that they cannot store
        record NoSlaveHasIt(Set<NodeName> notStoring) implements Obstacle {

            public NoSlaveHasIt {
                notStoring = Set.copyOf(notStoring);
            }

            @Override
            public CodedMessage sentence(NodeName keyServer, KeyName coming) {
                if (notStoring.isEmpty()) {
                    return StreamMessage.NO_SLAVE_HAS_KEY.with(keyServer, coming);
                }
                NodeName first = Collections.min(notStoring);
                return notStoring.size() == 1
                        ? StreamMessage.SLAVE_NOT_STORING.with(keyServer, coming, first)
                        : StreamMessage.SLAVES_NOT_STORING.with(keyServer, coming, first, notStoring.size() - 1);
            }
        }

        /// Clients have fetched the key in use, and none has fetched this one.
        record NobodyFetchedIt() implements Obstacle {

            @Override
            public CodedMessage sentence(NodeName keyServer, KeyName coming) {
                return StreamMessage.NOBODY_FETCHED.with(coming);
            }

            @Override
            public Duration longest(RekeyPolicy policy) {
                // It can be had; clients may just have been switched off.
                return Duration.ofSeconds(30);
            }
        }
    }
}
