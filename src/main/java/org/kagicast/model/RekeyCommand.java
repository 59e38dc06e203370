package org.kagicast.model;

import java.time.Duration;
import java.util.Optional;

/// What an operator can order about the key of a stream.
public sealed interface RekeyCommand {

    /// An immediate rekey: a new key is asked for and used as soon as it is there. A pending change is withdrawn.
    record Now() implements RekeyCommand {}

    /// An announced rekey.
    ///
    /// @param leadTime from announcement to switch; empty for the stream's own
    record Announce(Optional<Duration> leadTime) implements RekeyCommand {}

    /// Brings the pending change forward.
    record SwitchNow() implements RekeyCommand {}

    /// Withdraws the pending change.
    record Cancel() implements RekeyCommand {}
}
