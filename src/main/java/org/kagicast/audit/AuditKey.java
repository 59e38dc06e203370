package org.kagicast.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;

/// The Ed25519 key that signs a log's heads. Whoever has it can make up a log that verifies: it protects best when it, or
/// at least a copy of its public half, is kept on another machine.
public final class AuditKey {

    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicKey open;

    private AuditKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    /// Reads a key file (PKCS #8 in PEM, 0600) with its public half beside it (`.pub`), or makes both if neither is
    /// there.
    ///
    /// @throws OperatorException if they cannot be read or written
    public static AuditKey at(Path file) {
        try {
            if (!Files.exists(file) && !Files.exists(publicHalf(file))) {
                make(file);
            }
            if (PrivateFiles.isOpenToOthers(file)) {
                throw new OperatorException("Others may read the audit key " + file + ": run chmod 600 on it.");
            }
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new AuditKey(keys.generatePrivate(new PKCS8EncodedKeySpec(pem(file))), publicKey(publicHalf(file)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new OperatorException("The audit key " + file
                    + " or its public half beside it cannot be read: put both back, or remove what is left of them to begin with another.",
                    e);
        }
    }

    /// Reads a public half.
    ///
    /// @throws OperatorException if it cannot be read
    static PublicKey publicKey(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(pem(file)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new OperatorException("The public audit key " + file + " cannot be read: name the right file.", e);
        }
    }

    /// Reads a public half that was told (X.509, Base64); empty if it is none.
    static Optional<PublicKey> publicKey(String encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(encoded))));
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    static Path publicHalf(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling((name.endsWith(".key") ? name.substring(0, name.length() - 4) : name) + ".pub");
    }

    PublicKey publicKey() {
        return open;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 failed to sign", e);
        }
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        PrivateFiles.write(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        try {
            PrivateFiles.write(publicHalf(file), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        }
    }

    private static byte[] pem(String what, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
        return ("-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] pem(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        Files.readAllLines(file, StandardCharsets.US_ASCII).stream().filter(line -> !line.startsWith("-----"))
                .forEach(text::append);
        return Base64.getDecoder().decode(text.toString());
    }
}
