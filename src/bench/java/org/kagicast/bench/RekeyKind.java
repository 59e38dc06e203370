package org.kagicast.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.kagicast.model.RekeyCommand;

/// How the key of the measured stream is changed.
public enum RekeyKind {
    /// Announced half of the time from one change to the next ahead.
    ANNOUNCED,
    /// Without a word.
    IMMEDIATE;

    RekeyCommand command(Duration interval) {
        return switch (this) {
            case ANNOUNCED -> new RekeyCommand.Announce(Optional.of(interval.dividedBy(2)));
            case IMMEDIATE -> new RekeyCommand.Now();
        };
    }

    /// The kind as results write it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
