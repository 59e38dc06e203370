package org.kagicast.model;

import java.util.Arrays;
import java.util.Optional;

/// The cipher suites of RFC 9605 §4.5 that Kagicast speaks. Both have a 12-byte nonce and a 16-byte tag.
public enum CipherSuite {
    AES_128_GCM(0x0004, "aes-128-gcm", 16),
    AES_256_GCM(0x0005, "aes-256-gcm", 32);

    /// Bytes of the authentication tag of every suite here.
    public static final int TAG_BYTES = 16;

    private final int number;
    private final String text;
    private final int keyBytes;

    CipherSuite(int number, String text, int keyBytes) {
        this.number = number;
        this.text = text;
        this.keyBytes = keyBytes;
    }

    /// The suite's number in the IANA registry.
    public int number() {
        return number;
    }

    /// The suite as options and tables write it.
    public String text() {
        return text;
    }

    /// Bytes of the AES key, and of the base keys that Kagicast makes.
    public int keyBytes() {
        return keyBytes;
    }

    public static Optional<CipherSuite> ofNumber(int number) {
        return Arrays.stream(values()).filter(suite -> suite.number == number).findFirst();
    }

    /// @throws OperatorException if no suite is called so
    public static CipherSuite of(String text) {
        return Arrays.stream(values()).filter(suite -> suite.text.equals(text)).findFirst().orElseThrow(
                () -> new OperatorException("There is no suite \"" + text + "\": take aes-128-gcm or aes-256-gcm."));
    }
}
