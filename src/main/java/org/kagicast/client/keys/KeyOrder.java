package org.kagicast.client.keys;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The keys of one line in the order in which its stream takes them into use, which is that of their numbers. The
/// first packet that a key opens supersedes all earlier keys of its line: what comes under one of those longer than
/// [#STRAGGLING_NANOS] afterwards was not sent by the stream, but replayed by a stranger or made by a former member.
///
/// Numbers can mislead in one case only: the key table was put back to an older state and the content server, which knew
/// better, was started anew, so keys get numbers that were given before. Then the key server tells which key is in use
/// ([Rechecks]), and a new history of the line begins with that one: an epoch, which goes before the number.
/// State: the client's loop.
final class KeyOrder {

    /// How much later than the first packet of the next key a packet can still be under way.
    static final long STRAGGLING_NANOS = 1_000_000_000L;

    /// Never superseded.
    static final long NEVER = Long.MAX_VALUE;

    private static final int MOST_KEPT = 16;

    private final Deque<TakeOver> takeOvers = new ArrayDeque<>();
    private @Nullable DecryptionKey latest;
    private long count;
    private long epoch;

    private record TakeOver(long epoch, long number, long nanos) {

        boolean isAfter(DecryptionKey key) {
            return epoch == key.epoch() ? key.number() != 0 && number > key.number() : epoch > key.epoch();
        }
    }

    /// That of keys that come now.
    long epoch() {
        return epoch;
    }

    /// A key has opened its first packet.
    ///
    /// @param arrived when that packet came
    void tookOver(DecryptionKey key, long arrived) {
        key.tookOver(++count);
        add(new TakeOver(key.epoch(), key.number(), arrived));
        if (latest == null || key.cameAfter(latest)) {
            latest = key;
        }
    }

    /// When the first packet under a later key came, as far as that is remembered; NEVER if none has, and for a key without
    /// a number.
    long supersededAt(DecryptionKey key) {
        return takeOvers.stream().filter(other -> other.isAfter(key)).mapToLong(TakeOver::nanos).min().orElse(NEVER);
    }

    /// The key is the one in use, whatever its number: all that came before it are former ones from now on.
    void reinstate(DecryptionKey key, long now) {
        key.join(++epoch);
        add(new TakeOver(epoch, key.number(), now));
        latest = key;
    }

    private void add(TakeOver takeOver) {
        takeOvers.add(takeOver);
        if (takeOvers.size() > MOST_KEPT) {
            takeOvers.remove();
        }
    }

    /// The last of the keys that have opened packets and are not forgotten.
    @Nullable
    DecryptionKey latest() {
        return latest;
    }

    void forget(DecryptionKey key) {
        if (key.equals(latest)) {
            latest = null;
        }
    }
}
