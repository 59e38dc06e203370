package org.kagicast.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;

/// Tells the caller in a response header which of several servers answered. For people to read, and proof of nothing. Where
/// there is no such header, as in a refusal, a network that knows who answered says so in the trailers.
public final class ServerName implements ServerInterceptor {

    private static final Metadata.Key<String> HEADER = Metadata.Key.of("kagicast-server",
            Metadata.ASCII_STRING_MARSHALLER);

    private final NodeName name;

    ServerName(NodeName name) {
        this.name = name;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return next.startCall(new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata response) {
                response.put(HEADER, name.value());
                super.sendHeaders(response);
            }
        }, headers);
    }

    /// Has the end of a call tell who the server was, as its certificate proved.
    ///
    /// @param trailers as they came
    public static void put(NodeName server, Metadata trailers) {
        trailers.discardAll(HEADER);
        trailers.put(HEADER, server.value());
    }

    /// The name in the headers or trailers of a response; empty when there is none that can be one.
    static Optional<NodeName> in(Metadata response) {
        try {
            return Optional.ofNullable(response.get(HEADER)).map(NodeName::new);
        } catch (OperatorException malformed) {
            return Optional.empty();
        }
    }
}
