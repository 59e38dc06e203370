package org.kagicast.pki;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.util.IPAddress;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.TrustMessage;

/// What a certificate says of whoever proved to have its key.
///
/// @param serial    in hexadecimal
/// @param addresses host names and IP addresses, each as it stands in the certificate
public record PeerCertificate(Identity identity, String serial, List<String> addresses, Instant notBefore,
        Instant notAfter) {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    public PeerCertificate {
        addresses = List.copyOf(addresses);
    }

    /// @throws UntrustedPeerException if it does not have exactly one URI, or that is no SPIFFE ID of our form
    public static PeerCertificate of(X509Certificate certificate) throws UntrustedPeerException {
        List<String> uris = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (List<?> name : names(certificate)) {
            switch ((Integer) name.getFirst()) {
                case URI -> uris.add((String) name.get(1));
                case DNS_NAME, IP_ADDRESS -> addresses.add((String) name.get(1));
                default -> {
                    // Names of other kinds say nothing here.
                }
            }
        }
        if (uris.size() != 1) {
            throw new UntrustedPeerException(TrustMessage.IDENTITIES.with(uris.size()));
        }
        try {
            return new PeerCertificate(Identity.parse(uris.getFirst()), IdentityRegister.serial(certificate), addresses,
                    certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        } catch (OperatorException otherForm) {
            throw new UntrustedPeerException(TrustMessage.NO_IDENTITY.with());
        }
    }

    public boolean isExpired(Instant now) {
        return now.isAfter(notAfter);
    }

    /// Whether it has ended so long ago that it cannot even be renewed.
    boolean isBeyondGrace(Instant now) {
        return isExpired(now.minus(Lifetimes.GRACE));
    }

    /// How sentences call its owner, such as "key-server ks-1".
    public String owner() {
        return identity.role().text() + " " + identity.name();
    }

    /// Whether it vouches for a host name or IP address. There are no wildcards.
    public boolean covers(String host) {
        Optional<InetAddress> asNumber = number(host);
        return addresses.stream().anyMatch(address -> asNumber.isPresent()
                ? number(address).equals(asNumber)
                : address.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT)));
    }

    /// Of text that is a number already; asks no name server.
    private static Optional<InetAddress> number(String host) {
        return IPAddress.isValid(host) ? Optional.of(InetAddress.ofLiteral(host)) : Optional.empty();
    }

    private static Collection<List<?>> names(X509Certificate certificate) throws UntrustedPeerException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException malformed) {
            throw new UntrustedPeerException(TrustMessage.UNREADABLE.with());
        }
    }
}
