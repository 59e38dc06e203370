package org.kagicast.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.model.message.TrustMessage;

/// Checks a certificate against the one authority of a trust domain (RFC 5280 section 6). Safe for use by several
/// threads.
public final class ChainCheck {

    private final X509Certificate authority;
    private final String trustDomain;

    public ChainCheck(X509Certificate authority) throws UntrustedPeerException {
        this.authority = authority;
        this.trustDomain = TrustDomainName.of(authority);
    }

    X509Certificate authority() {
        return authority;
    }

    /// @param leaf    the certificate of the other end; the authority signs it and nothing is in between
    /// @param purpose what the other end does with it
    /// @param grace   for how long after its end it still passes
    /// @throws UntrustedPeerException if it is not to be trusted
    public PeerCertificate check(X509Certificate leaf, KeyPurposeId purpose, Instant now, Duration grace)
            throws UntrustedPeerException {
        PeerCertificate peer = check(leaf, purpose);
        if (peer.isExpired(now.minus(grace))) {
            throw new UntrustedPeerException(TrustError.EXPIRED, grace.isZero()
                    ? TrustMessage.ENDED.with(peer.owner(), peer.notAfter())
                    : TrustMessage.ENDED_LONG_AGO.with(peer.owner(), peer.notAfter()));
        }
        return peer;
    }

    /// As the other, whenever its certificate ends. When it begins counts nowhere: a certificate that the authority
    /// signed is none the worse for a clock that is behind.
    public PeerCertificate check(X509Certificate leaf, KeyPurposeId purpose) throws UntrustedPeerException {
        PeerCertificate peer = PeerCertificate.of(leaf);
        if (!peer.identity().trustDomain().equals(trustDomain)) {
            throw new UntrustedPeerException(TrustError.FOREIGN_DOMAIN,
                    ConnectionMessage.OTHER_DOMAIN.with(trustDomain, peer.identity()));
        }
        validate(leaf, peer);
        if (!purposes(leaf).contains(purpose.getId())) {
            throw new UntrustedPeerException(TrustMessage.WRONG_END.with(peer.owner()));
        }
        return peer;
    }

    private static List<String> purposes(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    private void validate(X509Certificate leaf, PeerCertificate peer) throws UntrustedPeerException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            // Revocation is asked for on every call, which is more often than on every
            // connection.
            parameters.setRevocationEnabled(false);
            parameters.setDate(leaf.getNotAfter());
            CertPathValidator.getInstance("PKIX").validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        } catch (CertPathValidatorException invalid) {
            throw new UntrustedPeerException(
                    TrustMessage.OTHER_AUTHORITY.with(peer.identity(), trustDomain));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has PKIX", impossible);
        }
    }
}
