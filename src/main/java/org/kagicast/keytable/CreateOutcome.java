package org.kagicast.keytable;

/// What becomes of a [KeyCreationRequest].
public sealed interface CreateOutcome permits CreateOutcome.Created, CreateOutcome.Repeated, TableRefusal {

    /// The new record. The caller closes it.
    record Created(KeyRecord key) implements CreateOutcome {}

    /// The record that the same request got before. The caller closes it.
    record Repeated(KeyRecord key) implements CreateOutcome {}
}
