package org.kagicast.rpc.network;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.TrustError;
import org.kagicast.pki.TrustEvent.CallRefused;
import org.kagicast.rpc.RefusalTrailer;
import org.kagicast.rpc.ServiceInterceptors;
import org.kagicast.time.Time;

/// Tells the audit of every call that ended because its caller may not make it. Safe for use by several threads.
final class RefusalAudit implements ServerInterceptor {

    private static final Set<Status.Code> REFUSED = EnumSet.of(Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED);

    private final TrustAudit audit;
    private final Time time;

    RefusalAudit(TrustAudit audit, Time time) {
        this.audit = audit;
        this.time = time;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return next.startCall(new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                try {
                    if (REFUSED.contains(status.getCode())) {
                        tell(call, status, trailers);
                    }
                } finally {
                    // Also where it cannot be written down.
                    super.close(status, trailers);
                }
            }
        }, headers);
    }

    private void tell(ServerCall<?, ?> call, Status status, Metadata trailers) {
        Optional<PeerCertificate> peer = Optional.ofNullable(call.getAttributes().get(PeerSessions.CERTIFICATE));
        String method = call.getMethodDescriptor().getFullMethodName();
        TrustError reason = peer.isEmpty()
                ? TrustError.NO_IDENTITY
                : reason(peer.get().identity().role(), method, status, trailers);
        audit.record(new CallRefused(time.now(), peer.map(PeerCertificate::identity), method, reason,
                Objects.requireNonNullElse(status.getDescription(), status.getCode().name())));
    }

    /// Of a caller that proved who it is.
    private static TrustError reason(Role role, String method, Status status, Metadata trailers) {
        if (status.getCode() == Status.Code.UNAUTHENTICATED) {
            return TrustError.EXPIRED;
        }
        if (RefusalTrailer.in(trailers).filter(RefusalReason.REVOKED::equals).isPresent()) {
            return TrustError.REVOKED;
        }
        return ServiceInterceptors.allows(role, method) ? TrustError.OTHER : TrustError.WRONG_ROLE;
    }
}
