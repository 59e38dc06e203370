package org.kagicast.rpc.network;

import io.grpc.ManagedChannel;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.rpc.Connection;

/// How a channel goes over to another server, or to a new connection with the same. Calls in flight stay where they
/// are. Safe for use by several threads.
final class NetworkLeaving implements Connection.Leaving {

    private final ServerAddresses addresses;
    private volatile @Nullable ManagedChannel channel;
    private volatile Runnable newHandshake = () -> {
    };
    private volatile Runnable endOfListening = () -> {
    };

    NetworkLeaving(ServerAddresses addresses) {
        this.addresses = addresses;
    }

    /// From now on each renewal of the identity brings a new connection, which shows the new certificate.
    ///
    /// @param end runs when the connection is closed
    void of(ManagedChannel opened, RenewableIdentity self, RenewableContext tls, Runnable end) {
        channel = opened;
        newHandshake = tls::renew;
        Runnable endOfRenewals = self.onRenewed(() -> {
            tls.renew();
            reconnect();
        });
        endOfListening = () -> {
            endOfRenewals.run();
            end.run();
        };
    }

    /// Leaves a server that is not to be believed any more. No session is resumed, so that it cannot pass for a known one.
    void shun() {
        newHandshake.run();
        leave();
    }

    @Override
    public void leave() {
        addresses.demoteFirst();
        reconnect();
    }

    void reconnect() {
        ManagedChannel opened = channel;
        if (opened != null) {
            opened.enterIdle();
        }
    }

    @Override
    public void close() {
        endOfListening.run();
    }
}
