package org.kagicast.pki;

/// Where a certificate comes from: the certificate authority, or whatever leads to it.
@FunctionalInterface
public interface CertificateSource {

    /// Asks for a certificate, and waits for it.
    ///
    /// @param request a certificate request (PKCS#10, DER)
    /// @throws org.kagicast.model.OperatorException if it was refused, or nobody answered
    IssuedCertificate request(byte[] request);
}
