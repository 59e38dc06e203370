package org.kagicast.contentserver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A key change that the stream wants by itself, and for which no key comes, if there is one. It belongs to the stream's
/// thread.
final class OverdueChange {

    private final StreamContext context;
    private final KeySwitch keys;
    private Optional<Trouble> latest = Optional.empty();

    OverdueChange(StreamContext context, KeySwitch keys) {
        this.context = context;
        this.keys = keys;
    }

    /// The key has not come, for the reason told in one sentence. Whoever watches is warned, unless it is the same as last
    /// time.
    ///
    /// @param pause until it is asked for again
    void troubled(String why, Duration pause) {
        Instant now = context.time().now();
        if (latest.filter(trouble -> trouble.why.equals(why)).isEmpty()) {
            context.warn(why);
        }
        latest = Optional.of(new Trouble(why, latest.map(Trouble::since).orElse(now), now.plus(pause)));
    }

    /// The key has come, or is wanted no more.
    void forget() {
        latest = Optional.empty();
    }

    boolean isPresent() {
        return latest.isPresent();
    }

    /// What an operator reads of it.
    Optional<String> sentence() {
        return latest.map(trouble -> trouble.why + " The stream " + context.line() + " has wanted a new key since "
                + seconds(trouble.since) + " and asks for it again at " + seconds(trouble.next) + "; key "
                + keys.inUse().id() + " stays in use meanwhile.");
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /// @param why in one sentence
    /// @param since when the key was asked for first
    /// @param next when it is asked for again
    private record Trouble(String why, Instant since, Instant next) {}
}
