package org.kagicast.pki.ca;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.kagicast.files.NewFolder;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.model.message.TrustMessage;
import org.kagicast.pki.CertificateRequests;
import org.kagicast.pki.CertificateSource;
import org.kagicast.pki.ChainCheck;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.EngineTrust;
import org.kagicast.pki.Fingerprints;
import org.kagicast.pki.IdentityFolder;
import org.kagicast.pki.IssuedCertificate;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.PeerTrust;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.time.Time;

/// Somebody with a token and no certificate yet, who knows of the trust domain no more than the token says.
public final class EnrolmentClient {

    private static final Set<Role> HOSTS = EnumSet.of(Role.KEY_SERVER, Role.KEY_MASTER);

    private final EnrolmentToken token;
    private final Time time;
    private final SecureRandom randomness;

    /// @throws OperatorException if the text is no token, or it has expired
    public EnrolmentClient(String token, Time time, SecureRandom randomness) {
        this.token = EnrolmentToken.parse(token);
        this.time = time;
        this.randomness = randomness;
        if (time.now().isAfter(this.token.expires())) {
            throw new OperatorException(
                    EnrolmentMessage.TOKEN_EXPIRED.with(this.token.identity(), this.token.expires()));
        }
    }

    public EnrolmentToken token() {
        return token;
    }

    /// Trust in a key server or key master of the trust domain whose authority's fingerprint the token carries.
    public X509ExtendedTrustManager trust() {
        return new PinnedTrust();
    }

    /// Makes a key, asks for a certificate for it, and writes both into a new folder, which appears only when all went
    /// well.
    ///
    /// @throws OperatorException if the folder is not free, the certificate was refused, or it is not what the token
    ///         promised
    public NodeIdentity enrol(Path folder, CertificateSource source) {
        try (NewFolder partial = NewFolder.at(folder)) {
            IdentityFolder identity = new IdentityFolder(partial.path());
            KeyPair keys = Ecdsa.generate(randomness);
            identity.writeKey(keys, randomness);
            IssuedCertificate issued = source.request(CertificateRequests.create(keys));
            requireAsPromised(issued, keys);
            identity.writeCertificates(issued);
            partial.finish();
        }
        return new IdentityFolder(folder).load();
    }

    private void requireAsPromised(IssuedCertificate issued, KeyPair keys) {
        try {
            PeerCertificate content = pinned(issued.authority()).check(issued.certificate(),
                    KeyPurposeId.id_kp_clientAuth);
            if (content.identity().equals(token.identity())
                    && issued.certificate().getPublicKey().equals(keys.getPublic())) {
                return;
            }
        } catch (UntrustedPeerException wrong) {
            throw wrong.told();
        }
        throw new OperatorException("The certificate that came is not the one that the token for " + token.identity()
                + " promised: check which key server answered.");
    }

    private ChainCheck pinned(X509Certificate authority) throws UntrustedPeerException {
        if (!MessageDigest.isEqual(Fingerprints.of(authority), token.claims().fingerprint())) {
            throw stranger();
        }
        return new ChainCheck(authority);
    }

    private static UntrustedPeerException stranger() {
        return new UntrustedPeerException(TrustMessage.TOKEN_OF_OTHER_DOMAIN.with());
    }

    private final class PinnedTrust extends EngineTrust {

        @Override
        public void checkServerTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
                throws CertificateException {
            X509Certificate authority = Arrays.stream(presented)
                    .filter(each -> token.isFor(Fingerprints.of(each))).findFirst()
                    .orElseThrow(EnrolmentClient::stranger);
            new PeerTrust(pinned(authority), HOSTS, Revocations.NONE, time, TrustAudit.NONE).checkServerTrusted(
                    presented, authType,
                    engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
                throws CertificateException {
            throw stranger();
        }
    }
}
