package org.kagicast.client;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.FetchOutcome;
import org.kagicast.rpc.KeyFetcher;
import org.kagicast.rpc.Occasion;
import org.kagicast.time.Time;

/// Fetches keys: one fetch in flight per key ID, failures tried again, refusals remembered for a while. An ID that nobody
/// announced needs a token of a bucket that all of them share; one that its stream announced is paid for by that stream's
/// own allowance, and comes to need a token like others once that is used up. State: the client's loop; answers are
/// posted there.
///
/// An ID that no key server knows may be made up, or may come into being a moment later. So its packets are held and it is
/// asked for again as long as they come, ever more seldom; a packet is given up when a key server that was asked
/// [ClientLimits#unknownRetry] after its arrival, or later, does not know its key.
final class KeyRequests implements AutoCloseable {

    /// Pause after an answer "no such key" while the key may still be on its way, and later.
    private static final Duration UNKNOWN_PAUSE = Duration.ofMillis(100);
    private static final Duration LONG_UNKNOWN_PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final KeyFetcher fetcher;
    private final ClientLimits limits;
    private final Time time;
    private final Executor loop;
    private final HoldBuffer held;
    private final Listener listener;
    private final Turns turns;
    private final KeyIdMap<KeyRequest> requests;

    /// @param randomness hides where in the table an ID lies
    KeyRequests(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop, RandomGenerator randomness,
            HoldBuffer held, Listener listener) {
        this.fetcher = fetcher;
        this.limits = limits;
        this.time = time;
        this.loop = loop;
        this.held = held;
        this.listener = listener;
        this.turns = new Turns(new KeyRequest.Office(fetcher, limits, time, loop), held, this::takeTurn);
        this.requests = new KeyIdMap<>(randomness);
    }

    /// What the client does with what becomes of a request. Called on its loop.
    interface Listener {

        /// A request goes out (B3, C10).
        void asking(KeyId keyId, Occasion occasion);

        /// The key is there (B5, C12). The listener closes it.
        void fetched(FetchOutcome.Key key, Naming naming);

        /// A key will not come for a while.
        ///
        /// @param packets how many held ones were given up for that
        void refused(RefusalReason reason, int packets);
    }

    /// Why packets of this ID are dropped at once, while a refusal is remembered; null when they are to be held.
    @Nullable
    RefusalReason refusal(long keyId) {
        KeyRequest request = requests.get(keyId);
        return request == null || !request.isDenied() ? null : request.setback().refusal().orElse(null);
    }

    /// A packet of this ID has been held (R9).
    void wanted(long keyId) {
        KeyRequest request = requests.get(keyId);
        if (request == null) {
            turns.give();
        } else if (request.phase != KeyRequest.Phase.WAITING) {
            held.asked(keyId);
        } else if (request.naming().isAnnounced()) {
            attempt(request);
        } else {
            turns.give();
        }
    }

    /// The stream itself names a coming key that the client does not have: it is asked for in that slot, unless an
    /// attempt is due within the slot's window anyway (R20).
    ///
    /// @param allowance what the stream may cause; when it is used up, a new name is left for the next announcement
    void announced(KeyId keyId, Naming.Slot slot, long takeOver, TokenBucket allowance) {
        long now = time.nanos();
        KeyRequest request = requests.get(keyId.value());
        if (request == null) {
            if (!allowance.take(now)) {
                return;
            }
            request = add(keyId);
            request.naming().paid();
        }
        boolean isNew = !request.naming().isAnnounced();
        request.naming().renew(now, takeOver, allowance);
        if (isNew) {
            request.firstAsked = now;
            forgiveIfDenied(request);
        }
        boolean isInUse = isNew && held.held(keyId.value()) > 0;
        bringForward(request, isInUse ? Naming.Slot.NOW : slot);
    }

    /// The stream has withdrawn a coming key.
    void withdrawn(KeyId keyId) {
        KeyRequest request = requests.get(keyId.value());
        if (request != null && request.naming().isAnnounced() && held.held(keyId.value()) == 0) {
            drop(request);
        }
    }

    /// Now and then: an ID that waits for its turn and whose packets have all been given up is forgotten.
    void tidy() {
        List.copyOf(requests.values()).stream().filter(request -> request.phase == KeyRequest.Phase.WAITING)
                .filter(request -> !request.naming().isAnnounced() && held.held(request.keyId().value()) == 0)
                .forEach(this::drop);
    }

    Collection<KeyRequest> pending() {
        return requests.values();
    }

    /// The sentence of the newest key that was refused for want of a grant, while that is remembered.
    Optional<String> notGranted() {
        return requests.values().stream()
                .filter(request -> request.setback().refusal().equals(Optional.of(RefusalReason.NOT_GRANTED)))
                .max(Comparator.comparingLong(request -> request.firstAsked))
                .flatMap(request -> request.setback().why());
    }

    /// The sentence of the latest fault, while no key server answers.
    Optional<String> unreachable() {
        return requests.values().stream().map(KeyRequest::setback).filter(setback -> setback.refusal().isEmpty())
                .flatMap(setback -> setback.why().stream()).findFirst();
    }

    @Override
    public void close() {
        requests.values().forEach(KeyRequest::cancel);
        requests.clear();
        turns.close();
    }

    private void takeTurn(long keyId) {
        KeyRequest request = requests.get(keyId);
        ask(request == null ? add(new KeyId(keyId)) : request);
    }

