package org.kagicast.client;

import java.util.Collection;
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
///
/// Here is what packets and announcements cause, and who pays for it; [KeyRequest] is the life of one request, [Turns]
/// hands out the tokens.
final class KeyRequests implements KeyRequest.Owner, AutoCloseable {

    private final KeyRequest.Office office;
    private final Time time;
    private final HoldBuffer held;
    private final Listener listener;
    private final Turns turns;
    private final KeyIdMap<KeyRequest> requests;

    /// @param randomness hides where in the table an ID lies
    KeyRequests(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop, RandomGenerator randomness,
            HoldBuffer held, Listener listener) {
        this.office = new KeyRequest.Office(fetcher, limits, time, loop);
        this.time = time;
        this.held = held;
        this.listener = listener;
        this.turns = new Turns(office, held, this::takeTurn);
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

    /// A packet of this ID has come.
    ///
    /// @return why it is dropped at once, while a refusal is remembered; null when it is to be held
    @Nullable
    RefusalReason packetCame(long keyId, long now) {
        KeyRequest request = requests.get(keyId);
        if (request == null) {
            return null;
        }
        request.packetCame(now);
        return request.isDenied() ? request.setback().refusal().orElse(null) : null;
    }

    /// A packet of this ID has been held (R9).
    void wanted(long keyId) {
        KeyRequest request = requests.get(keyId);
        if (request == null) {
            turns.give();
        } else if (request.phase() != KeyRequest.Phase.WAITING) {
            held.asked(keyId);
        } else if (request.naming().isAnnounced()) {
            onDue(request);
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
            request.expect(now);
        }
        boolean isInUse = isNew && held.held(keyId.value()) > 0;
        request.bringForward(isInUse ? Naming.Slot.NOW : slot);
    }

    /// A stream has withdrawn a coming key; that of another stream or label it cannot withdraw.
    ///
    /// @param allowance of the stream
    void withdrawn(KeyId keyId, TokenBucket allowance) {
        KeyRequest request = requests.get(keyId.value());
        if (request != null && request.naming().isOf(allowance) && held.held(keyId.value()) == 0) {
            drop(request);
        }
    }

    /// Now and then: an ID that waits for its turn and whose packets have all been given up is forgotten.
    void tidy() {
        List.copyOf(requests.values()).stream().filter(request -> request.phase() == KeyRequest.Phase.WAITING)
                .filter(request -> !request.isPausing() && held.held(request.keyId().value()) == 0)
                .forEach(this::drop);
    }

    Collection<KeyRequest> pending() {
        return requests.values();
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

    /// An ID whose packets have all been given up is not worth another attempt, unless it was announced.
    @Override
    public void onDue(KeyRequest request) {
        long now = time.nanos();
        long keyId = request.keyId().value();
        if (request.naming().takeAllowance(now)) {
            ask(request);
        } else if (held.held(keyId) > 0) {
            request.await();
            held.waiting(keyId, request.timesUnknown());
            turns.give();
        } else if (request.naming().isRecent(now) || request.isRefusedLately(now)) {
            request.postpone();
        } else {
            drop(request);
        }
    }

    @Override
    public void onKey(KeyRequest request, FetchOutcome.Key key) {
        requests.remove(request.keyId().value());
        listener.fetched(key, request.naming());
        if (!request.naming().isAnnounced()) {
            turns.found();
        }
    }

    @Override
    public void onNotKnown(KeyRequest request) {
        if (!request.naming().isAnnounced()) {
            turns.unknown(request.keyId().value());
        }
    }

    @Override
    public void onUnknown(KeyRequest request, long arrived) {
        listener.refused(RefusalReason.UNKNOWN, held.giveUp(request.keyId().value(), arrived));
    }

    @Override
    public void onDenied(KeyRequest request, RefusalReason reason) {
        listener.refused(reason, held.release(request.keyId().value()).size());
    }

    @Override
    public void onForgotten(KeyRequest request) {
        drop(request);
    }

    private void takeTurn(long keyId) {
        KeyRequest request = requests.get(keyId);
        if (request == null) {
            request = add(new KeyId(keyId));
            request.packetCame(time.nanos());
        }
        ask(request);
    }

    private KeyRequest add(KeyId keyId) {
        KeyRequest request = new KeyRequest(keyId, office, this);
        requests.put(keyId.value(), request);
        return request;
    }

    private void ask(KeyRequest request) {
        Occasion occasion = Occasion.of(request.naming().isAnnounced());
        held.asked(request.keyId().value());
        listener.asking(request.keyId(), occasion);
        request.ask(occasion);
    }

    private void drop(KeyRequest request) {
        request.cancel();
        requests.remove(request.keyId().value());
        held.release(request.keyId().value());
    }
}
