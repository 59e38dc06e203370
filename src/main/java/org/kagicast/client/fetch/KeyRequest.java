package org.kagicast.client.fetch;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// One key ID that the client wants and does not have: asks for it, judges the answers, and says when to ask again. Who
/// pays for an attempt, and what an answer means for the packets that wait for the key, is its owner's matter. State: the
/// client's loop.
public final class KeyRequest {

    /// Pause after an answer "no such key" while the key may still be on its way, and later.
    private static final Duration UNKNOWN_PAUSE = Duration.ofMillis(100);
    private static final Duration LONG_UNKNOWN_PAUSE = Duration.ofMillis(500);
    /// So long after a denial may be asked about again, what it said stays known for when no key server answers.
    private static final Duration DENIAL_KNOWN = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    public enum Phase {
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
    public record Office(KeyFetcher fetcher, ClientLimits limits, Time time, Executor loop) {}

    /// What the client does about a request, on its loop.
    interface Owner {

        /// The pause before another attempt is over.
        void onDue(KeyRequest request);

        /// The key is there, and the request over. The owner closes the key.
        void onKey(KeyRequest request, FetchOutcome.Key key);

        /// A key server has said that it does not know the key. It may come into being yet.
        void onNotKnown(KeyRequest request);

        /// No key server knows the key, and those of its packets that came no later than `arrived` have had their time.
        void onUnknown(KeyRequest request, long arrived);

        /// The key is refused for a reason that packets do not change.
        void onDenied(KeyRequest request, RefusalReason reason);

        /// Such a refusal was remembered for its time, and no packet has had it asked for again for long.
        void onForgotten(KeyRequest request);
    }

    private final KeyId keyId;
    private final Office office;
    private final Owner owner;
    private final Time time;
    /// Until the next attempt, or until a denial is forgotten.
    private final Timer pause;
    private final AnnouncedKey announcement = new AnnouncedKey();
    private Phase phase = Phase.WAITING;
    private FetchFailure failure = FetchFailure.NONE;
    /// When it was first asked for, or announced after that: from then on it may be on its way.
    private long firstAsked;
    private long lastAsked;
    /// When a packet under it came last.
    private long lastPacket;
    private boolean hasPackets;
    private int attempts;
    private int timesUnknown;
    private @Nullable FetchAttempt latest;

    KeyRequest(KeyId keyId, Office office, Owner owner) {
        this.keyId = keyId;
        this.office = office;
        this.owner = owner;
        this.time = office.time();
        this.pause = new Timer(time, office.loop());
    }

    public KeyId keyId() {
        return keyId;
    }

    public Phase phase() {
        return phase;
    }

    /// Whether its stream has named it as a coming key.
    public boolean isAnnounced() {
        return announcement.isAnnounced();
    }

    /// What its stream has said of it.
    AnnouncedKey announcement() {
        return announcement;
    }

    /// What came of asking for it so far.
    public FetchFailure failure() {
        return failure;
    }

    public long firstAsked() {
        return firstAsked;
    }

    /// How often nobody knew it.
    public int timesUnknown() {
        return timesUnknown;
    }

    /// Whether it does something by itself after a while.
    boolean isPausing() {
        return pause.isRunning();
    }

    /// Whether it was refused for a reason that packets do not change.
    boolean isDenied() {
        return phase == Phase.REFUSED && failure.isDenial();
    }

    /// Whether it was refused, and that so lately that it is remembered.
    boolean isRefusedLately(long now) {
        return phase == Phase.REFUSED && now - lastAsked < office.limits().negativeCache().toNanos();
    }

    /// A packet under it has come.
    void packetCame(long now) {
        lastPacket = now;
        hasPackets = true;
    }

    /// Whether packets under it have come within that time, or its stream announces it.
    public boolean isWanted(long now, long nanos) {
        return (hasPackets && now - lastPacket < nanos) || announcement.isRecent(now);
    }

    /// Its stream has named it for the first time: from now on it may be on its way, and a denial counts no more.
    void expect(long now) {
        firstAsked = now;
        if (isDenied()) {
            await();
            failure = failure.forgiven();
        }
    }

    /// Asks now.
    void ask(FetchReason reason) {
        cancel();
        phase = Phase.IN_FLIGHT;
        attempts++;
        lastAsked = time.nanos();
        if (attempts == 1) {
            firstAsked = lastAsked;
        }
        latest = FetchAttempt.begin(office, keyId, reason, this::judge);
    }

    /// Waits until it is told to ask.
    void await() {
        pause.cancel();
        phase = Phase.WAITING;
    }

    /// Stays as it is for a while, and is due again then.
    void postpone() {
        askAfter(LONG_UNKNOWN_PAUSE);
    }

    /// Sees to it that the next attempt is not after the window, except where one is in flight or in vain. An attempt
    /// within it stays where it is, or repeated announcements would draw all clients' requests together at its beginning.
    void bringForward(AnnouncedKey.Slot slot) {
        if (phase != Phase.IN_FLIGHT && !isDenied() && !pause.endsWithin(slot.latest())) {
            askAfter(slot.chosen());
        }
    }

    void cancel() {
        pause.cancel();
        if (latest != null) {
            latest.cancel();
        }
    }

    private void judge(FetchOutcome outcome) {
        switch (outcome) {
            case FetchOutcome.Key key -> came(key);
            case FetchOutcome.Refused refused when refused.reason() == RefusalReason.UNKNOWN -> unknown(refused);
            case FetchOutcome.Refused refused -> denied(refused);
            case FetchOutcome.Unreachable fault -> failed(fault.sentence());
        }
    }

    private void came(FetchOutcome.Key key) {
        if (key.keyId().equals(keyId)) {
            owner.onKey(this, key);
        } else {
            key.close();
            failed(ClientMessage.WRONG_KEY.with(key.from(), key.name().withId(), KeyName.of(keyId)));
        }
    }

    private void unknown(FetchOutcome.Refused refused) {
        long onItsWay = office.limits().unknownRetry().toNanos();
        timesUnknown++;
        owner.onNotKnown(this);
        if (time.nanos() - firstAsked < onItsWay) {
            retryAfter(UNKNOWN_PAUSE);
            return;
        }
        remember(refused);
        owner.onUnknown(this, lastAsked - onItsWay);
        askAfter(LONG_UNKNOWN_PAUSE);
    }

    private void denied(FetchOutcome.Refused refused) {
        remember(refused);
        owner.onDenied(this, refused.reason());
        pause.begin(office.limits().negativeCache(), this::openAgain);
    }

    /// The next packet has it asked for again, as if for the first time.
    private void openAgain() {
        phase = Phase.WAITING;
        attempts = 0;
        timesUnknown = 0;
        pause.begin(DENIAL_KNOWN, () -> owner.onForgotten(this));
    }

    private void remember(FetchOutcome.Refused refused) {
        phase = Phase.REFUSED;
        failure = FetchFailure.refused(keyId, refused);
        // The packets that waited for it are dropped only now.
        lastPacket = time.nanos();
    }

    private void failed(CodedMessage sentence) {
        failure = failure.failed(sentence);
        int doublings = Math.min(attempts - 1, 5);
        Duration longer = FIRST_PAUSE.multipliedBy(1L << doublings);
        retryAfter(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
    }

    private void retryAfter(Duration length) {
        phase = Phase.RETRYING;
        askAfter(length);
    }

    private void askAfter(Duration length) {
        pause.begin(length, () -> owner.onDue(this));
    }
}
