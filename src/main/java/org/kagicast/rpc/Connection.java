package org.kagicast.rpc;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import org.kagicast.model.Identity;

/// A way to a server, with the caller's identity attached. It stands whether or not the server runs, and finds it
/// again after a restart. Safe for use by several threads.
public final class Connection implements AutoCloseable {

    private final ManagedChannel channel;
    private final Identity server;

    Connection(ManagedChannel channel, Identity server) {
        this.channel = channel;
        this.server = server;
    }

    /// For stubs made from the contracts.
    public Channel channel() {
        return channel;
    }

    /// Who is expected at the other end.
    public Identity server() {
        return server;
    }

    /// How sentences call the other end, such as "key-server ks-1".
    public String peer() {
        return server.role().text() + " " + server.name();
    }

    /// Lets the next call try to connect. How long to wait after a failure is up to the roles and their own clock;
    /// gRPC's growing pauses would only come on top.
    void tryNow() {
        channel.resetConnectBackoff();
    }

    /// Fails what is in flight. Twice is harmless.
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
