package org.kagicast.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.fake.FakeNode;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.lab.Scenario;
import org.kagicast.model.Role;
import org.kagicast.time.ManualTime;

@DisplayName("The form that connects to a node")
class NodesViewModelTest {

    private final FakeScreens screens = new FakeScreens();
    private final NodesViewModel form = new NodesViewModel(screens.model(), Path.of("/operator"));
    private final FakeLab roles = new FakeLab(new ManualTime(), Runnable::run, Scenario.THIRD);
    private final FakeNode node = new FakeNode("key-1", roles, Role.KEY_SERVER);

    @Test
    @DisplayName("R23 connects, closes, and brings the node's domain into view")
    void connects() {
        screens.place(7400, node);
        type("10.0.0.4:7400");
        form.connect();
        assertThat(form.openProperty().get()).isFalse();
        assertThat(form.sentenceProperty().get()).isEmpty();
        assertThat(screens.model().domainProperty().get()).isEqualTo(FakeScreens.DEMO);
        assertThat(screens.model().remotes().destinations()).containsExactly(FakeScreens.destination(7400));
    }

    @Test
    @DisplayName("says in one sentence why there is no connection, and holds nothing then")
    void refused() {
        node.cutOff("The node at 10.0.0.4:7400 does not answer: check that it runs and can be reached.");
        screens.place(7400, node);
        type("10.0.0.4:7400");
        form.connect();
        assertThat(form.sentenceProperty().get()).startsWith("The node at 10.0.0.4:7400 does not answer");
        assertThat(form.busyProperty().get()).isFalse();
        assertThat(form.openProperty().get()).isTrue();
        assertThat(node.isClosed()).isTrue();
        assertThat(screens.model().remotes().destinations()).isEmpty();
    }

    @Test
    @DisplayName("names a wrong address, a missing identity, and a node that is known already")
    void wrong() {
        type("somewhere");
        form.connect();
        assertThat(form.sentenceProperty().get()).contains("somewhere", "HOST:PORT");
        type("10.0.0.4:7409");
        form.connect();
        assertThat(form.sentenceProperty().get()).contains("no identity in /operator");
        screens.place(7400, node);
        type("10.0.0.4:7400");
        form.connect();
        type("10.0.0.4:7400");
        form.connect();
        assertThat(form.sentenceProperty().get()).contains("key-1 (10.0.0.4:7400) is connected to already");
        assertThat(screens.model().remotes().destinations()).hasSize(1);
    }

    @Test
    @DisplayName("can be given up while the node keeps silent, and what comes later changes nothing")
    void cancelled() {
        FakeNode mute = new FakeNode("key-1", new FakeLab(new ManualTime(), Runnable::run, Scenario.THIRD) {
            @Override
            public Watch watchSnapshots(java.util.function.Consumer<org.kagicast.model.NodeSnapshot> consumer) {
                return () -> {
                };
            }
        }, Role.KEY_SERVER);
        screens.place(7400, mute);
        type("10.0.0.4:7400");
        form.connect();
        assertThat(form.busyProperty().get()).isTrue();
        form.connect();
        form.cancel();
        assertThat(form.busyProperty().get()).isFalse();
        assertThat(mute.isClosed()).isTrue();
        mute.cutOff("too late");
        assertThat(form.sentenceProperty().get()).isEmpty();
        assertThat(screens.model().remotes().destinations()).isEmpty();
    }

    @Test
    @DisplayName("R31 tells until when a node's certificate lasts, and what is wrong with the node")
    void certificate() {
        screens.run(Scenario.THIRD).connect();
        Instant end = Instant.parse("2026-01-31T00:00:00Z");
        screens.node(7400).certified(end);
        screens.node(7401).certified(end, "The certificate could not be renewed: start its key server.");
        screens.turn(Duration.ofSeconds(1));
        form.ask();
        String until = "Certificate until " + screens.model().texts().minute(end);
        assertThat(form.linesProperty().get()).contains(
                new Line.OfNode(FakeScreens.destination(7400).address(), "key-1", "connected", until, false),
                new Line.OfNode(FakeScreens.destination(7401).address(), "studio", "connected, has a problem",
                        "The certificate could not be renewed: start its key server.\n" + until, true));
    }

    @Test
    @DisplayName("lists the domains, and under each its nodes with how it is with them")
    void list() {
        screens.run(Scenario.THIRD).connect();
        screens.turn(Duration.ofSeconds(1));
        screens.node(7402).cutOff("The node does not answer.");
        form.ask();
        screens.turn(Duration.ofMillis(4_600));
        assertThat(form.linesProperty().get()).containsExactly(
                new Line.OfDomain(Domain.lab(), "LAB", "Announced changes, running", false),
                new Line.OfDomain(FakeScreens.DEMO, "demo", "3 nodes", true),
                new Line.OfNode(FakeScreens.destination(7400).address(), "key-1", "connected", "", false),
                new Line.OfNode(FakeScreens.destination(7401).address(), "studio", "connected", "", false),
                new Line.OfNode(FakeScreens.destination(7402).address(), "screens", "silent 4 s",
                        "The node does not answer.", true));
        form.forget(FakeScreens.destination(7402).address());
        assertThat(form.linesProperty().get()).hasSize(4);
        form.view(Domain.lab());
        assertThat(form.linesProperty().get().getFirst())
                .isEqualTo(new Line.OfDomain(Domain.lab(), "LAB", "Announced changes, running", true));
    }

    private void type(String address) {
        form.ask();
        form.addressProperty().set(address);
    }
}
