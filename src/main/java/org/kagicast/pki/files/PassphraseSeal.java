package org.kagicast.pki.files;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.kagicast.model.OperatorException;

/// Seals a secret under a passphrase: Argon2id (RFC 9106) makes the key, AES-256-GCM seals.
///
/// ```
/// version 1 │ KiB of memory 4 │ passes 1 │ lanes 1 │ salt 16 │ nonce 12 │ ciphertext and tag
/// ```
/// Everything before the ciphertext is authenticated with it.
final class PassphraseSeal {

    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int HEADER = 1 + 4 + 1 + 1 + SALT + NONCE;

    /// RFC 9106 section 4, the second recommended choice.
    private static final int MEMORY_KIB = 64 * 1024;
    private static final int PASSES = 3;
    private static final int LANES = 4;

    /// What a file may ask of this machine at most.
    private static final int MOST_MEMORY_KIB = 1024 * 1024;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 16;

    private static final String UNREADABLE = "The sealed key is damaged or of a later version: restore it from a copy.";

    private PassphraseSeal() {
    }

    static byte[] seal(byte[] secret, Passphrase passphrase, SecureRandom randomness) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        randomness.nextBytes(salt);
        randomness.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER).put(VERSION).putInt(MEMORY_KIB).put((byte) PASSES).put((byte) LANES)
                .put(salt).put(nonce).array();
        try {
            byte[] sealed = run(Cipher.ENCRYPT_MODE, header, secret, passphrase);
            return ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has AES-GCM", impossible);
        }
    }

    /// @throws OperatorException if the passphrase is wrong or the content damaged; which one cannot be told
    static byte[] open(byte[] content, Passphrase passphrase) {
        if (content.length < HEADER + TAG || content[0] != VERSION) {
            throw unreadable();
        }
        byte[] header = Arrays.copyOf(content, HEADER);
        try {
            return run(Cipher.DECRYPT_MODE, header, Arrays.copyOfRange(content, HEADER, content.length), passphrase);
        } catch (AEADBadTagException wrong) {
            throw new OperatorException("The passphrase does not open the key: give the one that it was sealed with.",
                    wrong);
        } catch (GeneralSecurityException fault) {
            throw new OperatorException(UNREADABLE, fault);
        }
    }

    private static byte[] run(int mode, byte[] header, byte[] input, Passphrase passphrase)
            throws GeneralSecurityException {
        byte[] key = derive(header, passphrase);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(8 * TAG, header, HEADER - NONCE, NONCE));
            cipher.updateAAD(header);
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derive(byte[] header, Passphrase passphrase) {
        ByteBuffer reading = ByteBuffer.wrap(header, 1, HEADER - 1);
        int memory = reading.getInt();
        int passes = reading.get();
        int lanes = reading.get();
        if (lanes < 1 || lanes > MOST_LANES || passes < 1 || passes > MOST_PASSES || memory < 8 * lanes
                || memory > MOST_MEMORY_KIB) {
            throw unreadable();
        }
        byte[] salt = new byte[SALT];
        reading.get(salt);
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memory).withIterations(passes)
                .withParallelism(lanes).withSalt(salt).build());
        byte[] key = new byte[32];
        argon2.generateBytes(passphrase.utf8(), key);
        return key;
    }

    private static OperatorException unreadable() {
        return new OperatorException(UNREADABLE);
    }
}
