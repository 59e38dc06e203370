package org.kagicast.rpc;

import com.google.protobuf.MessageLite;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Refuses requests that are longer than any honest one. gRPC's own limit does not work within a process.
public final class SizeLimit implements ServerInterceptor {

    /// In bytes.
    public static final int LARGEST_REQUEST = 64 * 1024;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (message instanceof MessageLite request && request.getSerializedSize() > LARGEST_REQUEST) {
                    throw new CallRefusedException(Status.Code.RESOURCE_EXHAUSTED, "A request of "
                            + request.getSerializedSize() + " bytes is too long: keep it within " + LARGEST_REQUEST
                            + ".");
                }
                super.onMessage(message);
            }
        };
    }
}
