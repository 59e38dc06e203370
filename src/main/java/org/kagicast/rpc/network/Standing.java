package org.kagicast.rpc.network;

import io.grpc.Status;
import org.kagicast.model.RefusalReason;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.Revocations;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.time.Time;

/// Whether a certificate that was good in the handshake still is. Safe for use by several threads.
final class Standing {

    private static final String RENEWAL = EnrolmentServiceGrpc.getRenewMethod().getFullMethodName();

    private final Revocations revocations;
    private final Time time;

    Standing(Revocations revocations, Time time) {
        this.revocations = revocations;
        this.time = time;
    }

    /// Of a caller. One whose certificate has ended may have it renewed, and do nothing else.
    ///
    /// @param method what is called, with its service
    /// @throws CallRefusedException if it has ended, or its owner has been revoked
    void require(PeerCertificate caller, String method) {
        if (RENEWAL.equals(method)) {
            requireNotRevoked(caller);
        } else {
            require(caller);
        }
    }

    /// @throws CallRefusedException if it has ended, or its owner has been revoked
    void require(PeerCertificate peer) {
        if (peer.isExpired(time.now())) {
            throw new CallRefusedException(Status.Code.UNAUTHENTICATED, "The certificate of " + peer.owner()
                    + " ended at " + peer.notAfter() + ": renew it, or enrol again with a new token.");
        }
        requireNotRevoked(peer);
    }

    private void requireNotRevoked(PeerCertificate peer) {
        if (revocations.isRevoked(peer.identity())) {
            throw new CallRefusedException(Status.Code.PERMISSION_DENIED,
                    "The " + peer.owner() + " has been revoked: enrol under another name.", RefusalReason.REVOKED);
        }
    }
}
