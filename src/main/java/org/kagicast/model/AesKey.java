package org.kagicast.model;

import java.io.Serial;
import java.util.Arrays;

import javax.crypto.SecretKey;

/// An AES key for the JDK's ciphers, which can be wiped; the JDK's own `SecretKeySpec` keeps a copy that cannot.
///
/// It owns its bytes and wipes them on [#destroy()]; after that it gives none. Nothing prints it. Safe for use by several
/// threads, as long as none destroys it while another reads.
public final class AesKey implements SecretKey {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private transient volatile boolean destroyed;

    /// @param bytes belong to the key from now on
    public AesKey(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /// The bytes, copied; the caller wipes them after use.
    ///
    /// @throws IllegalStateException after [#destroy()]
    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("the key has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
