package org.kagicast.rpc.network;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.Revocations;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.time.Time;

/// Whether a certificate that was good in the handshake still is. Safe for use by several threads.
final class CertificateStatus {

    private static final String RENEWAL = EnrolmentServiceGrpc.getRenewMethod().getFullMethodName();
    /// How often calls that stand are looked at, so that nobody is heard or told anything a second after being revoked.
    static final Duration LOOK = Duration.ofMillis(250);

    private final Revocations revocations;
    private final Time time;

    CertificateStatus(Revocations revocations, Time time) {
        this.revocations = revocations;
        this.time = time;
    }

    /// Why a certificate is not good any more: it has ended, or its owner has been revoked; empty when it is.
    Optional<CallRefusedException> fallen(PeerCertificate peer) {
        return peer.isExpired(time.now())
                ? Optional.of(new CallRefusedException(Status.Code.UNAUTHENTICATED,
                        ConnectionMessage.CERTIFICATE_ENDED.with(peer.owner(), peer.notAfter())))
                : revoked(peer);
    }

    /// As the other, of a caller. One whose certificate has ended may have it renewed, and do nothing else.
    ///
    /// @param method what is called, with its service
    Optional<CallRefusedException> fallen(PeerCertificate caller, String method) {
        return RENEWAL.equals(method) ? revoked(caller) : fallen(caller);
    }

    /// @throws CallRefusedException if a caller's certificate is not good any more
    void require(PeerCertificate caller, String method) {
        fallen(caller, method).ifPresent(why -> {
            throw why;
        });
    }

    /// Why a certificate is not good whether it has ended or not; empty unless its owner has been revoked.
    Optional<CallRefusedException> revoked(PeerCertificate peer) {
        return revocations.isRevoked(peer.identity())
                ? Optional.of(new CallRefusedException(Status.Code.PERMISSION_DENIED,
                        ConnectionMessage.REVOKED.with(peer.owner()), RefusalReason.REVOKED))
                : Optional.empty();
    }
}
