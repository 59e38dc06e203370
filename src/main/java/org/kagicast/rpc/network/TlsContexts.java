package org.kagicast.rpc.network;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS 1.3 and no other version, by BoringSSL where its library fits this machine, else by the JDK. Both let callers that
/// come back resume their session with a ticket, under keys of their own that live no longer than the context.
public final class TlsContexts {

    private static final String VERSION = "TLSv1.3";

    private TlsContexts() {
    }

    /// A client that shows no certificate is let in, since a newcomer has none; what it may call then is judged call by
    /// call. One that shows a certificate must have a good one.
    public static SslContext server(KeyManager keys, X509ExtendedTrustManager callers) {
        return build(SslContextBuilder.forServer(factory(keys)).trustManager(callers).clientAuth(ClientAuth.OPTIONAL));
    }

    public static SslContext client(KeyManager keys, X509ExtendedTrustManager servers) {
        return build(SslContextBuilder.forClient().keyManager(factory(keys)).trustManager(servers));
    }

    /// For who has no certificate yet.
    static SslContext newcomer(X509ExtendedTrustManager servers) {
        return build(SslContextBuilder.forClient().trustManager(servers));
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, provider()).protocols(VERSION).build();
        } catch (SSLException fault) {
            throw new IllegalStateException("TLS 1.3 cannot be set up on this machine", fault);
        }
    }

    /// Keeps BoringSSL from reading key and certificate anew in every handshake.
    private static KeyManagerFactory factory(KeyManager keys) {
        KeyManagerFactory factory = new KeyManagerFactoryWrapper(keys);
        return provider() == SslProvider.JDK ? factory : new OpenSslCachingX509KeyManagerFactory(factory);
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL)
                ? SslProvider.OPENSSL
                : SslProvider.JDK;
    }
}
