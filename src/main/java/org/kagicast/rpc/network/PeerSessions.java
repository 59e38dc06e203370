package org.kagicast.rpc.network;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.UntrustedPeerException;

/// Reads the peer's certificate out of the TLS session, on the serving side once for each connection.
final class PeerSessions extends ServerTransportFilter {

    static final Attributes.Key<PeerCertificate> CERTIFICATE = Attributes.Key.create("peer-certificate");

    @Override
    public Attributes transportReady(Attributes transport) {
        Attributes.Builder attributes = transport.toBuilder();
        certificate(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .ifPresent(certificate -> attributes.set(CERTIFICATE, certificate));
        return attributes.build();
    }

    /// Empty when the peer showed none.
    static Optional<PeerCertificate> certificate(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf
                    ? Optional.of(PeerCertificate.of(leaf))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | UntrustedPeerException nobody) {
            return Optional.empty();
        }
    }
}
