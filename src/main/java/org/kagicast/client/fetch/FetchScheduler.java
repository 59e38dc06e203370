package org.kagicast.client.fetch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// Fetches keys, and holds the packets that wait for them: one fetch in flight per key ID, failures tried again, refusals
/// remembered for a while. State: the client's loop; answers are posted there.
///
/// Anybody can make key IDs up. So each attempt takes a token of a bucket that all IDs share, and goes to the one with the
/// strongest claim ([FetchQueue]), be it for a first attempt or another one. While one ID after the other is unknown to the
/// key servers, somebody is making them up, and it is the key servers that pay for that: tokens come slowly then, until a
/// key comes. An ID with many packets that was never asked for, as a stream has, still gets a turn at the usual rate. An ID
/// that its stream announced is paid for by that stream's own allowance, and comes to need a token like others once that is
/// used up.
///
/// An ID that no key server knows may be made up, or may come into being a moment later. So its packets are held and it is
/// asked for again as long as they come, ever more seldom; a packet is given up when a key server that was asked
/// [ClientLimits#unknownRetry] after its arrival, or later, does not know its key.
///
/// While more IDs wait for their turn than will ever have it, and fill half of the hold buffer, it is a flood, and the ID
/// with the weakest claim gives up its oldest packet: the flood evicts itself, and a stream, whose packets share an ID,
/// stays. Whoever has hundreds of IDs with as many packets each as a stream has cannot be told from hundreds of streams: he
/// can keep a new ID out while he goes on.
///
/// Here is what packets and announcements cause, in which order, and who pays for it; [KeyRequest] is the life of one
/// request, and when it is tried again.
public final class FetchScheduler implements KeyRequest.Owner, HoldBuffer.Owner, AutoCloseable {

    /// Requests a second, and at once, while nothing but unknown IDs are asked for.
    static final int SLOW_PER_SECOND = 2;
    /// So many unknown answers in a row, each about another ID than the one before.
    static final int SLOW_AFTER = 20;
    /// Packets of an ID that looks like a stream's.
    static final int MANY_PACKETS = 32;
    /// One ID in so many packets may wait for its turn before it is a flood.
    private static final int PACKETS_PER_CANDIDATE = 256;

    private final KeyRequest.Office office;
    private final ClientLimits limits;
    private final Time time;
    private final Listener listener;
    private final GuardedLongMap<KeyRequest> requests;
    private final HoldBuffer held;
    private final FetchQueue queue;
    private final TokenBucket tokens;
    /// For IDs with many packets, while the others' tokens come slowly.
    private final TokenBucket newcomers;
    private final Timer untilNextToken;
    private long latestUnknown;
    private int unknownInARow;

    /// @param randomness hides where in the tables an ID lies
    public FetchScheduler(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop, RandomGenerator randomness,
            Listener listener) {
        this.office = new KeyRequest.Office(fetcher, limits, time, loop);
        this.limits = limits;
        this.time = time;
        this.listener = listener;
        this.requests = new GuardedLongMap<>(randomness);
        this.held = new HoldBuffer(limits.heldPackets(), limits.heldBytes(), randomness, this);
        this.queue = new FetchQueue(randomness);
        this.tokens = new TokenBucket(limits.fetchesPerSecond(), limits.fetchBurst(), time.nanos());
        this.newcomers = new TokenBucket(limits.fetchesPerSecond(), limits.fetchesPerSecond(), time.nanos());
        this.untilNextToken = new Timer(time, loop);
    }

    /// What the client does with what becomes of a request. Called on its loop.
    public interface Listener {

        /// A request goes out (B3, C10).
        void asking(KeyId keyId, FetchReason reason);

        /// The key is there (B5, C12). The listener closes it.
        void fetched(FetchOutcome.Key key, AnnouncedKey announcement);

        /// A key will not come for a while.
        ///
        /// @param packets how many held ones were given up for that
        void refused(RefusalReason reason, int packets);
    }

    /// A packet has come whose key is not there: holds it and sees to it that its key is asked for (R9), unless a refusal is
    /// remembered.
    ///
    /// @return the refusal that the packet is dropped for; null when it is held
    @Nullable
    public RefusalReason packet(long keyId, ByteBuffer datagram, long now) {
        KeyRequest request = requests.get(keyId);
        if (request != null) {
            request.packetCame(now);
            if (request.isDenied()) {
                return request.failure().refusal().orElse(null);
            }
        }
        held.hold(keyId, datagram, now);
        if (request == null) {
            giveTurns();
        } else if (request.phase() == KeyRequest.Phase.WAITING) {
            if (request.announcement().isAnnounced()) {
                onDue(request);
            } else {
                giveTurns();
            }
        }
        return null;
    }

    /// The stream itself names a coming key that the client does not have: it is asked for in that slot, unless an
    /// attempt is due within the slot's window anyway (R20).
    ///
    /// @param allowance what the stream may cause; when it is used up, a new name is left for the next announcement
    public void announced(KeyId keyId, AnnouncedKey.Slot slot, long takeOver, TokenBucket allowance) {
        long now = time.nanos();
        KeyRequest request = requests.get(keyId.value());
        if (request == null) {
            if (!allowance.take(now)) {
                return;
            }
            request = add(keyId);
            request.announcement().paid();
        }
        boolean isNew = !request.announcement().isAnnounced();
        request.announcement().renew(now, takeOver, allowance);
        if (isNew) {
            request.expect(now);
        }
        boolean isInUse = isNew && held.held(keyId.value()) > 0;
        request.bringForward(isInUse ? AnnouncedKey.Slot.NOW : slot);
    }

