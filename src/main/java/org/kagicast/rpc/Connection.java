package org.kagicast.rpc;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.kagicast.model.NodeName;

/// A way to a server, with the caller's identity attached. It stands whether or not the server runs, and finds it
/// again after a restart. Where it knows several servers, it finds one that answers. Safe for use by several threads.
public final class Connection implements AutoCloseable {

    private final ManagedChannel channel;
    private final String peer;
    private final NodeName usualName;
    private final Leaving leaving;
    private final AtomicLong departures = new AtomicLong();

    /// @param peer      how sentences call the other end
    /// @param usualName who answered, where an answer does not say so
    /// @param leaving   what the network does when a server does not answer, and at the end
    public Connection(ManagedChannel channel, String peer, NodeName usualName, Leaving leaving) {
        this.channel = channel;
        this.peer = peer;
        this.usualName = usualName;
        this.leaving = leaving;
    }

    /// For stubs made from the contracts.
    public Channel channel() {
        return channel;
    }

    /// How sentences call the other end, such as "key-server ks-1".
    public String peer() {
        return peer;
    }

    public NodeName usualName() {
        return usualName;
    }

    /// Begins to connect, so that the first call finds the handshake done.
    public void prepare() {
        var _ = channel.getState(true);
    }

    /// Lets the next call try to connect. How long to wait after a failure is up to the roles and their own clock;
    /// gRPC's growing pauses would only come on top.
    public void tryNow() {
        channel.resetConnectBackoff();
    }

    /// Which stay with a server this is. A call remembers it from its start, for [#gaveUp].
    long stay() {
        return departures.get();
    }

    /// A caller waited too long for an answer. The server may hang without its connection breaking, so the next call
    /// goes elsewhere, if there is an elsewhere. Several calls that were given up together leave once.
    void gaveUp(long stay) {
        if (departures.compareAndSet(stay, stay + 1)) {
            leaving.leave();
        }
    }

    /// Fails what is in flight. Twice is harmless.
    @Override
    public void close() {
        leaving.close();
        channel.shutdownNow();
    }

    /// How a kind of network leaves a server.
    public interface Leaving {

        /// For a network with one server that cannot be left.
        Leaving NOWHERE = () -> {
        };

        /// Has later calls go to another server. Calls in flight go on.
        void leave();

        /// The connection is being closed. May be called twice.
        default void close() {
        }
    }
}
