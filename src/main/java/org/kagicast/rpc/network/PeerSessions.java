package org.kagicast.rpc.network;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.util.Optional;
import java.util.function.Consumer;
import org.kagicast.pki.PeerCertificate;

/// Reads the peer's certificate out of the TLS session, on the serving side once for each connection, and says whether
/// there is one that gives a right to its place: with that of somebody who is revoked, a caller is a stranger.
final class PeerSessions extends ServerTransportFilter {

    static final Attributes.Key<PeerCertificate> CERTIFICATE = Attributes.Key.create("peer-certificate");

    private final KnownCertificates certificates = new KnownCertificates();
    private final OpenConnections open;
    private final CertificateStatus standing;
    private final Consumer<PeerCertificate> connected;

    /// @param connected hears of each connection whose peer showed a certificate, on a thread that must not wait
    PeerSessions(OpenConnections open, CertificateStatus standing, Consumer<PeerCertificate> connected) {
        this.open = open;
        this.standing = standing;
        this.connected = connected;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        Attributes.Builder attributes = transport.toBuilder();
        Optional<PeerCertificate> peer = certificates.of(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        peer.ifPresent(certificate -> {
            attributes.set(CERTIFICATE, certificate);
            connected.accept(certificate);
        });
        open.opened(transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR), transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                peer.filter(certificate -> standing.revoked(certificate).isEmpty()).isPresent());
        return attributes.build();
    }
}
