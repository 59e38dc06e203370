package org.kagicast.rpc.network;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.rpc.PeerIdentities;

/// Identities that a TLS certificate proves: its one SPIFFE ID, as long as it has not ended or been revoked.
final class CertificateIdentities implements PeerIdentities {

    private final CertificateStatus standing;

    CertificateIdentities(CertificateStatus standing) {
        this.standing = standing;
    }

    @Override
    public Optional<Identity> of(ServerCall<?, ?> call, Metadata headers) {
        Optional<PeerCertificate> peer = Optional.ofNullable(call.getAttributes().get(PeerSessions.CERTIFICATE));
        String method = call.getMethodDescriptor().getFullMethodName();
        peer.ifPresent(certificate -> standing.require(certificate, method));
        return peer.map(PeerCertificate::identity);
    }
}
