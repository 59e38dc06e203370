package org.kagicast.rpc.network;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.RefusalTrailer;
import org.kagicast.time.PeriodicCheck;
import org.kagicast.time.Time;

/// Asks once more with each message to and from a caller, and now and then where there is none: a call may stand for
/// days, and its caller be revoked in the meantime. Such a call ends with the reason, and its service hears that it is
/// cancelled. Also keeps the caller's certificate for the service. Safe for use by several threads.
final class StandingInterceptor implements ServerInterceptor {

    private static final Context.Key<PeerCertificate> CERTIFICATE = Context.key("caller's certificate");

    private final CertificateStatus standing;
    private final PeriodicCheck checks;
    private final Set<StandingCall<?, ?>> open = ConcurrentHashMap.newKeySet();

    StandingInterceptor(CertificateStatus standing, Time time, Executor executor) {
        this.standing = standing;
        this.checks = new PeriodicCheck(CertificateStatus.LOOK, time, executor, this::look);
    }

    /// Of the call that is being served on this thread.
    static Optional<PeerCertificate> currentCertificate() {
        return Optional.ofNullable(CERTIFICATE.get());
    }

    /// Ends the calls of those who have fallen.
    private boolean look() {
        open.forEach(StandingCall::stands);
        return !open.isEmpty();
    }

    /// Looks after no calls any more.
    void close() {
        checks.close();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        PeerCertificate peer = call.getAttributes().get(PeerSessions.CERTIFICATE);
        if (peer == null) {
            return next.startCall(call, headers);
        }
        StandingCall<Q, A> watched = new StandingCall<>(call, peer);
        open.add(watched);
        checks.arm();
        Context context = Context.current().withValue(CERTIFICATE, peer);
        return new StandingListener<>(Contexts.interceptCall(context, watched, headers, next), watched);
    }

    /// Its monitor guards whether it has ended, since it may be ended from outside while its service sends.
    private final class StandingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final PeerCertificate peer;
        private boolean closed;
        private volatile boolean cut;

        StandingCall(ServerCall<Q, A> call, PeerCertificate peer) {
            super(call);
            this.peer = peer;
        }

        /// Whether the caller still is one to talk to; ends the call if not.
        synchronized boolean stands() {
            if (closed) {
                return false;
            }
            Optional<CallRefusedException> fallen = standing.fallen(peer, getMethodDescriptor().getFullMethodName());
            fallen.ifPresent(why -> {
                cut = true;
                close(Status.fromCode(why.code()).withDescription(why.getMessage()), RefusalTrailer.of(why));
            });
            return fallen.isEmpty();
        }

        boolean isCut() {
            return cut;
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (stands()) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                open.remove(this);
                super.close(status, trailers);
            }
        }

        @Override
        public boolean isReady() {
            return !cut && super.isReady();
        }

        @Override
        public boolean isCancelled() {
            return cut || super.isCancelled();
        }
    }

    private final class StandingListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final StandingCall<Q, ?> call;

        StandingListener(ServerCall.Listener<Q> listener, StandingCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (call.stands()) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (call.stands()) {
                super.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            open.remove(call);
            super.onCancel();
        }

        /// To gRPC a call that was ended here is complete; to its service it is not.
        @Override
        public void onComplete() {
            open.remove(call);
            if (call.isCut()) {
                super.onCancel();
            } else {
                super.onComplete();
            }
        }
    }
}
