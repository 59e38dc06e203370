package org.kagicast.rpc.network;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/// TLS settings that are made anew when the certificate has changed. Connections that stand are not touched. New ones
/// show the new certificate, and never resume a session from before: a resumed session would go on with the
/// certificates that it began with. Safe for use by several threads.
final class RenewableContext extends SslContext {

    private final Supplier<SslContext> making;
    private volatile SslContext current;

    RenewableContext(Supplier<SslContext> making) {
        this.making = making;
        this.current = making.get();
    }

    void renew() {
        current = making.get();
    }

    @Override
    public boolean isClient() {
        return current.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return current.cipherSuites();
    }

    /// In a class that ours cannot but name, of a way to negotiate that nobody uses any more.
    @Override
    @SuppressWarnings("deprecation")
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
        return current.newEngine(allocator, host, port);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current.sessionContext();
    }
}
