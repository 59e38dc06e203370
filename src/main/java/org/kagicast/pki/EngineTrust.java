package org.kagicast.pki;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// A trust manager for connections that know where they lead, and no others.
public abstract class EngineTrust extends X509ExtendedTrustManager {

    @Override
    public abstract void checkClientTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
            throws CertificateException;

    @Override
    public abstract void checkServerTrusted(X509Certificate[] presented, String authType, SSLEngine engine)
            throws CertificateException;

    @Override
    public final void checkClientTrusted(X509Certificate[] presented, String authType) throws CertificateException {
        throw unknownEnd();
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] presented, String authType) throws CertificateException {
        throw unknownEnd();
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] presented, String authType, Socket socket)
            throws CertificateException {
        throw unknownEnd();
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] presented, String authType, Socket socket)
            throws CertificateException {
        throw unknownEnd();
    }

    private static CertificateException unknownEnd() {
        return new CertificateException("only connections that know where they lead are judged");
    }
}
