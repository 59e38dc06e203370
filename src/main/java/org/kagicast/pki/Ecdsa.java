package org.kagicast.pki;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// Signatures with ECDSA on the curve P-256 and SHA-256: what every TLS implementation takes.
public final class Ecdsa {

    public static final String ALGORITHM = "SHA256withECDSA";

    private Ecdsa() {
    }

    public static KeyPair generate(SecureRandom randomness) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), randomness);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has P-256", impossible);
        }
    }

    /// @param purpose stands before the content, so that a signature for one purpose is none for another
    public static byte[] sign(PrivateKey key, String purpose, byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(purpose.getBytes(StandardCharsets.UTF_8));
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("not a key on P-256", unusable);
        }
    }

    public static boolean verifies(PublicKey key, String purpose, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(purpose.getBytes(StandardCharsets.UTF_8));
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    public static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        byte[] probe = {1};
        return verifies(publicKey, "belong together\n", probe, sign(key, "belong together\n", probe));
    }
}
