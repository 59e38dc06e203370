package org.kagicast.keytable;

import org.kagicast.model.KeyState;

/// What becomes of a wish to change a key's state.
public sealed interface StateOutcome {

    /// The key is in the state now, or was already, as after a retry.
    record Done(KeyDescription key) implements StateOutcome {}

    /// No key has this ID.
    record NoSuchKey() implements StateOutcome {}

    /// No way leads from its state to the one wanted ([KeyState#mayBecome]).
    record NotPossible(KeyState from) implements StateOutcome {}
}
