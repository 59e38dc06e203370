package org.kagicast.client;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.FetchOutcome;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.rpc.Occasion;
import org.kagicast.time.Time;

/// Fetches keys: one fetch in flight per key ID, failures tried again, refusals remembered for a while, and a token
/// bucket before IDs that nobody announced. State: the client's loop; answers are posted there.
final class KeyRequests implements AutoCloseable {

    /// Pause after an answer "no such key" while the key may still be on its way.
    private static final Duration UNKNOWN_PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final KeyFetcher fetcher;
    private final ClientLimits limits;
    private final Time time;
    private final Executor loop;
    private final HoldBuffer held;
    private final Listener listener;
    private final TokenBucket tokens;
    private final LongObjectMap<KeyRequest> requests = new LongObjectHashMap<>();
    private Time.@Nullable Scheduled nextToken;

    KeyRequests(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop, HoldBuffer held,
            Listener listener) {
        this.fetcher = fetcher;
        this.limits = limits;
        this.time = time;
        this.loop = loop;
        this.held = held;
        this.listener = listener;
        this.tokens = new TokenBucket(limits.fetchesPerSecond(), limits.fetchBurst(), time.nanos());
    }

    /// What the client does with what becomes of a request. Called on its loop.
    interface Listener {

        /// A request goes out (B3, C10).
        void asking(KeyId keyId, Occasion occasion);

        /// The key is there (B5, C12). The listener closes it.
        void fetched(FetchOutcome.Key key, KeyRequest request);

        /// The key will not come for a while; its held packets are to be given up.
        void refused(KeyId keyId, RefusalReason reason);
    }

    /// Why packets of this ID are dropped at once, while a refusal is remembered; null when they are to be held.
    @Nullable
    RefusalReason refusal(long keyId) {
        KeyRequest request = requests.get(keyId);
        return request == null ? null : request.refusal.orElse(null);
    }

    /// A packet of this ID has been held (R9).
    void wanted(long keyId) {
        KeyRequest request = requests.get(keyId);
        if (request == null) {
            askWithToken();
        } else if (request.phase != KeyRequest.Phase.WAITING) {
            held.asked(keyId);
        } else if (request.announced) {
            ask(request);
        }
    }

    /// The stream itself names a coming key that the client does not have: it is asked for after `slot` (R20).
    void announced(KeyId keyId, Duration slot, long takeOver) {
        KeyRequest request = requests.get(keyId.value());
        if (request != null && request.phase == KeyRequest.Phase.REFUSED && !request.announced) {
            drop(request);
            request = null;
        }
        if (request != null) {
            request.announced = true;
            request.takeOver = takeOver;
            return;
        }
        KeyRequest coming = new KeyRequest(keyId, time.nanos());
        coming.announced = true;
        coming.takeOver = takeOver;
        requests.put(keyId.value(), coming);
        coming.timer = time.after(slot, loop, () -> {
            if (coming.phase == KeyRequest.Phase.WAITING) {
                ask(coming);
            }
        });
    }

    /// The stream has withdrawn a coming key.
    void withdrawn(KeyId keyId) {
        KeyRequest request = requests.get(keyId.value());
        if (request != null && request.announced && held.held(keyId.value()) == 0) {
            drop(request);
        }
    }

    /// Now and then: an ID that waits for its turn and whose packets have all been given up is forgotten.
    void tidy() {
        List.copyOf(requests.values()).stream().filter(request -> request.phase == KeyRequest.Phase.WAITING)
                .filter(request -> !request.announced && held.held(request.keyId.value()) == 0).forEach(this::drop);
    }

    Collection<KeyRequest> pending() {
        return requests.values();
    }

    /// The sentence of the newest key that was refused for want of a grant, while that is remembered.
    Optional<String> notGranted() {
        return requests.values().stream()
                .filter(request -> request.refusal.equals(Optional.of(RefusalReason.NOT_GRANTED)))
                .max(Comparator.comparingLong(request -> request.firstAsked)).flatMap(request -> request.why);
    }

    /// The sentence of the latest fault, while no key server answers.
    Optional<String> unreachable() {
        return requests.values().stream().filter(request -> request.refusal.isEmpty())
                .flatMap(request -> request.why.stream()).findFirst();
    }

