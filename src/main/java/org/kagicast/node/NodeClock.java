package org.kagicast.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a node's clock is ahead of the one here, as its messages tell. Each message is late by its journey, so the
/// quickest one tells best, and the estimate only moves for a quicker one, or when all of a while say that a clock was
/// set anew. One thread.
final class NodeClock {

    /// A smaller difference cannot be told from a message's journey.
    private static final Duration UNNOTICED = Duration.ofMillis(50);
    private static final Duration BETTER = Duration.ofMillis(20);
    private static final Duration SET_ANEW = Duration.ofSeconds(1);
    private static final Duration WHILE = Duration.ofSeconds(5);

    private @Nullable Duration estimate;
    private @Nullable Duration contrary;
    private Instant contrarySince = Instant.MIN;

    /// Takes the time at which a message was written, by the node's clock, and arrived, by the one here.
    void heard(Instant written, Instant arrived) {
        Duration told = Duration.between(arrived, written);
        if (estimate == null || told.compareTo(estimate.plus(BETTER)) > 0) {
            take(told);
        } else if (told.compareTo(estimate.minus(SET_ANEW)) > 0) {
            contrary = null;
        } else {
            weigh(told, arrived);
        }
    }

    /// Zero where both agree as far as can be told.
    Duration ahead() {
        return estimate == null || estimate.abs().compareTo(UNNOTICED) < 0 ? Duration.ZERO : estimate;
    }

    private void weigh(Duration told, Instant arrived) {
        if (contrary == null) {
            contrary = told;
            contrarySince = arrived;
        } else if (told.compareTo(contrary) > 0) {
            contrary = told;
        }
        if (Duration.between(contrarySince, arrived).compareTo(WHILE) >= 0) {
            take(contrary);
        }
    }

    private void take(Duration told) {
        estimate = told;
        contrary = null;
    }
}
