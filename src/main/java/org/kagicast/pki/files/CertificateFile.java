package org.kagicast.pki.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

/// Certificates in a PEM file.
public final class CertificateFile {

    private static final String TYPE = "CERTIFICATE";

    private CertificateFile() {
    }

    public static void write(Path file, List<X509Certificate> certificates) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            for (X509Certificate certificate : certificates) {
                text.writeBytes(Pem.encode(TYPE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError("a certificate that was read can be written", impossible);
        }
        PrivateFiles.store(file, text.toByteArray());
    }

    /// At least one.
    ///
    /// @throws OperatorException if the file is missing or holds anything but certificates
    public static List<X509Certificate> read(Path file) {
        List<X509Certificate> certificates = Pem
                .all(FileMessage.CERTIFICATE_FILE, file, PrivateFiles.readPublic(FileMessage.CERTIFICATE_FILE, file))
                .stream()
                .map(block -> decode(file, block.content())).toList();
        if (certificates.isEmpty()) {
            throw unreadable(file);
        }
        return certificates;
    }

    private static X509Certificate decode(Path file, byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException malformed) {
            throw unreadable(file);
        }
    }

    private static OperatorException unreadable(Path file) {
        return new OperatorException(FileMessage.NO_CERTIFICATE.with(file));
    }
}
