package org.kagicast.keytable.kek;

import java.util.Arrays;
import java.util.HexFormat;

/// A base key under the KEK, as it is stored: 12 bytes nonce, ciphertext, 16 bytes tag. Not a secret. Immutable.
public final class SealedKey {

    private final byte[] bytes;

    /// @param bytes as [#bytes()] gave them; copied
    public SealedKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
