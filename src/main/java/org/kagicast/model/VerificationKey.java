package org.kagicast.model;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/// The half of a decryption key by which clients tell what its content server has signed (Ed25519, RFC 8032). It signs
/// nothing, and is no secret. Immutable.
public final class VerificationKey {

    /// Bytes of the encoded point.
    public static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

    private static final int FINGERPRINT_BYTES = 4;

    private final byte[] bytes;
    private final Ed25519.PublicPoint point;

    private VerificationKey(byte[] bytes, Ed25519.PublicPoint point) {
        this.bytes = bytes;
        this.point = point;
    }

    /// @return empty if these are not 32 bytes, or no point of the prime-order group, under which anything could verify
    public static Optional<VerificationKey> parse(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        Ed25519.@Nullable PublicPoint point = Ed25519.validatePublicKeyFullExport(bytes, 0);
        return Optional.ofNullable(point).map(valid -> new VerificationKey(bytes.clone(), valid));
    }

    /// @throws IllegalArgumentException where [#parse] finds none
    public static VerificationKey of(byte[] bytes) {
        return parse(bytes).orElseThrow(() -> new IllegalArgumentException("this is no Ed25519 public key"));
    }

    /// Whether the message's signature was made with the [SigningKey] that goes with this.
    ///
    /// @param signature any bytes; only 64 can be one
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == SigningKey.SIGNATURE_BYTES
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    /// A copy.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// The first 4 bytes in hexadecimal: enough to see that two tables hold the same key.
    public String fingerprint() {
        return HexFormat.of().formatHex(bytes, 0, FINGERPRINT_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + fingerprint() + "…]";
    }
}
