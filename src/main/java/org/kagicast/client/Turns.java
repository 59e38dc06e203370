package org.kagicast.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.kagicast.time.Time;

/// Decides whose turn it is to be asked for. Anybody can make key IDs up, so each turn takes a token of a bucket that all
/// IDs share, and goes to the one with the strongest claim, be it for a first attempt or another one.
///
/// While one ID after the other is unknown to the key servers, somebody is making them up, and it is the key servers that
/// pay for that: tokens come slowly then, until a key comes. An ID with many packets that was never asked for, as a stream
/// has, still gets a turn at the usual rate. State: the client's loop.
final class Turns implements AutoCloseable {

    /// Requests a second, and at once, while nothing but unknown IDs are asked for.
    static final int SLOW_PER_SECOND = 2;
    /// So many unknown answers in a row, each about another ID than the one before.
    static final int SLOW_AFTER = 20;
    /// Packets of an ID that looks like a stream's.
    static final int MANY_PACKETS = 32;

    private final TokenBucket tokens;
    /// For IDs with many packets, while the others' come slowly.
    private final TokenBucket newcomers;
    private final HoldBuffer held;
    private final Time time;
    private final Pause untilNextToken;
    private final ClientLimits limits;
    private long latestUnknown;
    private int unknownInARow;
    private final LongConsumer ask;

    /// @param held knows which IDs wait for their turn, and what their claims are
    /// @param ask asks for a key ID, which waits no longer then
    Turns(KeyRequest.Office office, HoldBuffer held, LongConsumer ask) {
        this.time = office.time();
        this.limits = office.limits();
        this.tokens = new TokenBucket(limits.fetchesPerSecond(), limits.fetchBurst(), time.nanos());
        this.newcomers = new TokenBucket(limits.fetchesPerSecond(), limits.fetchesPerSecond(), time.nanos());
        this.held = held;
        this.untilNextToken = new Pause(time, office.loop());
        this.ask = ask;
    }

    /// Gives a turn to each ID that waits, as long as there are tokens; the others get theirs when there are more.
    void give() {
        for (Optional<Long> next = next(); next.isPresent(); next = next()) {
            ask.accept(next.get());
        }
    }

    private Optional<Long> next() {
        Optional<Long> next = held.nextToAsk();
        long now = time.nanos();
        if (next.isEmpty() || tokens.take(now)) {
            return next;
        }
        long untilNext = tokens.nanosToNext(now);
        Optional<Long> newcomer = isSlow() ? held.newcomer(MANY_PACKETS) : Optional.empty();
        if (newcomer.isPresent()) {
            if (newcomers.take(now)) {
                return newcomer;
            }
            untilNext = Math.min(untilNext, newcomers.nanosToNext(now));
        }
        waitForToken(Duration.ofNanos(untilNext));
        return Optional.empty();
    }

    private boolean isSlow() {
        return unknownInARow >= SLOW_AFTER;
    }

    /// No key server knows an ID that had a turn.
    void unknown(long keyId) {
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
    void found() {
        if (isSlow()) {
            tokens.change(limits.fetchesPerSecond(), limits.fetchBurst(), time.nanos());
            untilNextToken.cancel();
        }
        unknownInARow = 0;
        latestUnknown = 0;
        give();
    }

    @Override
    public void close() {
        untilNextToken.cancel();
    }

    private void waitForToken(Duration length) {
        if (!untilNextToken.endsWithin(length)) {
            untilNextToken.begin(length, this::give);
        }
    }
}
