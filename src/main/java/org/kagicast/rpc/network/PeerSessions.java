package org.kagicast.rpc.network;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import org.kagicast.pki.PeerCertificate;

/// Reads the peer's certificate out of the TLS session, on the serving side once for each connection.
final class PeerSessions extends ServerTransportFilter {

    static final Attributes.Key<PeerCertificate> CERTIFICATE = Attributes.Key.create("peer-certificate");

    private final KnownCertificates certificates = new KnownCertificates();

    @Override
    public Attributes transportReady(Attributes transport) {
        Attributes.Builder attributes = transport.toBuilder();
        certificates.of(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .ifPresent(certificate -> attributes.set(CERTIFICATE, certificate));
        return attributes.build();
    }
}