    @Override
    public void close() {
        requests.values().forEach(KeyRequest::cancel);
        requests.clear();
        if (nextToken != null) {
            nextToken.cancel();
        }
    }

    /// Tokens go to the ID with the most held packets first, be it for a first attempt or another one.
    private void askWithToken() {
        for (Optional<Long> next = held.nextToAsk(); next.isPresent(); next = held.nextToAsk()) {
            if (!tokens.take(time.nanos())) {
                waitForToken();
                return;
            }
            KeyRequest request = requests.get(next.get().longValue());
            if (request == null) {
                request = new KeyRequest(new KeyId(next.get()), time.nanos());
                requests.put(next.get().longValue(), request);
            }
            ask(request);
        }
    }

    private void waitForToken() {
        if (nextToken == null) {
            nextToken = time.after(Duration.ofNanos(tokens.nanosToNext(time.nanos())), loop, () -> {
                nextToken = null;
                askWithToken();
            });
        }
    }

    private void ask(KeyRequest request) {
        request.cancelTimer();
        request.phase = KeyRequest.Phase.IN_FLIGHT;
        request.attempts++;
        if (request.firstAsked == 0) {
            request.firstAsked = time.nanos();
        }
        held.asked(request.keyId.value());
        Occasion occasion = Occasion.of(request.announced);
        listener.asking(request.keyId, occasion);
        KeyFetcher.Fetch fetch = fetcher.fetch(request.keyId, occasion);
        request.inFlight = fetch;
        int attempt = request.attempts;
        request.timer = time.after(limits.fetchDeadline(), loop, () -> expire(request, attempt));
        var _ = fetch.outcome().thenAcceptAsync(outcome -> answered(request, attempt, outcome), loop);
    }

    private void expire(KeyRequest request, int attempt) {
        if (request.attempts == attempt && request.inFlight != null) {
            request.inFlight.cancel();
            request.inFlight = null;
            retry(request, "No key server answered within " + limits.fetchDeadline().toMillis()
                    + " ms: see that one runs and can be reached.");
        }
    }

    private void answered(KeyRequest request, int attempt, FetchOutcome outcome) {
        if (request.attempts != attempt || request.inFlight == null) {
            if (outcome instanceof FetchOutcome.Key tooLate) {
                tooLate.close();
            }
            return;
        }
        request.inFlight = null;
        request.cancelTimer();
        switch (outcome) {
            case FetchOutcome.Key key -> {
                requests.remove(request.keyId.value());
                listener.fetched(key, request);
            }
            case FetchOutcome.Refused refused -> refused(request, refused);
            case FetchOutcome.Unreachable fault -> retry(request, fault.sentence());
        }
    }

    private void refused(KeyRequest request, FetchOutcome.Refused refused) {
        boolean mayBeOnItsWay = refused.reason() == RefusalReason.UNKNOWN
                && time.nanos() - request.firstAsked < limits.unknownRetry().toNanos();
        if (mayBeOnItsWay) {
            later(request, UNKNOWN_PAUSE);
            return;
        }
        request.phase = KeyRequest.Phase.REFUSED;
        request.refusal = Optional.of(refused.reason());
        request.line = refused.line();
        request.why = Optional.of(Refusals.sentence(request.keyId, refused));
        request.timer = time.after(limits.negativeCache(), loop, () -> drop(request));
        listener.refused(request.keyId, refused.reason());
    }

    private void retry(KeyRequest request, String sentence) {
        request.why = Optional.of(sentence);
        int doublings = Math.min(request.attempts - 1, 5);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        later(request, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private void later(KeyRequest request, Duration pause) {
        request.phase = KeyRequest.Phase.RETRYING;
        request.timer = time.after(pause, loop, () -> again(request));
    }

    /// An ID whose packets have all been given up is not worth another attempt, unless it was announced.
    private void again(KeyRequest request) {
        long keyId = request.keyId.value();
        if (request.announced) {
            ask(request);
        } else if (held.held(keyId) > 0) {
            request.phase = KeyRequest.Phase.WAITING;
            held.waiting(keyId);
            askWithToken();
        } else {
            drop(request);
        }
    }

    private void drop(KeyRequest request) {
        request.cancel();
        requests.remove(request.keyId.value());
        held.release(request.keyId.value());
    }
}
