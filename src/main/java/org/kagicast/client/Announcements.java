package org.kagicast.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.client.fetch.AnnouncedKey.Slot;
import org.kagicast.client.fetch.FetchScheduler;
import org.kagicast.client.fetch.TokenBucket;
import org.kagicast.client.keys.DecryptionKey;
import org.kagicast.client.keys.DecryptionKeyTable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.time.Time;
import org.kagicast.wire.RekeyAnnouncement;
import org.kagicast.wire.RekeyAnnouncement.ComingKey;

/// Acts on verified announcements: looks each coming key up (C9), and has a missing one fetched in a random slot, so
/// that a thousand clients do not ask at once (R20). State: the client's loop.
///
/// Every member of the group could have made an announcement, so it can do no more than cause fetches, and of those only
/// so many a second per stream. A generation that was made too high therefore does not make later announcements void:
/// an older one than the latest withdraws nothing, but what it names is fetched all the same.
final class Announcements {

    /// Fetches that the announcements of one stream and label may cause, a second and at once; more than any policy changes
    /// keys.
    static final int FETCHES_PER_SECOND = 32;
    static final int FETCHES_AT_ONCE = 64;

    private final DecryptionKeyTable table;
    private final FetchScheduler fetches;
    private final Time time;
    private final RandomGenerator randomness;
    private final Map<KeyLine, Coming> byLine = new HashMap<>();

    Announcements(DecryptionKeyTable table, FetchScheduler fetches, Time time, RandomGenerator randomness) {
        this.table = table;
        this.fetches = fetches;
        this.time = time;
        this.randomness = randomness;
    }

    /// @param line of the key that it was sealed with: it speaks for no other label
    /// @param arrived when the packet came in, which may be long before it could be opened
    void received(KeyLine line, RekeyAnnouncement announcement, long arrived) {
        Coming before = byLine.computeIfAbsent(line, same -> new Coming(0, 0, Set.of(),
                new TokenBucket(FETCHES_PER_SECOND, FETCHES_AT_ONCE, time.nanos())));
        long takeOver = arrived + announcement.remaining().toNanos();
        Set<KeyId> named = new HashSet<>();
        for (ComingKey key : announcement.coming()) {
            named.add(key.keyId());
            @Nullable
            DecryptionKey held = table.find(key.keyId().value());
            if (held == null) {
                fetches.announced(key.keyId(), slot(announcement, arrived), takeOver, before.allowance);
            } else if (held.opened() == 0 && held.line().equals(line)) {
                held.awaited(takeOver);
            }
        }
        if (announcement.generation() >= before.generation) {
            before.keys.stream().filter(keyId -> !named.contains(keyId))
                    .forEach(keyId -> withdraw(line, keyId, before));
            byLine.put(line, new Coming(announcement.generation(), takeOver, named, before.allowance));
        }
    }

    /// A random moment within the spread, at most half the remaining time away.
    private Slot slot(RekeyAnnouncement announcement, long arrived) {
        long gone = time.nanos() - arrived;
        long most = Math.min(announcement.spread().toNanos(), announcement.remaining().toNanos() / 2) - gone;
        return most <= 0
                ? Slot.NOW
                : new Slot(Duration.ofNanos(randomness.nextLong(most)), Duration.ofNanos(most));
    }

    /// A key that was to come and is no longer named; one whose take-over is past has just come.
    private void withdraw(KeyLine line, KeyId keyId, Coming before) {
        if (time.nanos() - before.takeOver >= 0) {
            return;
        }
        fetches.withdrawn(keyId, before.allowance);
        @Nullable
        DecryptionKey key = table.find(keyId.value());
        if (key != null && key.opened() == 0 && key.line().equals(line)) {
            table.remove(key);
        }
    }

    /// What a stream announced last for one of its labels.
    private record Coming(long generation, long takeOver, Set<KeyId> keys, TokenBucket allowance) {}
}