    /// A stream has withdrawn a coming key; that of another stream or label it cannot withdraw.
    ///
    /// @param allowance of the stream
    public void withdrawn(KeyId keyId, TokenBucket allowance) {
        KeyRequest request = requests.get(keyId.value());
        if (request != null && request.announcement().isOf(allowance) && held.held(keyId.value()) == 0) {
            drop(request);
        }
    }

    /// Now and then: an ID that waits for its turn and whose packets have all been given up is forgotten.
    public void tidy() {
        List.copyOf(requests.values()).stream().filter(request -> request.phase() == KeyRequest.Phase.WAITING)
                .filter(request -> !request.isPausing() && held.held(request.keyId().value()) == 0)
                .forEach(this::drop);
    }

    public Collection<KeyRequest> pending() {
        return requests.values();
    }

    /// The packets that wait for their keys.
    public HoldBuffer held() {
        return held;
    }

    /// The sentence of the latest fault, while no key server answers.
    public Optional<CodedMessage> unreachable() {
        return requests.values().stream().map(KeyRequest::failure).filter(failure -> failure.refusal().isEmpty())
                .flatMap(failure -> failure.why().stream()).findFirst();
    }

    @Override
    public void close() {
        requests.values().forEach(KeyRequest::cancel);
        requests.clear();
        untilNextToken.cancel();
    }

    /// An ID whose packets have all been given up is not worth another attempt, unless it was announced.
    @Override
    public void onDue(KeyRequest request) {
        long now = time.nanos();
        long keyId = request.keyId().value();
        if (request.announcement().takeAllowance(now)) {
            ask(request);
        } else if (held.held(keyId) > 0) {
            request.await();
            queue.put(held.of(keyId), request.timesUnknown());
            giveTurns();
        } else if (request.announcement().isRecent(now) || request.isRefusedLately(now)) {
            request.postpone();
        } else {
            drop(request);
        }
    }

    @Override
    public void onKey(KeyRequest request, FetchOutcome.Key key) {
        requests.remove(request.keyId().value());
        listener.fetched(key, request.announcement());
        if (!request.announcement().isAnnounced()) {
            found();
        }
    }

    @Override
    public void onNotKnown(KeyRequest request) {
        if (!request.announcement().isAnnounced()) {
            unknown(request.keyId().value());
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

    @Override
    public void changed(HeldPackets packets) {
        KeyRequest request = requests.get(packets.keyId());
        if (request == null || request.phase() == KeyRequest.Phase.WAITING) {
            queue.put(packets, request == null ? 0 : request.timesUnknown());
        }
    }

    @Override
    public boolean isAskedFor(long keyId) {
        KeyRequest request = requests.get(keyId);
        return request != null && request.phase() != KeyRequest.Phase.WAITING;
    }

    @Override
    public Optional<Long> toGiveUp() {
        boolean isFlooded = queue.size() > limits.heldPackets() / PACKETS_PER_CANDIDATE
                && 2 * queue.cost() > held.cost();
        return isFlooded ? queue.last() : Optional.empty();
    }

    /// Gives a turn to each ID that waits, as long as there are tokens; the others get theirs when there are more.
    private void giveTurns() {
        for (Optional<Long> next = next(); next.isPresent(); next = next()) {
            takeTurn(next.get());
        }
    }

    private Optional<Long> next() {
        Optional<Long> next = queue.first();
        long now = time.nanos();
        if (next.isEmpty() || tokens.take(now)) {
            return next;
        }
        long untilNext = tokens.nanosToNext(now);
        Optional<Long> newcomer = isSlow() ? queue.newcomer(MANY_PACKETS) : Optional.empty();
        if (newcomer.isPresent()) {
            if (newcomers.take(now)) {
                return newcomer;
            }
            untilNext = Math.min(untilNext, newcomers.nanosToNext(now));
        }
        waitForToken(Duration.ofNanos(untilNext));
        return Optional.empty();
    }

    private void waitForToken(Duration length) {
        if (!untilNextToken.endsWithin(length)) {
            untilNextToken.begin(length, this::giveTurns);
        }
    }

    private boolean isSlow() {
        return unknownInARow >= SLOW_AFTER;
    }

    /// No key server knows an ID that had a turn.
    private void unknown(long keyId) {
        if (keyId != latestUnknown) {
            latestUnknown = keyId;
            unknownInARow++;
            if (unknownInARow == SLOW_AFTER) {
                tokens.change(Math.min(SLOW_PER_SECOND, limits.fetchesPerSecond()),
                        Math.min(SLOW_PER_SECOND, limits.fetchBurst()), time.nanos());
            }
        }
    }

    /// The key of an ID that had a turn has come.
    private void found() {
        if (isSlow()) {
            tokens.change(limits.fetchesPerSecond(), limits.fetchBurst(), time.nanos());
            untilNextToken.cancel();
        }
        unknownInARow = 0;
        latestUnknown = 0;
        giveTurns();
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
        FetchReason reason = FetchReason.of(request.announcement().isAnnounced());
        queue.remove(request.keyId().value());
        listener.asking(request.keyId(), reason);
        request.ask(reason);
    }

    private void drop(KeyRequest request) {
        request.cancel();
        requests.remove(request.keyId().value());
        held.release(request.keyId().value());
    }
}
