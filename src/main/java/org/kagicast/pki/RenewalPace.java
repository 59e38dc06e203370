package org.kagicast.pki;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.kagicast.model.Identity;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.time.Time;

/// How often one identity is given its next certificate: each takes a place in the register and in the audit log, which
/// nobody may fill by asking again and again. Who keeps to [AutomaticRenewal] never meets this limit. It knows no more
/// identities than were renewed within the last minute. Safe for use by several threads.
public final class RenewalPace {

    static final int MOST = 6;
    static final Duration WITHIN = Duration.ofMinutes(1);

    private final Time time;
    private final Map<Identity, Deque<Long>> lately = new HashMap<>();

    public RenewalPace(Time time) {
        this.time = time;
    }

    /// Counts one renewal.
    ///
    /// @throws EnrolmentRefusal if the identity has had all that it may have for now
    public synchronized void take(Identity who) {
        long now = time.nanos();
        lately.values().removeIf(given -> now - given.getLast() > WITHIN.toNanos());
        Deque<Long> given = lately.computeIfAbsent(who, first -> new ArrayDeque<>());
        given.removeIf(at -> now - at > WITHIN.toNanos());
        if (given.size() >= MOST) {
            throw new EnrolmentRefusal(TrustError.OTHER, EnrolmentMessage.RENEWED_TOO_OFTEN.with(who, MOST, WITHIN));
        }
        given.add(now);
    }
}