    private KeyRequest add(KeyId keyId) {
        KeyRequest request = new KeyRequest(keyId);
        requests.put(keyId.value(), request);
        return request;
    }

    private void ask(KeyRequest request) {
        request.cancelTimer();
        request.phase = KeyRequest.Phase.IN_FLIGHT;
        request.attempts++;
        request.lastAsked = time.nanos();
        if (request.attempts == 1) {
            request.firstAsked = request.lastAsked;
        }
        held.asked(request.keyId().value());
        Occasion occasion = Occasion.of(request.naming().isAnnounced());
        listener.asking(request.keyId(), occasion);
        KeyFetcher.Fetch fetch = fetcher.fetch(request.keyId(), occasion);
        request.inFlight = fetch;
        int attempt = request.attempts;
        request.timer = time.after(limits.fetchDeadline(), loop, () -> expire(request, attempt));
        var _ = fetch.outcome().thenAcceptAsync(outcome -> answered(request, attempt, outcome), loop);
    }

    private void expire(KeyRequest request, int attempt) {
        if (request.attempts == attempt && request.inFlight != null) {
            request.inFlight.cancel();
            request.inFlight = null;
            failed(request, "No key server answered within " + limits.fetchDeadline().toMillis()
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
            case FetchOutcome.Key key -> came(request, key);
            case FetchOutcome.Refused refused when refused.reason() == RefusalReason.UNKNOWN ->
                unknown(request, refused);
            case FetchOutcome.Refused refused -> denied(request, refused);
            case FetchOutcome.Unreachable fault -> failed(request, fault.sentence());
        }
    }

    private void came(KeyRequest request, FetchOutcome.Key key) {
        if (key.keyId().equals(request.keyId())) {
            requests.remove(request.keyId().value());
            listener.fetched(key, request.naming());
        } else {
            key.close();
            failed(request, key.from() + " gave key " + key.keyId() + " when asked for key " + request.keyId()
                    + ": see that it runs the same version as this client.");
        }
    }

    private void unknown(KeyRequest request, FetchOutcome.Refused refused) {
        long onItsWay = limits.unknownRetry().toNanos();
        request.unknown++;
        if (time.nanos() - request.firstAsked < onItsWay) {
            later(request, UNKNOWN_PAUSE);
            return;
        }
        remember(request, refused);
        int packets = held.giveUp(request.keyId().value(), request.lastAsked - onItsWay);
        listener.refused(refused.reason(), packets);
        schedule(request, LONG_UNKNOWN_PAUSE);
    }

    private void denied(KeyRequest request, FetchOutcome.Refused refused) {
        remember(request, refused);
        listener.refused(refused.reason(), held.release(request.keyId().value()).size());
        request.timer = time.after(limits.negativeCache(), loop, () -> drop(request));
    }

    private void remember(KeyRequest request, FetchOutcome.Refused refused) {
        request.phase = KeyRequest.Phase.REFUSED;
        request.setback = Setback.refused(request.keyId(), refused);
    }

    private void forgiveIfDenied(KeyRequest request) {
        if (request.isDenied()) {
            request.cancelTimer();
            request.phase = KeyRequest.Phase.WAITING;
            request.setback = request.setback.forgiven();
        }
    }

    private void failed(KeyRequest request, String sentence) {
        request.setback = request.setback.failed(sentence);
        int doublings = Math.min(request.attempts - 1, 5);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        later(request, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private void later(KeyRequest request, Duration pause) {
        request.phase = KeyRequest.Phase.RETRYING;
        schedule(request, pause);
    }

    private void schedule(KeyRequest request, Duration pause) {
        request.cancelTimer();
        request.due = time.nanos() + pause.toNanos();
        request.timer = time.after(pause, loop, () -> {
            request.timer = null;
            attempt(request);
        });
    }

    /// Sees to it that the next attempt is not after the window, except where one is in flight or in vain. An attempt
    /// within it stays where it is, or repeated announcements would draw all clients' requests together at its beginning.
    private void bringForward(KeyRequest request, Naming.Slot slot) {
        boolean isLater = request.timer == null || request.due - time.nanos() > slot.latest().toNanos();
        if (request.phase != KeyRequest.Phase.IN_FLIGHT && !request.isDenied() && isLater) {
            schedule(request, slot.chosen());
        }
    }

    /// An ID whose packets have all been given up is not worth another attempt, unless it was announced.
    private void attempt(KeyRequest request) {
        long now = time.nanos();
        long keyId = request.keyId().value();
        if (request.naming().takeAllowance(now)) {
            ask(request);
        } else if (held.held(keyId) > 0) {
            request.cancelTimer();
            request.phase = KeyRequest.Phase.WAITING;
            held.waiting(keyId, request.unknown);
            turns.give();
        } else if (request.naming().isRecent(now) || isRemembered(request, now)) {
            schedule(request, LONG_UNKNOWN_PAUSE);
        } else {
            drop(request);
        }
    }

    private boolean isRemembered(KeyRequest request, long now) {
        return request.phase == KeyRequest.Phase.REFUSED && now - request.lastAsked < limits.negativeCache().toNanos();
    }

    private void drop(KeyRequest request) {
        request.cancel();
        requests.remove(request.keyId().value());
        held.release(request.keyId().value());
    }
}
