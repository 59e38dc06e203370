package org.kagicast.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// A key server that answers by itself after a while: with the keys that it has been told of, and "unknown" to all else.
final class SmallKeyServer implements KeyFetcher {

    static final Duration ROUND_TRIP = Duration.ofMillis(5);

    private final Time time;
    private final Map<KeyId, TestStream> keys = new HashMap<>();
    private final List<KeyId> asked = new ArrayList<>();
    private boolean isSilent;

    SmallKeyServer(Time time) {
        this.time = time;
    }

    void create(TestStream key) {
        keys.put(key.keyId(), key);
    }

    void forget(TestStream key) {
        keys.remove(key.keyId());
    }

    void beSilent(boolean silent) {
        isSilent = silent;
    }

    List<KeyId> asked() {
        return asked;
    }

    long askedFor(TestStream key) {
        return asked.stream().filter(key.keyId()::equals).count();
    }

    @Override
    public Fetch fetch(KeyId keyId, FetchReason reason) {
        asked.add(keyId);
        CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
        TestStream key = keys.get(keyId);
        if (!isSilent) {
            time.after(ROUND_TRIP, Runnable::run, () -> outcome.complete(key == null
                    ? new FetchOutcome.Refused(RefusalReason.UNKNOWN, Optional.empty(), ScriptedFetcher.SERVER)
                    : key.key()));
        }
        return () -> outcome;
    }
}
