package org.kagicast.keytable.kek;

/// What a key table stores about its KEK, so that the same one can be found again. Nothing of it is secret.
public sealed interface KekParameters {

    /// The KEK is the content of a file.
    record OfFile() implements KekParameters {}

    /// The KEK is derived from a passphrase.
    ///
    /// @param salt in hexadecimal
    record OfPassphrase(String salt, Argon2Cost cost) implements KekParameters {}
}
