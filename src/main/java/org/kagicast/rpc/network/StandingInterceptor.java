package org.kagicast.rpc.network;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.rpc.CallRefusedException;

/// Asks once more before each message that is sent to a caller: a call may stand for days, and its caller be revoked in
/// the meantime. Also keeps the caller's certificate for the service. Safe for use by several threads.
final class StandingInterceptor implements ServerInterceptor {

    private static final Context.Key<PeerCertificate> CERTIFICATE = Context.key("caller's certificate");

    private final Standing standing;

    StandingInterceptor(Standing standing) {
        this.standing = standing;
    }

    /// Of the call that is being served on this thread.
    static Optional<PeerCertificate> currentCertificate() {
        return Optional.ofNullable(CERTIFICATE.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        PeerCertificate peer = call.getAttributes().get(PeerSessions.CERTIFICATE);
        if (peer == null) {
            return next.startCall(call, headers);
        }
        Context context = Context.current().withValue(CERTIFICATE, peer);
        return Contexts.interceptCall(context, new StandingCall<>(call, standing, peer), headers, next);
    }

    private static final class StandingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Standing standing;
        private final PeerCertificate peer;
        private final AtomicBoolean closed = new AtomicBoolean();

        StandingCall(ServerCall<Q, A> call, Standing standing, PeerCertificate peer) {
            super(call);
            this.standing = standing;
            this.peer = peer;
        }

        /// A message that is not sent any more goes nowhere; the service hears of the cancellation.
        @Override
        public void sendMessage(A message) {
            try {
                standing.require(peer, getMethodDescriptor().getFullMethodName());
            } catch (CallRefusedException fallen) {
                close(Status.fromCode(fallen.code()).withDescription(fallen.getMessage()), new Metadata());
            }
            if (!closed.get()) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!closed.getAndSet(true)) {
                super.close(status, trailers);
            }
        }
    }
}
