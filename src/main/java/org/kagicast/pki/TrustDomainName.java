package org.kagicast.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Printable;
import org.kagicast.model.message.TrustMessage;

/// The name of a trust domain. It stands where a URI has its host, so it must read like one.
public final class TrustDomainName {

    private static final String SCHEME = "spiffe://";
    private static final Pattern HOST = Pattern
            .compile("(?=.{1,63}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*[a-z]([a-z0-9-]*[a-z0-9])?");

    private TrustDomainName() {
    }

    public static void check(String name) {
        if (!HOST.matcher(name).matches()) {
            throw new OperatorException("The trust domain name \"" + Printable.cited(name)
                    + "\" cannot be used: take up to 63 of a-z, 0-9, '-' and '.', like a host name, such as "
                    + "studio.example.");
        }
    }

    /// As it stands in the certificate of a trust domain's authority.
    public static String of(X509Certificate authority) throws UntrustedPeerException {
        Collection<List<?>> names = names(authority);
        if (names.size() == 1 && names.iterator().next().get(1) instanceof String uri && uri.startsWith(SCHEME)) {
            String name = uri.substring(SCHEME.length());
            if (HOST.matcher(name).matches()) {
                return name;
            }
        }
        throw new UntrustedPeerException(TrustMessage.NO_DOMAIN.with(authority.getSubjectX500Principal()));
    }

    private static Collection<List<?>> names(X509Certificate authority) {
        try {
            Collection<List<?>> names = authority.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }
}
