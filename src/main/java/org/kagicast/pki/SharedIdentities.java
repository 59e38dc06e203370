package org.kagicast.pki;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kagicast.model.Identity;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.time.Time;

/// Identities that two parties were seen to hold, each remembered for a day after it was seen last. Safe for use by
/// several threads.
public final class SharedIdentities {

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Duration BETWEEN_ENTRIES = Duration.ofHours(1);

    private record Seen(Identity who, long lastNanos, long toldNanos) {}

    private final Revocations revocations;
    private final Time time;
    private final Map<String, Seen> seen = new TreeMap<>();

    public SharedIdentities(Revocations revocations, Time time) {
        this.revocations = revocations;
        this.time = time;
    }

    /// @return whether it is to be told: the first time, and then once an hour
    public synchronized boolean seen(Identity who) {
        long now = time.nanos();
        Seen before = seen.get(who.toString());
        if (before != null && now - before.toldNanos < BETWEEN_ENTRIES.toNanos()) {
            seen.put(who.toString(), new Seen(who, now, before.toldNanos));
            return false;
        }
        seen.put(who.toString(), new Seen(who, now, now));
        return true;
    }

    /// One sentence for each, until it has been revoked or not been seen for a day.
    public synchronized List<CodedMessage> problems() {
        long now = time.nanos();
        seen.values().removeIf(each -> now - each.lastNanos > REMEMBERED.toNanos());
        return seen.values().stream().map(Seen::who).filter(who -> !revocations.isRevoked(who))
                .map(SharedIdentities::sentence).toList();
    }

    public static CodedMessage sentence(Identity who) {
        return NodeMessage.IDENTITY_SHARED.with(who.role().text(), who.name());
    }
}
