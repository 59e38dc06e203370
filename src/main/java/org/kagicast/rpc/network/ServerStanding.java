package org.kagicast.rpc.network;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.rpc.CallRefusedException;

/// The caller's check on every answer: is the server's certificate, which was good when the connection was made, still
/// good? Safe for use by several threads.
final class ServerStanding implements ClientInterceptor {

    private final Standing standing;
    private final Runnable leave;

    /// @param leave has later calls go over another connection
    ServerStanding(Standing standing, Runnable leave) {
        this.standing = standing;
        this.leave = leave;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Checking<>(listener, this), headers);
            }
        };
    }

    /// Why the server at the other end of a call is not to be believed any more.
    private Optional<UntrustedPeerException> fallen(ClientCall<?, ?> call) {
        Optional<PeerCertificate> server = PeerSessions
                .certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (server.isEmpty()) {
            return Optional.of(new UntrustedPeerException(
                    "The other end of the connection shows no certificate any more: connect again."));
        }
        try {
            standing.require(server.get());
            return Optional.empty();
        } catch (CallRefusedException fallen) {
            return Optional.of(new UntrustedPeerException(String.valueOf(fallen.getMessage())));
        }
    }

    /// gRPC calls one method at a time.
    private final class Checking<A> extends SimpleForwardingClientCallListener<A> {
        private final ClientCall<?, A> call;
        private @Nullable UntrustedPeerException fallen;

        Checking(ClientCall.Listener<A> listener, ClientCall<?, A> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(A message) {
            fallen(call).ifPresent(why -> {
                fallen = why;
                call.cancel(why.sentence(), why);
                leave.run();
            });
            if (fallen == null) {
                super.onMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            super.onClose(fallen == null ? status : Status.UNAVAILABLE.withCause(fallen), trailers);
        }
    }
}
