package org.kagicast.client.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a stream has said of a coming key, if it has named it at all, and what it pays for that. An announced key needs no
/// token of those that anybody may use up, until its stream's allowance is used up. State: the client's loop.
public final class AnnouncedKey {

    /// Streams repeat their announcements once a second at least; what has not been named for so long is not coming.
    private static final long RECENT_NANOS = Duration.ofSeconds(10).toNanos();

    /// What the stream may cause that named it; null while none did.
    private @Nullable TokenBucket allowance;
    private boolean isPaid;
    private long last;
    private long takeOver;

    /// When to ask for a key that was named.
    ///
    /// @param chosen so much later, at random within the window
    /// @param latest how much later the window ends
    public record Slot(Duration chosen, Duration latest) {

        public static final Slot NOW = new Slot(Duration.ZERO, Duration.ZERO);
    }

    /// The stream names the key, which is to take over then.
    void renew(long now, long newTakeOver, TokenBucket newAllowance) {
        allowance = newAllowance;
        last = now;
        takeOver = newTakeOver;
    }

    /// The first attempt has been paid for out of the allowance.
    void paid() {
        isPaid = true;
    }

    /// Takes leave for one attempt from the stream's allowance.
    boolean takeAllowance(long now) {
        if (allowance == null || !isRecent(now)) {
            return false;
        }
        boolean may = isPaid || allowance.take(now);
        isPaid = false;
        return may;
    }

    /// Whether the stream with this allowance was the last to name it.
    boolean isOf(TokenBucket stream) {
        return stream.equals(allowance);
    }

    public boolean isAnnounced() {
        return allowance != null;
    }

    boolean isRecent(long now) {
        return allowance != null && now - last < RECENT_NANOS;
    }

    /// When an announced key takes over (monotonic nanoseconds).
    public long takeOver() {
        return takeOver;
    }
}
