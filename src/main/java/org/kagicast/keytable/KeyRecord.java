package org.kagicast.keytable;

import java.util.Optional;

import org.kagicast.model.BaseKey;

/// One record of a key table with the keys themselves. Whoever is handed one owns these copies and closes it, which
/// wipes them; the table keeps its own.
///
/// @param encryptionKey what its owner seals with; empty when the owner made it and deposited only the other (R28), and
///        once destroyed
/// @param decryptionKey what clients open with, equal to the encryption key in the suites of today; empty once
///        destroyed
public record KeyRecord(KeyDescription description, Optional<BaseKey> encryptionKey,
        Optional<BaseKey> decryptionKey) implements AutoCloseable {

    KeyRecord copy() {
        return new KeyRecord(description, encryptionKey.map(BaseKey::copy), decryptionKey.map(BaseKey::copy));
    }

    @Override
    public void close() {
        encryptionKey.ifPresent(BaseKey::close);
        decryptionKey.ifPresent(BaseKey::close);
    }
}
