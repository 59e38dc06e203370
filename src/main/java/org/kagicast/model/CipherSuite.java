package org.kagicast.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.message.ConfigurationMessage;

/// The cipher suites that Kagicast speaks: two of RFC 9605 §4.5, and beside each of them one from the registry's range for
/// private use whose encryption key also signs (R29). Packets of a signing suite are those of the suite beside it, so
/// that any implementation of that one opens them. All have a 12-byte nonce and a 16-byte tag.
public enum CipherSuite {
    AES_128_GCM(0x0004, "aes-128-gcm", 16),
    AES_256_GCM(0x0005, "aes-256-gcm", 32),
    AES_128_GCM_ED25519(0xf004, "aes-128-gcm-ed25519", 16),
    AES_256_GCM_ED25519(0xf005, "aes-256-gcm-ed25519", 32);

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

    /// Whether content servers sign what they send, so that members cannot pass for them.
    public boolean signs() {
        return this != ofPackets();
    }

    /// The suite of RFC 9605 by which packets are sealed and opened; this one, unless it signs.
    public CipherSuite ofPackets() {
        return switch (this) {
            case AES_128_GCM, AES_128_GCM_ED25519 -> AES_128_GCM;
            case AES_256_GCM, AES_256_GCM_ED25519 -> AES_256_GCM;
        };
    }

    /// The one with the same packets that signs; this one, if it does.
    public CipherSuite signing() {
        return switch (this) {
            case AES_128_GCM, AES_128_GCM_ED25519 -> AES_128_GCM_ED25519;
            case AES_256_GCM, AES_256_GCM_ED25519 -> AES_256_GCM_ED25519;
        };
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
                () -> new OperatorException(ConfigurationMessage.NO_SUCH_SUITE.with(text,
                        String.join(", ", Arrays.stream(values()).map(CipherSuite::text).toList()))));
    }

    /// All of them, as a sentence lists them.
    public static String names() {
        List<String> names = Arrays.stream(values()).map(CipherSuite::text).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }
}
