package org.kagicast.model;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The half of an encryption key by which its content server signs (Ed25519, RFC 8032). Clients have only the
/// [VerificationKey] that goes with it.
///
/// It owns its bytes and wipes them on [#close()]; after that every use fails. Nothing prints it. Safe for use by several
/// threads, as long as none closes it while another uses it.
public final class SigningKey implements AutoCloseable {

    /// Bytes of the secret: the seed of RFC 8032 §5.1.5.
    public static final int BYTES = Ed25519.SECRET_KEY_SIZE;
    /// Bytes of a signature.
    public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private final byte[] seed;
    private final VerificationKey verificationKey;
    private final byte[] verificationBytes;
    private volatile boolean closed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.verificationBytes = new byte[VerificationKey.BYTES];
        Ed25519.generatePublicKey(seed, 0, verificationBytes, 0);
        this.verificationKey = VerificationKey.of(verificationBytes);
    }

    /// A fresh random one.
    public static SigningKey random(SecureRandom randomness) {
        byte[] seed = new byte[BYTES];
        randomness.nextBytes(seed);
        return new SigningKey(seed);
    }

    /// Copies `bytes`; the caller wipes its own.
    ///
    /// @throws IllegalArgumentException if they are not 32
    public static SigningKey copyOf(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a signing key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new SigningKey(bytes.clone());
    }

    /// A copy that has a life of its own.
    public SigningKey copy() {
        return new SigningKey(copyBytes());
    }

    /// The secret, copied; the caller wipes it after use.
    ///
    /// @throws IllegalStateException after [#close()]
    public byte[] copyBytes() {
        check();
        return seed.clone();
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /// The signature of a message, 64 bytes.
    ///
    /// @throws IllegalStateException after [#close()]
    public byte[] sign(byte[] message) {
        check();
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, verificationBytes, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private void check() {
        if (closed) {
            throw new IllegalStateException("the signing key has been wiped");
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(seed, (byte) 0);
    }

    /// By what it verifies, which tells nothing of the secret.
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey key && verificationKey.equals(key.verificationKey);
    }

    @Override
    public int hashCode() {
        return verificationKey.hashCode();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
