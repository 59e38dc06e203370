package org.kagicast.keyserver;

import java.util.Optional;

import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// What a client gets for a key information request.
sealed interface KeyAnswer {

    /// The record, which whoever sends it closes.
    record Given(KeyRecord key) implements KeyAnswer {}

    /// @param stream whose key it is, where the key is known
    record Refused(RefusalReason reason, Optional<StreamName> stream) implements KeyAnswer {}
}
