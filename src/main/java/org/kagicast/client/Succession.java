package org.kagicast.client;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The keys of one line in the order in which its stream takes them into use, which is that of their numbers. The
/// first packet that a key opens supersedes all earlier keys of its line: what comes under one of those longer than
/// [#STRAGGLING_NANOS] afterwards was not sent by the stream, but replayed by a stranger or made by a former member.
/// State: the client's loop.
final class Succession {

    /// How much later than the first packet of the next key a packet can still be under way.
    static final long STRAGGLING_NANOS = 1_000_000_000L;

    /// Never superseded.
    static final long NEVER = Long.MAX_VALUE;

    private static final int MOST_KEPT = 16;

    private final Deque<TakeOver> takeOvers = new ArrayDeque<>();
    private @Nullable DecryptionKey latest;
    private long count;

    private record TakeOver(long number, long nanos) {}

    /// A key has opened its first packet.
    ///
    /// @param arrived when that packet came
    void tookOver(DecryptionKey key, long arrived) {
        key.tookOver(++count);
        takeOvers.add(new TakeOver(key.origin().number(), arrived));
        if (takeOvers.size() > MOST_KEPT) {
            takeOvers.remove();
        }
        if (latest == null || key.cameAfter(latest)) {
            latest = key;
        }
    }

    /// When the first packet under a later key came, as far as that is remembered; NEVER if none has, and for a key without
    /// a number.
    long supersededAt(long number) {
        return number == 0
                ? NEVER
                : takeOvers.stream().filter(other -> other.number > number).mapToLong(TakeOver::nanos).min()
                        .orElse(NEVER);
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
