package org.kagicast.pki.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.files.Passphrase;
import org.kagicast.time.ManualTime;

class TrustDomainTest {

    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final String SERVERS = "1.3.6.1.5.5.7.3.1";

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private Path folder;

    @BeforeEach
    void place(@TempDir Path temporary) {
        folder = temporary.resolve("domain");
    }

    private TrustDomain init() {
        return TrustDomain.init(folder, "studio.example", Optional.empty(), time, randomness);
    }

    private TrustDomain open(Optional<Passphrase> passphrase) {
        return TrustDomain.open(folder, () -> passphrase, time, randomness);
    }

    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    @Test
    @DisplayName("A trust domain's authority can sign nodes of its own domain, and nothing else")
    void authorityIsBounded() {
        X509Certificate authority = init().certificate();

        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(authority.getKeyUsage()).containsExactly(false, false, false, false, false, true, false, false,
                false);
        NameConstraints names = NameConstraints.getInstance(
                ASN1OctetString.getInstance(authority.getExtensionValue("2.5.29.30")).getOctets());
        assertThat(names.getPermittedSubtrees()).singleElement()
                .satisfies(tree -> assertThat(tree.getBase().getName()).hasToString("studio.example"));
        assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15", "2.5.29.30");
    }

    @Test
    @DisplayName("Making a trust domain makes an operator too, and all that is secret belongs to its owner alone")
    void operatorIsMade() throws IOException {
        TrustDomain domain = init();

        assertThat(NodeIdentity.load(domain.operatorFolder(), time.now()).identity())
                .isEqualTo(Identity.parse("spiffe://studio.example/operator/operator"));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each))).as(each.toString())
                        .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    @DisplayName("A trust domain opens again as the same")
    void opensAgain() {
        TrustDomain made = init();

        TrustDomain opened = open(Optional.empty());

        assertThat(opened.name()).isEqualTo("studio.example");
        assertThat(opened.fingerprint()).isEqualTo(made.fingerprint()).hasSize(64);
        assertThat(opened.toString()).contains("[REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Studio", "my_studio", "studio.", ".studio", "-a", "a-", "10.0.0.1", "a..b", "a/b",
            "sixty-four-characters-are-one-too-many-for-the-name-of-a-domain-x"})
    @DisplayName("A name that cannot stand where a URI has its host is refused")
    void badNamesAreRefused(String name) {
        assertThatThrownBy(() -> TrustDomain.init(folder, name, Optional.empty(), time, randomness))
                .isInstanceOf(OperatorException.class).hasMessageContaining("studio.example");
        assertThat(folder).doesNotExist();
    }

    @Test
    @DisplayName("A trust domain is never made over another")
    void neverOverAnother() {
        String fingerprint = init().fingerprint();

        assertThatThrownBy(this::init).isInstanceOf(OperatorException.class).hasMessageContaining("already");
        assertThat(open(Optional.empty()).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    @DisplayName("With a passphrase the authority's key is sealed: no passphrase or another one does not open it")
    void passphraseSealsTheKey() throws IOException {
        try (Passphrase right = passphrase("correct horse"); Passphrase wrong = passphrase("battery staple")) {
            TrustDomain.init(folder, "lab", Optional.of(right), time, randomness);

            assertThat(Files.readString(folder.resolve("ca-key.pem"))).doesNotContain("PRIVATE KEY");
            assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("sealed");
            assertThatThrownBy(() -> open(Optional.of(wrong))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("passphrase").hasMessageNotContaining("battery");
            assertThat(open(Optional.of(right)).name()).isEqualTo("lab");
            assertThat(right.toString()).isEqualTo("[REDACTED]");
        }
    }

    @Test
    @DisplayName("A key file that others may read is refused")
    void openKeyIsRefused() throws IOException {
        init();
        Files.setPosixFilePermissions(folder.resolve("ca-key.pem"), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("ca-key.pem").hasMessageContaining("chmod 600");
    }

    @Test
    @DisplayName("Key and certificate of different authorities are refused")
    void mixedAuthoritiesAreRefused() throws IOException {
        init();
        Path other = folder.resolveSibling("other");
        TrustDomain.init(other, "studio.example", Optional.empty(), time, randomness);
        Files.copy(other.resolve("ca.pem"), folder.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(OperatorException.class)
                .hasMessageContaining("do not belong together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-key.pem", "ca.pem"})
    @DisplayName("Files that are missing, empty, damaged or too long are told by name")
    void damagedFilesAreTold(String name) throws IOException {
        init();
        Path file = folder.resolve(name);
        byte[] sound = Files.readAllBytes(file);
        for (byte[] content : List.of(new byte[0], "-----BEGIN NOTHING-----".getBytes(StandardCharsets.US_ASCII),
                new byte[100_000], java.util.Arrays.copyOf(sound, sound.length / 2))) {
            Files.write(file, content);
            assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(OperatorException.class)
                    .hasMessageContaining(name);
        }
        Files.delete(file);
        assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(OperatorException.class)
                .hasMessageContaining(name);
    }

    @Test
    @DisplayName("Everybody may call; key servers may be called, and whoever has an address")
    void purposesFollowTheRole() throws Exception {
        TrustDomain domain = init();

        assertThat(purposes(domain, Role.KEY_SERVER)).containsExactlyInAnyOrder(CLIENTS, SERVERS);
        assertThat(purposes(domain, Role.KEY_SLAVE)).containsExactlyInAnyOrder(CLIENTS, SERVERS);
        assertThat(purposes(domain, Role.CLIENT)).containsExactly(CLIENTS);
        assertThat(purposes(domain, Role.CLIENT, "192.0.2.1")).containsExactlyInAnyOrder(CLIENTS, SERVERS);
        assertThat(purposes(domain, Role.OPERATOR, "192.0.2.1")).containsExactly(CLIENTS);
    }

    private List<String> purposes(TrustDomain domain, Role role, String... addresses) throws Exception {
        Path place = folder.resolveSibling(role.text() + addresses.length);
        return domain.enrolHere(new Enrollee(role, new NodeName("somebody"), List.of(addresses), Set.of()), place)
                .certificate().getExtendedKeyUsage();
    }

    @Test
    @DisplayName("An operator's certificate lasts 90 days, a node's one day, and none longer than the authority's")
    void lifetimes() {
        TrustDomain domain = init();
        assertThat(NodeIdentity.load(domain.operatorFolder(), time.now()).notAfter())
                .isEqualTo(time.now().plus(Duration.ofDays(90)));

        time.turn(Duration.ofDays(3651));

        assertThat(domain.enrolHere(Enrollee.of(Role.OPERATOR, new NodeName("late")), folder.resolveSibling("late"))
                .notAfter()).isEqualTo(domain.certificate().getNotAfter().toInstant());
    }

    @Test
    @DisplayName("A token that would last too long or end at once is refused")
    void tokenLifetimeIsBounded() {
        TrustDomain domain = init();
        Enrollee alice = new Enrollee(Role.CLIENT, new NodeName("alice"), List.of(),
                Set.of(KeyLine.parse("news")));

        assertThatThrownBy(() -> domain.token(alice, Duration.ofDays(8))).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> domain.token(alice, Duration.ZERO)).isInstanceOf(OperatorException.class);
        assertThat(domain.token(alice, Duration.ofDays(7)).expires()).isEqualTo(time.now().plus(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:7000", "a b", "", "http://x", "*.example", "300.1.1.1:5", "ks\n1"})
    @DisplayName("An address that is no host name and no IP address is refused")
    void badAddressesAreRefused(String address) {
        assertThatThrownBy(() -> new Enrollee(Role.KEY_SERVER, new NodeName("ks"), List.of(address), Set.of()))
                .isInstanceOf(OperatorException.class).hasMessageContaining("without a port");
    }
}
