package org.kagicast.keytable;

import java.time.Duration;

import org.kagicast.model.KeyState;

/// How long a key is kept, by the table's [RunningTime], before it is destroyed, and how long it is remembered afterwards
/// (NIST SP 800-57 part 1, §8.3.4). A key that seals is kept, however old.
///
/// @param deactivated from the moment when nothing new was sealed with it; late and recorded packets can be opened
///        until then
/// @param compromised the same for a key that somebody has who must not
/// @param unused from its making, for a key that never began to seal
/// @param remembered from the moment when nothing new was sealed with it, for a destroyed key's record; of later its ID
///        alone is known, so that a table does not grow with the years
public record Retention(Duration deactivated, Duration compromised, Duration unused, Duration remembered) {

    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(7),
            Duration.ofDays(8));

    public Retention {
        if (deactivated.isNegative() || compromised.isNegative() || unused.isNegative()
                || remembered.isNegative()) {
            throw new IllegalArgumentException("a key cannot be kept for less than no time");
        }
    }

    /// Whether the key is to be destroyed.
    ///
    /// @param running the table's [RunningTime] now
    public boolean isOver(KeyDescription key, long running) {
        return switch (key.state()) {
            case PRE_ACTIVE -> hasPassed(unused, key, running);
            case ACTIVE, DESTROYED -> false;
            case DEACTIVATED -> hasPassed(deactivated, key, running);
            case COMPROMISED -> hasPassed(compromised, key, running);
        };
    }

    /// Whether the record of a destroyed key is to be forgotten.
    public boolean isForgotten(KeyDescription key, long running) {
        return key.state() == KeyState.DESTROYED && hasPassed(remembered, key, running);
    }

    private static boolean hasPassed(Duration kept, KeyDescription key, long running) {
        return running - key.keptFrom() >= kept.toNanos();
    }
}
