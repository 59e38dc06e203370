package org.kagicast.pki;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;

/// Who a node is, and how it proves it: private key, certificate, and the authority that it trusts. Immutable; a
/// renewal makes another one.
public final class NodeIdentity {

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final PeerCertificate content;
    private final ChainCheck chainCheck;

    /// @throws UntrustedPeerException if the certificate names no identity, or the authority no trust domain
    NodeIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) throws UntrustedPeerException {
        this.key = key;
        this.certificate = certificate;
        this.content = PeerCertificate.of(certificate);
        this.chainCheck = new ChainCheck(authority);
    }

    /// Reads an identity that `enrol` or `domain init` wrote.
    ///
    /// @throws OperatorException if there is none, its key is open to other users, its parts do not belong together, or
    ///         its certificate has ended so long ago that it cannot be renewed
    public static NodeIdentity load(Path folder, Instant now) {
        NodeIdentity identity = new IdentityFolder(folder).load();
        if (identity.content.isBeyondGrace(now)) {
            throw new OperatorException(
                    EnrolmentMessage.IDENTITY_ENDED.with(identity.content.owner(), folder, identity.notAfter()));
        }
        return identity;
    }

    public Identity identity() {
        return content.identity();
    }

    /// Where the certificate says that this node can be reached.
    public List<String> addresses() {
        return content.addresses();
    }

    /// Whether the certificate vouches for a host name or IP address.
    public boolean covers(String host) {
        return content.covers(host);
    }

    public Instant notBefore() {
        return content.notBefore();
    }

    /// Whether it counts no more but for its renewal.
    public boolean isExpired(Instant now) {
        return content.isExpired(now);
    }

    public Instant notAfter() {
        return content.notAfter();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// The certificate authority of its trust domain.
    public X509Certificate authority() {
        return chainCheck.authority();
    }

    /// SHA-256 of the authority's certificate.
    public byte[] authorityFingerprint() {
        return Fingerprints.of(authority());
    }

    /// For TLS, in both directions.
    public X509ExtendedKeyManager keyManager() {
        return new IdentityKeyManager(this);
    }

    public PeerCertificate content() {
        return content;
    }

    PrivateKey key() {
        return key;
    }

    ChainCheck chainCheck() {
        return chainCheck;
    }

    @Override
    public String toString() {
        return identity() + " until " + notAfter() + " [REDACTED]";
    }
}
