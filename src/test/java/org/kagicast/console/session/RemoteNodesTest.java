package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.fake.FakeNode;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.lab.Scenario;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

@DisplayName("The nodes on other machines")
class RemoteNodesTest {

    private static final StreamName HALL = new StreamName("lecture-hall");
    private static final Target HALL_CARD = new Target.OfStream(HALL);
    private static final String GONE = "The node at 10.0.0.4:7401 does not answer.";

    private final FakeScreens screens = new FakeScreens();
    private final ConsoleModel model = screens.model();

    @Test
    @DisplayName("R23 make one picture together, with no lab running")
    void onePicture() {
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        NodeSnapshot whole = model.frame().snapshot().orElseThrow();
        assertThat(whole.keyServers()).hasSize(1);
        assertThat(whole.contentServers()).hasSize(2);
        assertThat(whole.clients()).hasSize(5);
        assertThat(model.domainProperty().get()).isEqualTo(FakeScreens.DEMO);
        assertThat(model.showingProperty().get()).isEqualTo(ViewState.NODES);
        assertThat(model.session().stateProperty().get()).isEqualTo(LabState.STOPPED);
    }

    @Test
    @DisplayName("R23 R25 get the commands for the streams that they send, and the lab gets its own")
    void commands() {
        screens.run(Scenario.THIRD).connect();
        screens.turn(Duration.ofSeconds(1));
        model.rekey(HALL, new RekeyCommand.Now());
        assertThat(screens.node(7401).orders()).containsExactly(new RekeyCommand.Now());
        assertThat(screens.node(7400).orders()).isEmpty();
        model.view(Domain.lab());
        model.rekey(HALL, new RekeyCommand.Now());
        assertThat(screens.node(7401).orders()).hasSize(1);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("R23 that fall silent keep their last known state, and the others go on")
    void silent() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        screens.node(7401).cutOff(GONE);
        long opened = opened();
        screens.turn(Duration.ofSeconds(12));
        Frame frame = model.frame();
        assertThat(frame.whole().silent()).singleElement().extracting(NodeStatus::name)
                .isEqualTo("studio (10.0.0.4:7401)");
        assertThat(frame.snapshot().orElseThrow().contentServers()).hasSize(2);
        assertThat(frame.silence(HALL_CARD).orElseThrow())
                .isEqualTo(new Staleness("silent 12 s", "no connection to studio (10.0.0.4:7401) for 12 s", GONE));
        assertThat(Duration.between(frame.of(HALL_CARD).now(), frame.now())).isEqualTo(Duration.ofSeconds(12));
        assertThat(opened()).as("the clients' node goes on").isGreaterThan(opened);
    }

    @Test
    @DisplayName("R23 come back by themselves")
    void comeBack() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        screens.node(7401).cutOff(GONE);
        screens.turn(Duration.ofSeconds(5));
        screens.node(7401).reconnect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(model.frame().whole().silent()).isEmpty();
        assertThat(model.frame().of(HALL_CARD).now()).isEqualTo(model.frame().now());
    }

    @Test
    @DisplayName("get no command while they are silent, which is told at once")
    void noCommandIntoSilence() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        screens.node(7401).cutOff(GONE);
        screens.turn(Duration.ofSeconds(3));
        model.rekey(HALL, new RekeyCommand.Now());
        assertThat(screens.node(7401).orders()).isEmpty();
        assertThat(screens.notice().orElseThrow()).contains("not sent", "studio (10.0.0.4:7401) for 3 s", GONE);
    }

    @Test
    @DisplayName("can be forgotten; with the last one the lab comes into view")
    void forget() {
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        model.remotes().forget(FakeScreens.destination(7402).address());
        assertThat(screens.node(7402).isClosed()).isTrue();
        assertThat(model.frame().snapshot().orElseThrow().clients()).isEmpty();
        assertThat(model.remotes().destinations()).containsExactly(FakeScreens.destination(7400),
                FakeScreens.destination(7401));
        model.remotes().forget(FakeScreens.destination(7400).address());
        model.remotes().forget(FakeScreens.destination(7401).address());
        assertThat(model.domainProperty().get()).isEqualTo(Domain.lab());
        assertThat(model.showingProperty().get()).isEqualTo(ViewState.NOTHING);
    }

    @Test
    @DisplayName("without a usable identity are held with the reason, and can be forgotten")
    void noIdentity() {
        model.remotes().open(FakeScreens.destination(7409), model::view);
        assertThat(screens.notice().orElseThrow()).contains("no identity");
        assertThat(model.remotes().all()).singleElement()
                .satisfies(node -> assertThat(node.status().reason().orElseThrow().text()).contains("no identity"));
        assertThat(model.domainProperty().get()).isEqualTo(Domain.lab());
        model.remotes().forget(FakeScreens.destination(7409).address());
        assertThat(model.remotes().all()).isEmpty();
    }

    @Test
    @DisplayName("that show the same part by two addresses are taken from the one that is heard")
    void samePartTwice() {
        ManualTime time = new ManualTime();
        NodeStatus silent = status(7400, new FakeLab(time, Runnable::run, Scenario.THIRD), true);
        NodeStatus heard = status(7401, new FakeLab(time, Runnable::run, Scenario.THIRD), false);
        DomainView whole = DomainView.of(List.of(silent, heard));
        assertThat(whole.snapshot().orElseThrow().clients()).extracting(ClientSnapshot::name).doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(whole.snapshot().orElseThrow().contentServers()).hasSize(1);
        assertThat(whole.host(HALL_CARD)).contains(heard);
    }

    private static NodeStatus status(int port, FakeLab roles, boolean isSilent) {
        List<NodeSnapshot> seen = new ArrayList<>();
        roles.watchSnapshots(seen::add);
        NodeSnapshot snapshot = seen.getLast();
        return new NodeStatus(Optional.of(FakeScreens.destination(port)), Optional.of(snapshot),
                isSilent ? Optional.of(snapshot.at()) : Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    @DisplayName("are let go of at the end, before the lab")
    void end() {
        screens.run(Scenario.THIRD).connect();
        boolean[] ended = new boolean[1];
        model.end(() -> ended[0] = true);
        assertThat(ended[0]).isTrue();
        assertThat(screens.node(7400).isClosed()).isTrue();
    }

    @Test
    @DisplayName("that answer late are shown as being called until then")
    void late() {
        FakeNode node = new FakeNode("key-1", new FakeLab(new ManualTime(), Runnable::run, Scenario.THIRD),
                Role.KEY_SERVER);
        node.cutOff(GONE);
        screens.place(7400, node);
        model.remotes().open(FakeScreens.destination(7400), model::view);
        assertThat(model.showingProperty().get()).isEqualTo(ViewState.CALLING);
        screens.turn(Duration.ofSeconds(2));
        EmptyState face = EmptyState.of(model.showingProperty().get(), model.frame());
        assertThat(face.title()).isEqualTo("no connection to 10.0.0.4:7400 for 2 s");
        assertThat(face.text()).isEqualTo(GONE);
    }

    private long opened() {
        return model.frame().snapshot().orElseThrow().clients().stream()
                .mapToLong(client -> client.counters().opened()).sum();
    }
}
