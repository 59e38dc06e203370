package org.kagicast.keytable.kek;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.kagicast.model.OperatorException;

/// A passphrase from which Argon2id (RFC 9106) derives the KEK. Wiped on [#close()]; belongs to one thread.
public final class KekPassphrase implements KekSource, AutoCloseable {

    /// A shorter one is guessed in spite of Argon2id.
    private static final int LEAST_LETTERS = 12;
    private static final int SALT_BYTES = 16;

    private final char[] letters;

    private KekPassphrase(char[] letters) {
        this.letters = letters;
    }

    /// @param letters copied; the caller wipes its own
    /// @throws OperatorException if there are fewer than 12
    public static KekPassphrase of(char[] letters) {
        if (letters.length < LEAST_LETTERS) {
            throw new OperatorException("The passphrase is too short: take at least " + LEAST_LETTERS + " letters.");
        }
        return new KekPassphrase(letters.clone());
    }

    @Override
    public KekParameters begin(SecureRandom randomness) {
        byte[] salt = new byte[SALT_BYTES];
        randomness.nextBytes(salt);
        return new KekParameters.OfPassphrase(HexFormat.of().formatHex(salt), Argon2Cost.RECOMMENDED);
    }

    @Override
    public Kek open(KekParameters parameters) {
        return switch (parameters) {
            case KekParameters.OfFile file -> throw new OperatorException(
                    "The key table is protected by a KEK file: name that file with --kek-file instead of giving a passphrase.");
            case KekParameters.OfPassphrase passphrase -> derive(passphrase);
        };
    }

    private Kek derive(KekParameters.OfPassphrase passphrase) {
        Argon2Cost cost = passphrase.cost();
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withSalt(HexFormat.of().parseHex(passphrase.salt()))
                .withMemoryAsKB(cost.kibibytes()).withIterations(cost.passes()).withParallelism(cost.lanes()).build());
        byte[] bytes = new byte[Kek.BYTES];
        argon2.generateBytes(letters, bytes);
        return new Kek(bytes);
    }

    @Override
    public void close() {
        Arrays.fill(letters, '\0');
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
