package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.ManualTime;

class DomainSetTest {

    private final CommandLineFixture commands = new CommandLineFixture();
    private final ManualTime time = new ManualTime();

    private Duration lifetime(TrustDomain domain, Role role, Path place) {
        return Duration.between(time.now(),
                domain.enrolHere(Enrollee.of(role, new NodeName("somebody")), place).notAfter());
    }

    @Test
    @DisplayName("R31 How long certificates last is an option of the domain, which a key server that runs keeps to as well")
    void setsLifetimes(@TempDir Path folder) {
        Path place = folder.resolve("domain");
        TrustDomain running = TrustDomain.init(place, "lab", Optional.empty(), time, new SecureRandom());
        assertThat(lifetime(running, Role.CLIENT, folder.resolve("a"))).isEqualTo(Duration.ofDays(30));
        assertThat(lifetime(running, Role.OPERATOR, folder.resolve("b"))).isEqualTo(Duration.ofDays(90));

        assertThat(commands.run("domain", "set", place.toString(), "--certificate-lifetime", "36h")).isZero();

        assertThat(commands.output()).contains("36 hours", "90 days");
        assertThat(lifetime(running, Role.CLIENT, folder.resolve("c"))).isEqualTo(Duration.ofHours(36));
        assertThat(lifetime(running, Role.OPERATOR, folder.resolve("d"))).isEqualTo(Duration.ofDays(90));
        assertThat(commands.run("domain", "set", place.toString(), "--operator-certificate-lifetime", "10d")).isZero();
        assertThat(lifetime(running, Role.CLIENT, folder.resolve("e"))).isEqualTo(Duration.ofHours(36));
        assertThat(lifetime(running, Role.OPERATOR, folder.resolve("f"))).isEqualTo(Duration.ofDays(10));
    }

    @Test
    @DisplayName("A lifetime out of bounds, or a folder that is none, is refused with the cure")
    void refused(@TempDir Path folder) {
        Path place = folder.resolve("domain");
        TrustDomain.init(place, "lab", Optional.empty(), time, new SecureRandom());
        assertThat(commands.run("domain", "set", place.toString(), "--certificate-lifetime", "59m")).isNotZero();
        assertThat(commands.errors()).contains("1h to 400d");
        assertThat(commands.run("domain", "set", place.toString(), "--certificate-lifetime", "401d")).isNotZero();
        assertThat(commands.run("domain", "set", folder.resolve("none").toString(), "--certificate-lifetime", "2d"))
                .isNotZero();
    }
}
