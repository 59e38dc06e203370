package org.kagicast.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.time.Time;

/// One key ID that the client wants and does not have. State: the client's loop.
final class KeyRequest {

    final KeyId keyId;
    /// Announced by the stream itself: it needs no token.
    boolean announced;
    Phase phase = Phase.WAITING;
    /// When a packet was held for it for the first time, or it was announced (monotonic nanoseconds).
    final long since;
    /// When it was first asked for; 0 before.
    long firstAsked;
    int attempts;
    /// For an announced key: when it takes over (monotonic nanoseconds).
    long takeOver;
    KeyFetcher.@Nullable Fetch inFlight;
    Time.@Nullable Scheduled timer;
    Optional<RefusalReason> refusal = Optional.empty();
    /// Whose key it is, as told with a refusal.
    Optional<KeyLine> line = Optional.empty();
    Optional<String> why = Optional.empty();

    enum Phase {
        /// Waits for a token, or for its random slot when announced.
        WAITING,
        /// A fetch is in flight.
        IN_FLIGHT,
        /// The last attempt failed; another follows.
        RETRYING,
        /// Refused; remembered until the negative cache's time is over.
        REFUSED
    }

    KeyRequest(KeyId keyId, long since) {
        this.keyId = keyId;
        this.since = since;
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
