package org.kagicast.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.ManualTime;

class NodeIdentityTest {

    private final ManualTime time = new ManualTime();
    private final SecureRandom randomness = new SecureRandom();
    private TrustDomain domain;
    private Enrolment enrolment;
    private Path folder;

    @BeforeEach
    void enrol(@TempDir Path temporary) {
        domain = TrustDomain.init(temporary.resolve("domain"), "lab", Optional.empty(), time, randomness);
        folder = temporary.resolve("alice");
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("alice")), folder);
        enrolment = domain.enrolment(Revocations.NONE, StreamGrants.NONE, TrustAudit.NONE);
    }

    private NodeIdentity load() {
        return NodeIdentity.load(folder, time.now());
    }

    private RenewableIdentity live() {
        return RenewableIdentity.load(folder, time, randomness);
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::load).isInstanceOf(OperatorException.class).hasMessageContainingAll(words);
    }

    @Test
    @DisplayName("An identity says who it is, and never its key")
    void identityIsPrintedWithoutKey() {
        assertThat(load().toString()).contains("spiffe://lab/client/alice").contains("[REDACTED]")
                .doesNotContain("PRIVATE");
    }

    @Test
    @DisplayName("Where there is no identity, the sentence names the file")
    void missingIsTold() throws IOException {
        Files.delete(folder.resolve("key.pem"));
        assertRefused("key.pem", "there is none");
    }

    @Test
    @DisplayName("A key that others may read is refused with the cure")
    void openKeyIsRefused() throws IOException {
        for (String open : new String[]{"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-"}) {
            Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString(open));
            assertRefused("key.pem", "chmod 600");
        }
    }

    @Test
    @DisplayName("An identity that ended too long ago to be renewed is refused with the cure")
    void expiredIsRefused() {
        time.turn(Duration.ofDays(44));
        assertThat(NodeIdentity.load(folder, time.now()).isExpired(time.now())).isTrue();

        time.turn(Duration.ofHours(1));
        assertRefused("client alice", "ended at", "new token", "new folder");
    }

    @Test
    @DisplayName("Key and certificate that do not belong together are refused")
    void mixedPartsAreRefused() throws IOException {
        Path bob = folder.resolveSibling("bob");
        domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("bob")), bob);
        Files.copy(bob.resolve("key.pem"), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        assertRefused("do not belong together");
    }

    @Test
    @DisplayName("A renewal changes key and certificate, and a restart finds both")
    void renewalIsOnDisk() {
        NodeIdentity before = load();
        RenewableIdentity live = live();
        time.turn(Duration.ofHours(10));

        live.renew(enrolment.forHost(live));

        assertThat(live.current().notAfter()).isEqualTo(before.notAfter().plus(Duration.ofHours(10)));
        assertThat(load().certificate()).isEqualTo(live.current().certificate());
        assertThat(load().certificate().getPublicKey()).isNotEqualTo(before.certificate().getPublicKey());
        assertThat(folder.resolve("key-next.pem")).doesNotExist();
    }

    @Test
    @DisplayName("A renewal that was cut off between certificate and key is finished by the next start")
    void cutOffRenewalIsFinished() throws IOException {
        byte[] formerKey = Files.readAllBytes(folder.resolve("key.pem"));
        RenewableIdentity live = live();
        live.renew(enrolment.forHost(live));
        Files.move(folder.resolve("key.pem"), folder.resolve("key-next.pem"));
        Files.write(folder.resolve("key.pem"), formerKey);
        Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));

        assertThat(load().certificate()).isEqualTo(live.current().certificate());

        assertThat(folder.resolve("key-next.pem")).doesNotExist();
        assertThat(load().certificate()).isEqualTo(live.current().certificate());
    }

    @Test
    @DisplayName("A renewal that was cut off before the certificate leaves the former identity in force")
    void earlyCutOffChangesNothing() {
        NodeIdentity before = load();
        assertThatThrownBy(() -> live().renew(request -> {
            throw new OperatorException("The key server does not answer: start it.");
        })).isInstanceOf(OperatorException.class);

        assertThat(load().certificate()).isEqualTo(before.certificate());
    }

    @Test
    @DisplayName("A certificate for somebody else, or for another key, is not taken at renewal")
    void wrongCertificateIsNotTaken() {
        NodeIdentity before = load();
        Path bob = folder.resolveSibling("bob");
        NodeIdentity other = domain.enrolHere(Enrollee.of(Role.CLIENT, new NodeName("bob")), bob);

        for (NodeIdentity wrong : new NodeIdentity[]{other, before}) {
            assertThatThrownBy(
                    () -> live().renew(request -> new IssuedCertificate(wrong.certificate(), wrong.authority())))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("client/alice");
        }
        assertThat(load().certificate()).isEqualTo(before.certificate());
    }
}
