package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

@DisplayName("Orders about members")
class MemberOrdersTest {

    private static final NodeName SPY = new NodeName("eavesdropper");
    private static final NodeName FIRST = new NodeName("client-1");
    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final MemberOrders members = screens.model().members();

    @Test
    @DisplayName("R14 let a client in, and say so")
    void grant() {
        running();
        assertThat(status(SPY)).isEqualTo(ClientSnapshot.Status.NO_ACCESS);
        members.grant(SPY, HALL);
        screens.turn(Duration.ofSeconds(3));
        assertThat(status(SPY)).isEqualTo(ClientSnapshot.Status.DECRYPTING);
        assertThat(screens.notice().orElseThrow()).contains(
                "eavesdropper may have the keys of lecture-hall from now on");
    }

    @Test
    @DisplayName("R26 say beforehand what a revocation does to whom, and afterwards when it was locked out of what")
    void revoke() {
        running();
        assertThat(members.consequence(FIRST)).isEqualTo("client-1 loses lecture-hall at once. The key in use becomes"
                + " compromised and is changed without announcement: 2 other clients wait a moment.");
        members.revoke(FIRST);
        screens.turn(Duration.ofSeconds(1));
        assertThat(status(FIRST)).isEqualTo(ClientSnapshot.Status.NO_ACCESS);
        assertThat(screens.notice().orElseThrow()).contains(
                "client-1 is revoked, and 1 key is compromised. lecture-hall locked it out within 0.3 s.");
        members.reinstate(FIRST);
        screens.turn(Duration.ofSeconds(3));
        assertThat(status(FIRST)).isEqualTo(ClientSnapshot.Status.DECRYPTING);
    }

    @Test
    @DisplayName("say why they cannot be given while no key server is heard")
    void noAuthority() {
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(members.isPossible()).isTrue();
        screens.node(7400).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(5));
        assertThat(members.isPossible()).isFalse();
        members.revoke(FIRST);
        assertThat(screens.notice().orElseThrow()).contains("No key server in view takes orders about members");
    }

    @Test
    @DisplayName("are as plain in Japanese")
    void japanese() {
        screens.model().speak(Language.JAPANESE);
        running();
        assertThat(members.consequence(FIRST)).startsWith("client-1 は lecture-hall を直ちに失います。");
    }

    private void running() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
    }

    private ClientSnapshot.Status status(NodeName client) {
        return screens.model().frame().snapshot().orElseThrow().clients().stream()
                .filter(each -> each.name().equals(client)).findFirst().orElseThrow().status();
    }
}
