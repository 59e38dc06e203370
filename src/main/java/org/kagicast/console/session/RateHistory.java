package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// How fast a counter grew, second by second over the last minute. One thread.
public final class RateHistory {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int KEPT = 60;

    private final Deque<Double> perSecond = new ArrayDeque<>();
    private Instant since = Instant.MIN;
    private long counted;

    /// Takes the counter's value at a moment. A counter that went back started anew.
    public void observe(Instant at, long counter) {
        if (since.equals(Instant.MIN) || counter < counted) {
            since = at;
            counted = counter;
            return;
        }
        Duration passed = Duration.between(since, at);
        if (passed.compareTo(STEP) >= 0) {
            perSecond.addLast((counter - counted) * 1000.0 / passed.toMillis());
            if (perSecond.size() > KEPT) {
                perSecond.removeFirst();
            }
            since = at;
            counted = counter;
        }
    }

    /// One value for each second, oldest first; at most sixty.
    public List<Double> values() {
        return List.copyOf(perSecond);
    }

    /// The latest value; 0 during the first second.
    public double latest() {
        return perSecond.isEmpty() ? 0 : perSecond.getLast();
    }
}
