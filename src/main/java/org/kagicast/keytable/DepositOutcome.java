package org.kagicast.keytable;

/// What becomes of a [KeyDeposit].
public sealed interface DepositOutcome permits DepositOutcome.Deposited, DepositOutcome.IdTaken, TableRefusal {

    /// Stored now, or by an earlier deposit of the very same key.
    record Deposited(KeyDescription key) implements DepositOutcome {}

    /// The table holds another key of this ID, or did once. The owner draws another ID.
    record IdTaken() implements DepositOutcome {}
}
