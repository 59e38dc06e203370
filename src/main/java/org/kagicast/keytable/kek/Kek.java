package org.kagicast.keytable.kek;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.kagicast.model.AesKey;
import org.kagicast.model.BaseKey;

/// The key-encryption key: 256 bits that seal stored keys with AES-GCM, each under a random 96-bit nonce, which NIST
/// SP 800-38D §8.3 allows 2^32 times.
///
/// Wiped on [#close()]. Safe for use by several threads; whoever uses it while another closes it comes before or after.
public final class Kek implements AutoCloseable {

    static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final byte[] CHECK_TEXT = "the KEK fits".getBytes(StandardCharsets.US_ASCII);
    private static final String MAC = "HmacSHA256";
    private static final byte[] MAC_KEY = "kagicast MAC key 1".getBytes(StandardCharsets.US_ASCII);

    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final AesKey key;
    private final AesKey macKey;

    /// What the value says by which a KEK is known again.
    public enum Check {
        /// Only that the KEK fits.
        FITS("kagicast KEK check 1 "),
        /// That the file has a seal of its policy besides. Nobody who lacks the KEK can take that back.
        SEALED("kagicast KEK check 2 ");

        private final String label;

        Check(String label) {
            this.label = label;
        }
    }

    /// @param bytes belong to the KEK from now on
    Kek(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a KEK has 32 bytes, not " + bytes.length);
        }
        this.key = new AesKey(bytes);
        this.macKey = new AesKey(mac(bytes, MAC_KEY));
    }

    public SealedKey seal(BaseKey baseKey, SealingContext place, SecureRandom randomness) {
        byte[] plain = baseKey.copyBytes();
        try {
            return new SealedKey(seal(plain, place.bytes(), randomness));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// The key that was sealed for this place, which the caller closes; empty if it was another KEK, key or place.
    public Optional<BaseKey> open(SealedKey sealed, SealingContext place) {
        return open(sealed.bytes(), place.bytes()).map(plain -> {
            try {
                return BaseKey.copyOf(plain);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        });
    }

    /// As the other, for the bytes of a key of another kind.
    public SealedKey seal(byte[] secret, SealingContext place, SecureRandom randomness) {
        return new SealedKey(seal(secret, place.bytes(), randomness));
    }

    /// What was sealed for this place, which the caller wipes; empty as for [#open].
    public Optional<byte[]> openBytes(SealedKey sealed, SealingContext place) {
        return open(sealed.bytes(), place.bytes());
    }

    /// A value to store beside sealed keys, by which [#fits] knows this KEK again.
    public byte[] checkValue(Check says, String origin, SecureRandom randomness) {
        return seal(CHECK_TEXT, checkPlace(says, origin), randomness);
    }

    /// Whether this KEK made the check value, and for that.
    public boolean fits(Check says, byte[] checkValue, String origin) {
        return open(checkValue, checkPlace(says, origin)).isPresent();
    }

    private static byte[] checkPlace(Check says, String origin) {
        return (says.label + origin).getBytes(StandardCharsets.UTF_8);
    }

    /// HMAC-SHA-256 under a key that is derived from this one and used for nothing else. Whoever calls it sees to it that
    /// no two meanings have the same bytes.
    public byte[] mac(byte[] bytes) {
        life.readLock().lock();
        try {
            byte[] macBytes = macKey.getEncoded();
            try {
                return mac(macBytes, bytes);
            } finally {
                Arrays.fill(macBytes, (byte) 0);
            }
        } finally {
            life.readLock().unlock();
        }
    }

    private static byte[] mac(byte[] with, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(with, MAC));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private byte[] seal(byte[] plain, byte[] place, SecureRandom randomness) {
        byte[] nonce = new byte[NONCE_BYTES];
        randomness.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plain.length + TAG_BYTES);
        life.readLock().lock();
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        } finally {
            life.readLock().unlock();
        }
    }

    private Optional<byte[]> open(byte[] sealed, byte[] place) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        life.readLock().lock();
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), place);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException other) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        } finally {
            life.readLock().unlock();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
        if (key.isDestroyed()) {
            throw new IllegalStateException("the KEK has been wiped");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(place);
        return cipher;
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            key.destroy();
            macKey.destroy();
        } finally {
            life.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
