package org.kagicast.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.kagicast.model.message.TrustMessage;

/// Shows to whoever renews certificates that the holder of one asks for its renewal, also where the wish comes by way of
/// a key slave: the certificate, and a signature by its key over the request for the next one. Shown a second time, it
/// brings another certificate for the key in that request, which is of use to nobody but the holder; so it needs neither
/// a time nor a number.
///
/// @param certificate X.509, DER
/// @param signature   ECDSA with SHA-256 over the purpose and the request
@SuppressWarnings("ArrayRecordComponent")
public record RenewalProof(byte[] certificate, byte[] signature) {

    private static final String PURPOSE = "kagicast renewal 1\n";
    private static final int LONGEST_CERTIFICATE = 16 * 1024;
    private static final int LONGEST_SIGNATURE = 256;

    static RenewalProof of(NodeIdentity holder, byte[] request) {
        try {
            return new RenewalProof(holder.certificate().getEncoded(), Ecdsa.sign(holder.key(), PURPOSE, request));
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError("what was read can be written", impossible);
        }
    }

    /// Who asks.
    ///
    /// @throws UntrustedPeerException if that is not proven, or the certificate cannot be renewed any more
    public PeerCertificate holder(X509Certificate authority, byte[] request, Instant now)
            throws UntrustedPeerException {
        X509Certificate leaf = leaf();
        PeerCertificate holder = new ChainCheck(authority).check(leaf, KeyPurposeId.id_kp_clientAuth, now,
                Lifetimes.GRACE);
        if (!Ecdsa.verifies(leaf.getPublicKey(), PURPOSE, request, signature)) {
            throw unproven();
        }
        return holder;
    }

    private X509Certificate leaf() throws UntrustedPeerException {
        if (certificate.length > LONGEST_CERTIFICATE || signature.length > LONGEST_SIGNATURE) {
            throw unproven();
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate));
        } catch (CertificateException malformed) {
            throw unproven();
        }
    }

    private static UntrustedPeerException unproven() {
        return new UntrustedPeerException(TrustMessage.RENEWAL_UNPROVEN.with());
    }

    @Override
    public String toString() {
        return "proof of " + certificate.length + " and " + signature.length + " bytes";
    }
}
