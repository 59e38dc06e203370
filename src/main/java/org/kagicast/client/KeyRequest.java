package org.kagicast.client;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.time.Time;

/// One key ID that the client wants and does not have. State: the client's loop.
final class KeyRequest {

    private final KeyId keyId;
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
    private final Naming naming = new Naming();
    Setback setback = Setback.NONE;

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

    KeyId keyId() {
        return keyId;
    }

    Phase phase() {
        return phase;
    }

    /// What its stream has said of it.
    Naming naming() {
        return naming;
    }

    /// What came of asking for it so far.
    Setback setback() {
        return setback;
    }

    /// Whether it was refused for a reason that packets do not change.
    boolean isDenied() {
        return phase == Phase.REFUSED && setback.isDenial();
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
