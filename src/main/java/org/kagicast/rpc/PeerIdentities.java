package org.kagicast.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Optional;
import org.kagicast.model.Identity;

/// Finds out who is at the other end of a call. What proves it depends on the transport.
@FunctionalInterface
public interface PeerIdentities {

    /// The peer's identity; empty when nothing proves one.
    ///
    /// @throws CallRefusedException if one is proven, but does not stand any more
    Optional<Identity> of(ServerCall<?, ?> call, Metadata headers);
}
