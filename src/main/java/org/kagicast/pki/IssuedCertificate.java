package org.kagicast.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;

/// A certificate as the authority hands it out, together with the authority's own.
public record IssuedCertificate(X509Certificate certificate, X509Certificate authority) {

    private static final int LONGEST = 16 * 1024;

    /// The certificate first, then the authority's, each as DER.
    public List<byte[]> encoded() {
        try {
            return List.of(certificate.getEncoded(), authority.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError("what was read can be written", impossible);
        }
    }

    /// @throws OperatorException if these are not two certificates
    public static IssuedCertificate decode(List<byte[]> encoded) {
        if (encoded.size() == 2 && encoded.stream().allMatch(der -> der.length <= LONGEST)) {
            try {
                return new IssuedCertificate(decode(encoded.getFirst()), decode(encoded.getLast()));
            } catch (CertificateException malformed) {
                // Told below, in the same words as a wrong number.
            }
        }
        throw new OperatorException(EnrolmentMessage.ANSWER_UNREADABLE.with());
    }

    private static X509Certificate decode(byte[] der) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    }
}
