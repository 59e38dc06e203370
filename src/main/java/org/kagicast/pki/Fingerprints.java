package org.kagicast.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/// SHA-256 of certificates.
public final class Fingerprints {

    private Fingerprints() {
    }

    public static byte[] of(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new AssertionError("every Java platform has SHA-256, and what was read can be written", impossible);
        }
    }
}
