package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;

/// What puts an announced switch off. It belongs to the stream's thread.
///
/// @param since when it was ordered
/// @param sinceNanos the same on the monotonic clock
/// @param wakeUp runs at the end of the longest time, if there is one
record Hold(RekeyCommand.Hold order, Instant since, long sinceNanos, Optional<Time.Scheduled> wakeUp) {

    /// How long the switch can be counted on not to come while nobody knows when it will: longer than until the next
    /// repeat of the announcement, which says so again.
    static final Duration AT_LEAST = Announcer.LONGEST_INTERVAL.multipliedBy(2);

    static Hold begin(RekeyCommand.Hold order, StreamContext context, Runnable look) {
        Time time = context.time();
        return new Hold(order, time.now(), time.nanos(),
                order.atMost().map(longest -> time.after(longest, context.loop(), look)));
    }

    /// @param share of the expected clients that have fetched the key, as far as known
    boolean isOver(long nanos, Optional<Double> share) {
        boolean isEnough = order.untilShare().filter(wanted -> share.filter(now -> now >= wanted).isPresent())
                .isPresent();
        return isEnough || order.atMost().filter(longest -> nanos - sinceNanos >= longest.toNanos()).isPresent();
    }

    /// How long the switch does not come, as far as anyone can tell.
    Duration atLeast(long nanos) {
        return order.untilShare().isEmpty() && order.atMost().isPresent()
                ? order.atMost().get().minusNanos(nanos - sinceNanos)
                : AT_LEAST;
    }

    void cancel() {
        wakeUp.ifPresent(Time.Scheduled::cancel);
    }

    StreamSnapshot.Hold snapshot() {
        return new StreamSnapshot.Hold(since, order.untilShare(), order.atMost().map(since::plus));
    }
}
