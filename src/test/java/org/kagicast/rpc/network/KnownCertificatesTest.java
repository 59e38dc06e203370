package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Role;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.RenewableIdentity;

/// What is remembered of certificates.
class KnownCertificatesTest {

    private final KnownCertificates known = new KnownCertificates();
    private TlsFixture fixture;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    @DisplayName("A certificate that comes again says the same, and two of one owner are told apart")
    void remembersByAllBytes() {
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        RenewableIdentity renewed = fixture.identity(Role.CLIENT, "alice", "192.0.2.1");
        RenewableIdentity bob = fixture.identity(Role.CLIENT, "bob");

        Optional<PeerCertificate> first = known.of(session(alice));

        assertThat(first).get().extracting(PeerCertificate::identity).isEqualTo(alice.identity());
        assertThat(known.of(session(alice))).get().isSameAs(first.orElseThrow());
        assertThat(known.of(session(renewed)).orElseThrow().addresses()).containsExactly("192.0.2.1");
        assertThat(known.of(session(bob))).get().extracting(PeerCertificate::identity).isEqualTo(bob.identity());
    }

    @Test
    @DisplayName("Who shows no certificate is nobody")
    void nobody() {
        assertThat(known.of(null)).isEmpty();
        assertThat(known.of(session())).isEmpty();
    }

    private static SSLSession session(RenewableIdentity peer) {
        return session(peer.current().certificate(), peer.current().authority());
    }

    private static SSLSession session(Certificate... chain) {
        return (SSLSession) Proxy.newProxyInstance(KnownCertificatesTest.class.getClassLoader(),
                new Class<?>[]{SSLSession.class}, (_, method, _) -> {
                    if (method.getName().equals("getPeerCertificates") && chain.length > 0) {
                        return chain;
                    }
                    throw new SSLPeerUnverifiedException("nobody");
                });
    }
}
