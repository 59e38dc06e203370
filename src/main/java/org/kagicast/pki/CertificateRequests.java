package org.kagicast.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;

/// Certificate requests (PKCS#10, RFC 2986). They carry a public key and prove that the sender has the private one;
/// whatever else they ask for is not looked at.
public final class CertificateRequests {

    private static final int LONGEST = 8 * 1024;

    private CertificateRequests() {
    }

    public static byte[] create(KeyPair keys) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]),
                    keys.getPublic()).build(new JcaContentSignerBuilder(Ecdsa.ALGORITHM).build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException impossible) {
            throw new AssertionError("a key on P-256 can sign", impossible);
        }
    }

    /// The key in a request.
    ///
    /// @throws OperatorException if it is no request, its key is not on P-256, or its signature is not by that key
    public static PublicKey provenKey(byte[] der) {
        if (der.length > LONGEST) {
            throw new OperatorException(EnrolmentMessage.REQUEST_TOO_LONG.with());
        }
        JcaPKCS10CertificationRequest request = parse(der);
        requireP256(request.getSubjectPublicKeyInfo());
        try {
            PublicKey key = request.getPublicKey();
            if (X9ObjectIdentifiers.ecdsa_with_SHA256.equals(request.getSignatureAlgorithm().getAlgorithm())
                    && request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return key;
            }
        } catch (PKCSException | OperatorCreationException | GeneralSecurityException unverifiable) {
            // Told below, in the same words as a signature by another key.
        }
        throw new OperatorException(EnrolmentMessage.REQUEST_UNSIGNED.with());
    }

    /// Reads one value and no more: anything behind it makes it malformed.
    private static JcaPKCS10CertificationRequest parse(byte[] der) {
        try {
            return new JcaPKCS10CertificationRequest(ASN1Primitive.fromByteArray(der).getEncoded());
        } catch (IOException | RuntimeException malformed) {
            throw malformed();
        }
    }

    /// Also finds a point that is not on the curve.
    private static void requireP256(SubjectPublicKeyInfo key) {
        boolean onCurve = X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
                && SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters());
        if (!onCurve) {
            throw new OperatorException(EnrolmentMessage.KEY_KIND.with());
        }
        try {
            PublicKeyFactory.createKey(key);
        } catch (IOException | RuntimeException offCurve) {
            throw malformed();
        }
    }

    private static OperatorException malformed() {
        return new OperatorException(EnrolmentMessage.NO_REQUEST.with());
    }
}
