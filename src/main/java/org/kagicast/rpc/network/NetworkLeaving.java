package org.kagicast.rpc.network;

import io.grpc.ManagedChannel;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.LiveIdentity;
import org.kagicast.rpc.Connection;

/// How a channel goes over to another server, or to a new connection with the same. Calls in flight stay where they
/// are. Safe for use by several threads.
final class NetworkLeaving implements Connection.Leaving {

    private final ServerAddresses addresses;
    private volatile @Nullable ManagedChannel channel;
    private volatile Runnable endOfListening = () -> {
    };

    NetworkLeaving(ServerAddresses addresses) {
        this.addresses = addresses;
    }

    /// From now on each renewal of the identity brings a new connection, which shows the new certificate.
    void of(ManagedChannel opened, LiveIdentity self, RenewableContext tls) {
        channel = opened;
        endOfListening = self.onRenewed(() -> {
            tls.renew();
            reconnect();
        });
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
