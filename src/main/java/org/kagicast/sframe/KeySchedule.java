package org.kagicast.sframe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

import org.kagicast.model.AesKey;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// Key and salt of one key ID, derived from its base key (RFC 9605 §4.4.2). Wiped on [#close()].
final class KeySchedule implements AutoCloseable {

    static final int NONCE_BYTES = 12;

    private static final String KEY_LABEL = "SFrame 1.0 Secret key ";
    private static final String SALT_LABEL = "SFrame 1.0 Secret salt ";

    private final AesKey key;
    private final byte[] salt;

    private KeySchedule(AesKey key, byte[] salt) {
        this.key = key;
        this.salt = salt;
    }

    static KeySchedule derive(KeyId keyId, CipherSuite suite, BaseKey baseKey) {
        byte[] secret = baseKey.copyBytes();
        try {
            KDF hkdf = KDF.getInstance(hkdf(suite));
            return new KeySchedule(
                    new AesKey(expand(hkdf, secret, label(KEY_LABEL, keyId, suite), suite.keyBytes())),
                    expand(hkdf, secret, label(SALT_LABEL, keyId, suite), NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + hkdf(suite), e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The AES key for the JDK's cipher; it is gone when this schedule is closed.
    AesKey key() {
        return key;
    }

    /// The nonce of one packet (RFC 9605 §4.4.3): the salt with the counter, big end first, laid over its end.
    void nonce(long counter, byte[] nonce) {
        System.arraycopy(salt, 0, nonce, 0, NONCE_BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] ^= (byte) (counter >>> (i * Byte.SIZE));
        }
    }

    byte[] saltCopy() {
        return salt.clone();
    }

    @Override
    public void close() {
        key.destroy();
        Arrays.fill(salt, (byte) 0);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }

    static byte[] label(String text, KeyId keyId, CipherSuite suite) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(ascii.length + Long.BYTES + Short.BYTES).put(ascii).putLong(keyId.value())
                .putShort((short) suite.ofPackets().number()).array();
    }

    private static byte[] expand(KDF hkdf, byte[] secret, byte[] info, int bytes) throws GeneralSecurityException {
        return hkdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, bytes));
    }

    private static String hkdf(CipherSuite suite) {
        return suite.ofPackets() == CipherSuite.AES_128_GCM ? "HKDF-SHA256" : "HKDF-SHA512";
    }
}
