package org.kagicast.keytable;

import java.security.SecureRandom;
import java.util.Optional;

import org.kagicast.model.BaseKey;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;

/// One record of a key table with the keys themselves. Whoever is handed one owns these copies and closes it, which
/// wipes them; the table keeps its own.
///
/// @param encryptionKey what its owner seals with; empty when the owner made it and deposited only the other (R28), and
///        once destroyed
/// @param decryptionKey what clients open with, the same base key; empty once destroyed
/// @param signingKey by which in the suites that sign the encryption key holds more than the decryption key (R29): there
///        while its owner may still ask for it, that is in the state `PRE_ACTIVE`, and never in a slave's copy
/// @param verificationKey the decryption key's part for what the signing key signs; empty in the suites that do not sign,
///        and once destroyed
public record KeyRecord(KeyDescription description, Optional<BaseKey> encryptionKey, Optional<BaseKey> decryptionKey,
        Optional<SigningKey> signingKey, Optional<VerificationKey> verificationKey) implements AutoCloseable {

    /// Of a suite that does not sign.
    public KeyRecord(KeyDescription description, Optional<BaseKey> encryptionKey, Optional<BaseKey> decryptionKey) {
        this(description, encryptionKey, decryptionKey, Optional.empty(), Optional.empty());
    }

    /// A new key.
    public static KeyRecord made(KeyDescription description, BaseKey key, SecureRandom randomness) {
        Optional<SigningKey> signingKey = description.suite().signs()
                ? Optional.of(SigningKey.random(randomness))
                : Optional.empty();
        return new KeyRecord(description, Optional.of(key), Optional.of(key.copy()), signingKey,
                signingKey.map(SigningKey::verificationKey));
    }

    /// A key that its owner made; it takes a copy.
    public static KeyRecord deposited(KeyDescription description, KeyDeposit deposit) {
        return new KeyRecord(description, Optional.empty(), Optional.of(deposit.decryptionKey().copy()),
                Optional.empty(), deposit.verificationKey());
    }

    KeyRecord copy() {
        return new KeyRecord(description, encryptionKey.map(BaseKey::copy), decryptionKey.map(BaseKey::copy),
                signingKey.map(SigningKey::copy), verificationKey);
    }

    /// Whether all is here that its owner asked for: a signing key is handed out no more once the key is in use.
    public boolean hasAllForOwner() {
        return encryptionKey.isPresent() && signingKey.isPresent() == description.suite().signs();
    }

    /// Whether the owner deposited just this.
    public boolean isSame(KeyDeposit deposit) {
        return encryptionKey.isEmpty() && description.owner().equals(deposit.owner())
                && description.line().equals(deposit.line()) && description.suite() == deposit.suite()
                && decryptionKey.filter(deposit.decryptionKey()::equals).isPresent()
                && verificationKey.equals(deposit.verificationKey());
    }

    @Override
    public void close() {
        encryptionKey.ifPresent(BaseKey::close);
        decryptionKey.ifPresent(BaseKey::close);
        signingKey.ifPresent(SigningKey::close);
    }
}
