package org.kagicast.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where exceptions of services become statuses, whether thrown or given to `onError`. Unexpected ones
/// are logged here and go no further. Safe for use by several threads.
final class FaultInterceptor implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(FaultInterceptor.class);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        GuardedCall<Q, A> guarded = new GuardedCall<>(call);
        try {
            return new GuardedListener<>(next.startCall(guarded, headers), guarded);
        } catch (RuntimeException fault) {
            guarded.fail(fault);
            return new ServerCall.Listener<>() {
            };
        }
    }

    /// Used by one thread at a time, as gRPC demands of every call.
    private static final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean closed;

        GuardedCall(ServerCall<Q, A> call) {
            super(call);
        }

        void fail(RuntimeException fault) {
            if (!closed) {
                close(Status.UNKNOWN.withCause(fault), new Metadata());
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            closed = true;
            Throwable fault = status.getCause();
            if (fault == null) {
                super.close(status, trailers);
                return;
            }
            if (!Faults.isForPeople(fault)) {
                LOG.error("{} failed", getMethodDescriptor().getFullMethodName(), fault);
            }
            super.close(Faults.statusOf(fault), new Metadata());
        }
    }

    private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final GuardedCall<Q, ?> call;

        GuardedListener(ServerCall.Listener<Q> listener, GuardedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        private void guard(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException fault) {
                call.fail(fault);
            }
        }
    }
}
