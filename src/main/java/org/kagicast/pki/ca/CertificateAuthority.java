package org.kagicast.pki.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.kagicast.model.Identity;
import org.kagicast.pki.DistinguishedNames;
import org.kagicast.pki.Ecdsa;
import org.kagicast.pki.Extensions;
import org.kagicast.pki.Lifetimes;

/// Signs certificates and tokens. Safe for use by several threads.
final class CertificateAuthority {

    private static final int SERIAL_BITS = 127;

    private final String trustDomain;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Supplier<Lifetimes> lifetimes;
    private final SecureRandom randomness;

    /// @param lifetimes is asked for each certificate
    CertificateAuthority(String trustDomain, PrivateKey key, X509Certificate certificate,
            Supplier<Lifetimes> lifetimes, SecureRandom randomness) {
        this.trustDomain = trustDomain;
        this.key = key;
        this.certificate = certificate;
        this.lifetimes = lifetimes;
        this.randomness = randomness;
    }

    /// A certificate that an authority issues to itself.
    static X509Certificate selfSigned(String trustDomain, KeyPair keys, SecureRandom randomness, Instant now) {
        X500Name name = DistinguishedNames.authority(trustDomain);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, serial(randomness),
                begin(now), Date.from(now.plus(Lifetimes.AUTHORITY)), name, keys.getPublic());
        try {
            Extensions.addToAuthority(builder, trustDomain, keys.getPublic());
            return sign(builder, keys.getPrivate(), randomness);
        } catch (IOException | GeneralSecurityException | OperatorCreationException fault) {
            throw new IllegalStateException("the authority's certificate cannot be made", fault);
        }
    }

    /// Issues a certificate. All that stands in it comes from the arguments; nothing from what the subject asked for.
    X509Certificate issue(Identity subject, List<String> addresses, PublicKey subjectKey, Instant now) {
        Instant end = now.plus(lifetimes.get().of(subject.role()));
        Instant last = certificate.getNotAfter().toInstant();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(certificate, serial(randomness), begin(now),
                Date.from(end.isBefore(last) ? end : last), DistinguishedNames.node(subject), subjectKey);
        try {
            Extensions.addToNode(builder, subject, addresses, subjectKey, certificate);
            return sign(builder, key, randomness);
        } catch (IOException | GeneralSecurityException | OperatorCreationException fault) {
            throw new IllegalStateException("the certificate of " + subject + " cannot be made", fault);
        }
    }

    EnrolmentToken sign(TokenClaims claims) {
        return EnrolmentToken.sign(key, claims);
    }

    String trustDomain() {
        return trustDomain;
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key, SecureRandom randomness)
            throws OperatorCreationException, GeneralSecurityException {
        X509CertificateHolder signed = builder
                .build(new JcaContentSignerBuilder(Ecdsa.ALGORITHM).setSecureRandom(randomness).build(key));
        return new JcaX509CertificateConverter().getCertificate(signed);
    }

    private static Date begin(Instant now) {
        return Date.from(now.minus(Lifetimes.CLOCK_SKEW));
    }

    private static BigInteger serial(SecureRandom randomness) {
        return new BigInteger(SERIAL_BITS, randomness).add(BigInteger.ONE);
    }
}
