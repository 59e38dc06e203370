package org.kagicast.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.kagicast.time.Time;

/// Decides whose turn it is to be asked for. Anybody can make key IDs up, so each turn takes a token of a bucket that all
/// IDs share, and goes to the one with the strongest claim, be it for a first attempt or another one. State: the client's
/// loop.
final class Turns implements AutoCloseable {

    private final TokenBucket tokens;
    private final HoldBuffer held;
    private final Time time;
    private final Pause untilNextToken;
    private final LongConsumer ask;

    /// @param held knows which IDs wait for their turn, and what their claims are
    /// @param ask asks for a key ID, which waits no longer then
    Turns(KeyRequest.Office office, HoldBuffer held, LongConsumer ask) {
        this.time = office.time();
        this.tokens = new TokenBucket(office.limits().fetchesPerSecond(), office.limits().fetchBurst(), time.nanos());
        this.held = held;
        this.untilNextToken = new Pause(time, office.loop());
        this.ask = ask;
    }

    /// Gives a turn to each ID that waits, as long as there are tokens; the others get theirs when there are more.
    void give() {
        for (Optional<Long> next = held.nextToAsk(); next.isPresent(); next = held.nextToAsk()) {
            if (!tokens.take(time.nanos())) {
                waitForToken();
                return;
            }
            ask.accept(next.get());
        }
    }

    @Override
    public void close() {
        untilNextToken.cancel();
    }

    private void waitForToken() {
        if (!untilNextToken.isRunning()) {
            untilNextToken.begin(Duration.ofNanos(tokens.nanosToNext(time.nanos())), this::give);
        }
    }
}
