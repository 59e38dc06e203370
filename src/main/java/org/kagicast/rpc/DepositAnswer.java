package org.kagicast.rpc;

/// What becomes of a key that a content server made and deposits (R28).
public enum DepositAnswer {
    /// It is stored, now or by an earlier deposit of the very same key.
    STORED,
    /// Another key has this ID, or had it once: draw another.
    ID_TAKEN
}
