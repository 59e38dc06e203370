package org.kagicast.rpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Context context = Context.current();

        GuardedCall(ServerCall<Q, A> call) {
            super(call);
        }

        /// A server that stops ends its calls and then its threads: who still works at one finds nobody to answer.
        void fail(RuntimeException fault) {
            if (fault instanceof RejectedExecutionException && context.isCancelled()) {
                LOG.debug("{} was answered after its end", getMethodDescriptor().getFullMethodName(), fault);
                return;
            }
            close(Status.UNKNOWN.withCause(fault), new Metadata());
        }

        /// The first ending counts: a service may fail after it has answered.
        @Override
        public void close(Status status, Metadata trailers) {
            Throwable fault = status.getCause();
            if (fault != null && !GrpcErrors.isForPeople(fault)) {
                LOG.error("{} failed", getMethodDescriptor().getFullMethodName(), fault);
            }
            if (closed.getAndSet(true)) {
                return;
            }
            if (fault == null) {
                super.close(status, trailers);
            } else {
                super.close(GrpcErrors.statusOf(fault), RefusalTrailer.of(fault));
            }
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
