package org.kagicast.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/// The secret from which SFrame derives key and salt (RFC 9605 §4.4.2).
///
/// It owns its bytes and wipes them on [#close()]; after that every use fails. Nothing prints it. Two base keys are
/// compared in constant time. Safe for use by several threads, as long as none closes it while another reads.
public final class BaseKey implements AutoCloseable {

    /// The longest that is taken from outside, in bytes.
    public static final int MOST_BYTES = 64;

    private final byte[] bytes;
    private volatile boolean closed;

    private BaseKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A fresh random base key of the suite's length.
    public static BaseKey random(CipherSuite suite, SecureRandom randomness) {
        byte[] bytes = new byte[suite.keyBytes()];
        randomness.nextBytes(bytes);
        return new BaseKey(bytes);
    }

    /// Copies `bytes`; the caller wipes its own.
    ///
    /// @throws IllegalArgumentException if there are fewer than 16 or more than 64
    public static BaseKey copyOf(byte[] bytes) {
        if (bytes.length < 16 || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a base key has 16 to 64 bytes, not " + bytes.length);
        }
        return new BaseKey(bytes.clone());
    }

    /// A copy that has a life of its own.
    public BaseKey copy() {
        return new BaseKey(copyBytes());
    }

    /// The bytes, copied; the caller wipes them after use.
    ///
    /// @throws IllegalStateException after [#close()]
    public byte[] copyBytes() {
        if (closed) {
            throw new IllegalStateException("the base key has been wiped");
        }
        return bytes.clone();
    }

    /// First 4 bytes of the SHA-256 in hexadecimal: enough to see that two tables hold the same key.
    public String fingerprint() {
        byte[] copy = copyBytes();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(copy);
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BaseKey key && !closed && !key.closed && MessageDigest.isEqual(bytes, key.bytes);
    }

    /// All alike on purpose: a hash would tell something of the key.
    @Override
    public int hashCode() {
        return BaseKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
