package org.kagicast.rpc.keys;

/// What becomes of a key that a content server made and deposits (R28).
public sealed interface DepositAnswer {

    /// It is stored, now or by an earlier deposit of the very same key.
    ///
    /// @param number as in [CreatedKey]
    record Stored(long number) implements DepositAnswer {}

    /// Another key has this ID, or had it once: draw another.
    record IdTaken() implements DepositAnswer {}
}
