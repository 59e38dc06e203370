package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.Identity;

class PeerCertificateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static X509Certificate certificate(GeneralName... names) throws Exception {
        KeyPair keys = Ecdsa.generate(new SecureRandom());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=x"),
                java.math.BigInteger.ONE, Date.from(NOW), Date.from(NOW.plusSeconds(60)), new X500Name("CN=x"),
                keys.getPublic());
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }

    @Test
    @DisplayName("Exactly one URI is an identity; none or two are none")
    void exactlyOneUri() throws Exception {
        assertThat(PeerCertificate.of(certificate(uri("spiffe://lab/client/alice"))).identity())
                .isEqualTo(Identity.parse("spiffe://lab/client/alice"));

        assertThatThrownBy(() -> PeerCertificate.of(certificate())).isInstanceOf(UntrustedPeerException.class);
        assertThatThrownBy(() -> PeerCertificate.of(certificate(new GeneralName(GeneralName.dNSName, "alice"))))
                .isInstanceOf(UntrustedPeerException.class);
        assertThatThrownBy(() -> PeerCertificate
                .of(certificate(uri("spiffe://lab/client/alice"), uri("spiffe://lab/operator/olga"))))
                .isInstanceOf(UntrustedPeerException.class).hasMessageContaining("2 identities");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://lab/client/alice", "spiffe://lab/client", "spiffe://lab/king/alice",
            "spiffe://lab/client/alice/more", "spiffe://lab/client/alice?x", "spiffe://lab:1/client/alice",
            "spiffe://lab/client/al%69ce", "spiffe://me@lab/client/alice", "spiffe:///client/alice"})
    @DisplayName("A URI of another form is no identity")
    void otherFormsAreNone(String uri) throws Exception {
        X509Certificate certificate = certificate(uri(uri));
        assertThatThrownBy(() -> PeerCertificate.of(certificate)).isInstanceOf(UntrustedPeerException.class);
    }

    @Test
    @DisplayName("An address is covered if it stands in the certificate, however it is written, and no other is")
    void addressesAreCompared() {
        PeerCertificate peer = new PeerCertificate(Identity.parse("spiffe://lab/key-server/ks"), "1",
                List.of("ks.example", "192.0.2.1", "2001:db8::1"), NOW, NOW);

        assertThat(Arrays.asList("ks.example", "KS.Example", "192.0.2.1", "2001:db8::1", "2001:DB8:0:0:0:0:0:1"))
                .allMatch(peer::covers);
        assertThat(Arrays.asList("example", "x.ks.example", "192.0.2.2", "2001:db8::2", "", "*"))
                .noneMatch(peer::covers);
    }
}
