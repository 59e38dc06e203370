package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.OperatorException;

@DisplayName("Interfaces")
class InterfacesTest {

    private final NetworkInterface loopback = Interfaces.find("127.0.0.1");

    @Test
    @DisplayName("are found by name and by address, and loopback is one of them")
    void found() throws Exception {
        assertThat(loopback.isLoopback()).isTrue();
        assertThat(Interfaces.find(loopback.getName())).isEqualTo(loopback);
        assertThat(Interfaces.usable()).contains(loopback);
    }

    @Test
    @DisplayName("that do not exist are named, with those that could be taken")
    void unknown() {
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> Interfaces.find("nope0"))
                .withMessageContaining("Interface \"nope0\" does not exist")
                .withMessageContaining(loopback.getName());
        assertThatExceptionOfType(OperatorException.class).isThrownBy(() -> Interfaces.find("203.0.113.9"))
                .withMessageContaining("\"203.0.113.9\"");
    }

    @Test
    @DisplayName("that the system has, but without an address, are told apart from those that do not exist")
    void withoutAddress(@TempDir Path known) throws Exception {
        Files.createDirectory(known.resolve("vk0"));

        assertThat(Interfaces.missing("vk0", known)).hasMessageStartingWith(
                "Interface vk0 has no address: give it one and see that it is up (ip link set vk0 up), or ");
        assertThat(Interfaces.missing("../" + known.getFileName(), known)).hasMessageContaining("does not exist");
    }

    @Test
    @DisplayName("that are down or have no multicast are refused, each with its cure")
    void unusable() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Interfaces.State("eth7", false, true).check())
                .withMessageContaining("eth7 is down").withMessageContaining("ip link set eth7 up");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new Interfaces.State("tun7", true, false).check())
                .withMessageContaining("tun7 has no multicast").withMessageContaining(loopback.getName());
        assertThatNoException().isThrownBy(() -> new Interfaces.State("eth7", true, true).check());
    }

    @Test
    @DisplayName("are chosen by the system's routes where a plain UDP address names none")
    void routed() {
        assertThat(Interfaces.towards(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo(loopback);
    }
}
