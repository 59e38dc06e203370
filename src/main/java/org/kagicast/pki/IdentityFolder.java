package org.kagicast.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.model.message.FileMessage;
import org.kagicast.pki.files.CertificateFile;
import org.kagicast.pki.files.KeyFile;

/// A node's identity on disk: `key.pem`, `certificate.pem` and the authority's `ca.pem`, each a plain PEM file.
///
/// A renewal changes key and certificate, which are two files. So the next key is written down first, as
/// `key-next.pem`; then the certificate is replaced; then the next key takes the key's name. Whoever loads the folder
/// in between finds the key that fits and finishes the job. Whoever renews holds the lock on `renewal.lock`, since
/// several programs may use one identity, as a console and a command do.
public final class IdentityFolder {

    private final Path folder;
    private final Path key;
    private final Path nextKey;
    private final Path certificate;
    private final Path authority;
    private final Path lock;

    public IdentityFolder(Path folder) {
        this.folder = folder;
        this.key = folder.resolve("key.pem");
        this.nextKey = folder.resolve("key-next.pem");
        this.certificate = folder.resolve("certificate.pem");
        this.authority = folder.resolve("ca.pem");
        this.lock = folder.resolve("renewal.lock");
    }

    /// Keeps other programs from renewing, until it is closed.
    ///
    /// @throws OperatorException if another one renews just now
    ProcessLock hold() {
        try {
            return ProcessLock.takeFile(lock)
                    .orElseThrow(() -> new OperatorException(
                            EnrolmentMessage.RENEWED_ELSEWHERE.with(String.valueOf(lock.getParent()))));
        } catch (IOException fault) {
            throw PrivateFiles.cannotWrite(lock, fault);
        }
    }

    public void writeKey(KeyPair keys, SecureRandom randomness) {
        KeyFile.write(key, keys.getPrivate(), Optional.empty(), randomness);
    }

    public void writeCertificates(IssuedCertificate issued) {
        CertificateFile.write(authority, List.of(issued.authority()));
        CertificateFile.write(certificate, List.of(issued.certificate()));
    }

    void writeNextKey(KeyPair keys, SecureRandom randomness) {
        KeyFile.write(nextKey, keys.getPrivate(), Optional.empty(), randomness);
    }

    /// Replaces the certificate, and the key by the next one.
    void takeNext(X509Certificate next) {
        CertificateFile.write(certificate, List.of(next));
        moveNextKey();
    }

    public NodeIdentity load() {
        if (Files.notExists(folder)) {
            throw new OperatorException(EnrolmentMessage.NO_IDENTITY.with(folder));
        }
        X509Certificate own = CertificateFile.read(certificate).getFirst();
        X509Certificate trusted = CertificateFile.read(authority).getFirst();
        try {
            return new NodeIdentity(fittingKey(own), own, trusted);
        } catch (UntrustedPeerException wrong) {
            throw wrong.told();
        }
    }

    private PrivateKey fittingKey(X509Certificate own) {
        PrivateKey current = KeyFile.read(key, Optional::empty);
        if (Ecdsa.belongTogether(current, own.getPublicKey())) {
            return current;
        }
        if (Files.exists(nextKey)) {
            PrivateKey next = KeyFile.read(nextKey, Optional::empty);
            if (Ecdsa.belongTogether(next, own.getPublicKey())) {
                moveNextKey();
                return next;
            }
        }
        throw new OperatorException(EnrolmentMessage.PARTS_APART.with(String.valueOf(key.getParent())));
    }

    private void moveNextKey() {
        try {
            PrivateFiles.rename(nextKey, key);
        } catch (IOException fault) {
            throw new OperatorException(FileMessage.KEY_NOT_REPLACED.with(key),
                    fault);
        }
    }
}
