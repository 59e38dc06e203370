package org.kagicast.rpc.network;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.UntrustedPeerException;

/// What the certificates of peers say, remembered by all their bytes, so that one that comes again, as in a resumed
/// session, need not be parsed again. Whether a certificate is to be trusted is decided in the handshake, and whether it
/// still is with each call; nothing of that is remembered here. Safe for use by several threads.
final class KnownCertificates {

    private static final int MOST = 1_024;

    private final Map<ByteBuffer, PeerCertificate> known = Collections.synchronizedMap(new Latest());

    /// The certificate that the peer of a TLS session proved to be its own; empty when it showed none of our form.
    Optional<PeerCertificate> of(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf
                    ? Optional.of(content(leaf))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateEncodingException | UntrustedPeerException nobody) {
            return Optional.empty();
        }
    }

    private PeerCertificate content(X509Certificate certificate)
            throws UntrustedPeerException, CertificateEncodingException {
        ByteBuffer bytes = ByteBuffer.wrap(certificate.getEncoded());
        PeerCertificate content = known.get(bytes);
        if (content == null) {
            content = PeerCertificate.of(certificate);
            known.put(bytes, content);
        }
        return content;
    }

    /// Forgets what has not been used for longest.
    private static final class Latest extends LinkedHashMap<ByteBuffer, PeerCertificate> {

        @Serial
        private static final long serialVersionUID = 1L;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PeerCertificate> eldest) {
            return size() > MOST;
        }
    }
}
