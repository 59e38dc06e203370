package org.kagicast.keytable;

/// What becomes of a [KeyRequest].
public sealed interface CreateOutcome permits CreateOutcome.Created, TableRefusal {

    /// The new record, or for a retry the one made before. The caller closes it.
    record Created(KeyRecord key) implements CreateOutcome {}
}
