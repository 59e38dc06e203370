package org.kagicast.pki.files;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

/// A private key in a file: PKCS#8 in PEM, which any other tool reads too, or sealed under a passphrase.
public final class KeyFile {

    private static final String PLAIN = "PRIVATE KEY";
    private static final String SEALED = "KAGICAST SEALED KEY";

    private KeyFile() {
    }

    /// @param passphrase seals the key if there is one
    public static void write(Path file, PrivateKey key, Optional<Passphrase> passphrase, SecureRandom randomness) {
        byte[] encoded = key.getEncoded();
        try {
            byte[] pem = passphrase
                    .map(secret -> Pem.encode(SEALED, PassphraseSeal.seal(encoded, secret, randomness)))
                    .orElseGet(() -> Pem.encode(PLAIN, encoded));
            PrivateFiles.store(file, pem);
            Arrays.fill(pem, (byte) 0);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /// @param passphrase is asked for only if the key is sealed; whoever supplies it closes it
    /// @throws OperatorException if the file is missing, open to others, or holds no key that the passphrase opens
    public static PrivateKey read(Path file, Supplier<Optional<Passphrase>> passphrase) {
        byte[] content = PrivateFiles.read(FileMessage.KEY_FILE, file);
        try {
            Pem.Block block = Pem.first(FileMessage.KEY_FILE, file, content);
            return switch (block.type()) {
                case PLAIN -> decode(file, block.content());
                case SEALED -> decode(file, PassphraseSeal.open(block.content(), passphrase.get().orElseThrow(
                        () -> new OperatorException(FileMessage.SEALED.with(file)))));
                default -> throw noKey(file);
            };
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static PrivateKey decode(Path file, byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException unreadable) {
            throw noKey(file);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// The cause is left out on purpose: a parser's message might quote what it read.
    private static OperatorException noKey(Path file) {
        return new OperatorException(FileMessage.NO_KEY.with(file));
    }
}
