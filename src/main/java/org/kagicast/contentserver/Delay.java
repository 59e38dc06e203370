package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.kagicast.model.StreamSnapshot;

/// An announced switch that is due and is put off, since nobody can have its key as far as is known. It belongs to the
/// stream's thread.
final class Delay {

    /// What is over so soon is not worth a word.
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final StreamContext context;
    private final RekeyPolicy policy;
    private final Instant since;
    private final long sinceNanos;
    private Obstacle obstacle;
    private long obstacleNanos;
    private boolean isTold;

    Delay(StreamContext context, RekeyPolicy policy, Obstacle obstacle) {
        this.context = context;
        this.policy = policy;
        this.since = context.time().now();
        this.sinceNanos = context.time().nanos();
        this.obstacle = obstacle;
        this.obstacleNanos = sinceNanos;
    }

    /// What is in the way now.
    ///
    /// @return whether it has been so for as long as a switch waits for it
    boolean isOver(Obstacle now) {
        if (now != obstacle) {
            obstacle = now;
            obstacleNanos = context.time().nanos();
        }
        return age().compareTo(policy.longestWait()) >= 0 || ofObstacle().compareTo(obstacle.longest(policy)) >= 0;
    }

    boolean isWorthTelling() {
        return age().compareTo(WORTH_TELLING) >= 0;
    }

    /// For the first time.
    boolean becomesWorthTelling() {
        boolean isNews = isWorthTelling() && !isTold;
        isTold |= isNews;
        return isNews;
    }

    String why(EncryptionKey coming) {
        return obstacle.sentence(context, coming.id());
    }

    Instant since() {
        return since.truncatedTo(ChronoUnit.SECONDS);
    }

    Instant atMost() {
        return context.time().now().plus(left()).truncatedTo(ChronoUnit.SECONDS);
    }

    Optional<StreamSnapshot.Hold> snapshot() {
        return isWorthTelling()
                ? Optional.of(new StreamSnapshot.Hold(since, Optional.empty(),
                        Optional.of(context.time().now().plus(left()))))
                : Optional.empty();
    }

    private Duration left() {
        Duration whole = policy.longestWait().minus(age());
        Duration own = obstacle.longest(policy).minus(ofObstacle());
        return own.compareTo(whole) < 0 ? own : whole;
    }

    private Duration age() {
        return Duration.ofNanos(context.time().nanos() - sinceNanos);
    }

    private Duration ofObstacle() {
        return Duration.ofNanos(context.time().nanos() - obstacleNanos);
    }
}
