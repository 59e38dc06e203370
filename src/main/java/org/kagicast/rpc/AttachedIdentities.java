package org.kagicast.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;

/// Identities within one process, where there is no certificate to prove them: the channel carries its owner's in a
/// header. Only in-process servers believe that header, and only this process can reach them.
final class AttachedIdentities implements PeerIdentities {

    private static final Metadata.Key<String> HEADER = Metadata.Key.of("kagicast-identity",
            Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public Optional<Identity> of(ServerCall<?, ?> call, Metadata headers) {
        try {
            return Optional.ofNullable(headers.get(HEADER)).map(Identity::parse);
        } catch (OperatorException malformed) {
            return Optional.empty();
        }
    }

    /// Attaches an identity to every call, in place of any that the call brings along.
    static ClientInterceptor attaching(Identity identity) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options,
                    Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        headers.discardAll(HEADER);
                        headers.put(HEADER, identity.toString());
                        super.start(listener, headers);
                    }
                };
            }
        };
    }
}
