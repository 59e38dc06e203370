package org.kagicast.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.time.Time;

/// One key ID that the client wants and does not have. State: the client's loop.
final class KeyRequest {

    /// Streams repeat their announcements once a second at least; what has not been named for so long is not coming.
    private static final long NAMED_NANOS = Duration.ofSeconds(10).toNanos();

    final KeyId keyId;
    Phase phase = Phase.WAITING;
    /// When it was first asked for, or announced after that: from then on it may be on its way.
    long firstAsked;
    long lastAsked;
    int attempts;
    /// How often nobody knew it.
    int unknown;
    /// When the next attempt is due, while there is a timer.
    long due;
    KeyFetcher.@Nullable Fetch inFlight;
    Time.@Nullable Scheduled timer;
    Optional<RefusalReason> refusal = Optional.empty();
    /// Whose key it is, as told with a refusal.
    Optional<KeyLine> line = Optional.empty();
    Optional<String> why = Optional.empty();
    /// What the stream may cause that named it; null while none did.
    private @Nullable TokenBucket allowance;
    private boolean isPaid;
    private long lastNamed;
    private long takeOver;

    enum Phase {
        /// Waits for a token, or for its random slot when announced.
        WAITING,
        /// A fetch is in flight.
        IN_FLIGHT,
        /// The last attempt failed; another follows.
        RETRYING,
        /// Refused. One that is not granted stays so for the negative cache's time; an unknown one is asked for again
        /// now and then while packets bear its ID.
        REFUSED
    }

    /// What every key of a client is asked for with.
    record Office(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop) {}

    KeyRequest(KeyId keyId) {
        this.keyId = keyId;
    }

    /// The stream itself has named it: it needs no token of those that anybody may use up.
    void named(long now, long newTakeOver, TokenBucket newAllowance) {
        if (allowance == null) {
            firstAsked = now;
        }
        allowance = newAllowance;
        lastNamed = now;
        takeOver = newTakeOver;
    }

    /// Its first attempt has been paid for out of the allowance.
    void paid() {
        isPaid = true;
    }

    boolean isAnnounced() {
        return allowance != null;
    }

    boolean isNamedLately(long now) {
        return allowance != null && now - lastNamed < NAMED_NANOS;
    }

    /// Takes leave for one attempt from its stream's allowance.
    boolean takeAllowance(long now) {
        if (allowance == null || !isNamedLately(now)) {
            return false;
        }
        boolean may = isPaid || allowance.take(now);
        isPaid = false;
        return may;
    }

    /// When an announced key takes over (monotonic nanoseconds).
    long takeOver() {
        return takeOver;
    }

    /// Whether it was refused for a reason that packets do not change.
    boolean isDenied() {
        return phase == Phase.REFUSED && refusal.filter(reason -> reason != RefusalReason.UNKNOWN).isPresent();
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    void cancel() {
        cancelTimer();
        if (inFlight != null) {
            inFlight.cancel();
            inFlight = null;
        }
    }
}
