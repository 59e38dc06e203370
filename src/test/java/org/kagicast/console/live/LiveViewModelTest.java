package org.kagicast.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.Picture;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;

@DisplayName("The Live screen's view model")
class LiveViewModelTest {

    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final LiveViewModel live = new LiveViewModel(screens.model());

    @Test
    @DisplayName("R24 shows the key in use of each stream and the status of each client")
    void shows() {
        running(Scenario.CLASSROOM);
        assertThat(live.keyServers()).singleElement().satisfies(
                server -> assertThat(server.state().detail()).startsWith("2 keys · revision 6 · "));
        assertThat(live.streams()).map(stream -> stream.state().name().value()).containsExactly("lecture-hall", "news");
        assertThat(keys().inUse()).map(KeyLook::number).contains("1");
        assertThat(keys().next()).isEmpty();
        assertThat(live.clients()).map(client -> client.state().status())
                .containsExactly("decrypting", "decrypting", "decrypting", "decrypting", "no access");
    }

    @Test
    @DisplayName("R19 shows the announced key with its countdown and how many clients have fetched it")
    void announced() {
        running(Scenario.THIRD);
        live.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        KeyLook next = keys().next().orElseThrow();
        assertThat(next.number()).isEqualTo("2");
        assertThat(next.phase()).isEqualTo(KeyPhase.COMING);
        assertThat(keys().nextText()).isEqualTo("in 5.0 s");
        screens.turn(Duration.ofSeconds(4));
        assertThat(keys().nextText()).isEqualTo("in 1.0 s");
        assertThat(keys().fetched()).isEqualTo("fetched by 3 of 3");
        assertThat(keys().fetchedBefore()).isEmpty();
        assertThat(client(0).keys()).extracting(KeyLook::phase).containsExactly(KeyPhase.IN_USE, KeyPhase.COMING);
        screens.turn(Duration.ofSeconds(2));
        assertThat(keys().inUse()).map(KeyLook::number).contains("2");
        assertThat(keys().nextText()).endsWith("ago, announced");
        assertThat(client(0).keys()).extracting(KeyLook::phase).containsExactly(KeyPhase.FORMER, KeyPhase.IN_USE);
    }

    @Test
    @DisplayName("shows that the change is held, until when, and how many are ready")
    void held() {
        running(Scenario.THIRD);
        live.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        live.rekey(new KeyLine(HALL), new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        assertThat(keys().nextText()).isEqualTo("held");
        live.rekey(new KeyLine(HALL), new RekeyCommand.Hold(Optional.of(0.9), Optional.of(Duration.ofSeconds(30))));
        assertThat(keys().nextText()).isEqualTo("held until 90% are ready, 30 s at most");
        screens.turn(Duration.ofSeconds(10));
        assertThat(keys().nextText()).isEqualTo("held until 90% are ready, 20 s at most");
        assertThat(keys().inUse()).map(KeyLook::number).contains("1");
    }

    @Test
    @DisplayName("shows which key a client waits for")
    void fetching() {
        running(Scenario.THIRD);
        live.rekey(new KeyLine(HALL), new RekeyCommand.Now());
        screens.turn(Duration.ofMillis(100));
        assertThat(client(0).status()).isEqualTo("fetching key");
        assertThat(client(0).fetching()).isEqualTo("fetching 2 …");
        assertThat(client(0).tone()).isEqualTo(Tone.BUSY);
    }

    @Test
    @DisplayName("says why a client has no access, in short and in full")
    void why() {
        running(Scenario.CLASSROOM);
        assertThat(client(4).isTrouble()).isTrue();
        assertThat(client(4).reason()).isEqualTo("refused: not granted");
        assertThat(client(4).why()).contains("not granted; grant the stream");
        assertThat(live.picture(new NodeName("eavesdropper"))).get().isInstanceOf(Picture.Raster.class);
        assertThat(live.picture(new NodeName("client-1"))).get().isInstanceOf(Picture.TestCard.class);
    }

    @Test
    @DisplayName("adds and removes clients and content servers, and keeps every other item")
    void addsAndRemoves() {
        running(Scenario.THIRD);
        Item<ClientCardState> first = live.clients().getFirst();
        live.addClient(HALL);
        live.addEavesdropper(HALL);
        live.addContentServer();
        assertThat(live.streams()).hasSize(2);
        assertThat(live.clients()).map(client -> client.state().name().value()).containsExactly("client-1", "client-2",
                "client-3", "client-4", "eavesdropper-5", "client-6");
        live.remove(new NodeName("client-2"));
        live.remove(new NodeName("content-2"));
        assertThat(live.streams()).hasSize(1);
        assertThat(live.clients().getFirst()).isSameAs(first);
        assertThat(live.clients()).map(client -> client.state().name().value()).doesNotContain("client-2");
    }

    @Test
    @DisplayName("selects the first stream, keeps the selection, and takes another when it is gone")
    void selection() {
        running(Scenario.CLASSROOM);
        assertThat(live.selection().streamProperty().get()).contains(HALL);
        live.selection().select(new StreamName("news"));
        screens.turn(Duration.ofSeconds(1));
        assertThat(live.selection().streamProperty().get()).contains(new StreamName("news"));
        live.remove(new NodeName("content-2"));
        assertThat(live.selection().streamProperty().get()).contains(HALL);
    }

    @Test
    @DisplayName("R23 shows nodes on other machines as the lab, but for pictures and for what only the lab can do")
    void otherMachines() {
        screens.connect();
        screens.turn(Duration.ofMillis(4_400));
        assertThat(live.streams()).map(stream -> stream.state().name().value()).containsExactly("lecture-hall", "news");
        assertThat(hall().age()).isEqualTo("key age 4 s of 60 s");
        assertThat(live.clients()).hasSize(5);
        assertThat(live.changeableProperty().get()).isFalse();
        assertThat(live.picture(new NodeName("client-1"))).isEmpty();
        assertThat(client(0).instead())
                .matches("opens \\d\\S* packets/s, .*bit/s\nsink .* · pictures stay at its node");
        assertThat(live.emptyProperty().get().isEmpty()).isFalse();
        assertThat(live.timelineProperty().get()).hasSize(7);
    }

    @Test
    @DisplayName("R23 shows the parts of a silent node as last known, with the clock standing still, and for how long")
    void silent() {
        screens.connect();
        screens.turn(Duration.ofMillis(4_400));
        screens.node(7401).cutOff("The node does not answer.");
        screens.turn(Duration.ofMillis(12_400));
        assertThat(live.streams().getFirst().silenceProperty().get().orElseThrow().brief()).isEqualTo("silent 12 s");
        assertThat(hall().age()).isEqualTo("key age 4 s of 60 s");
        assertThat(hall().status()).isEqualTo("sending");
        assertThat(live.clients().getFirst().silenceProperty().get()).isEmpty();
        screens.node(7401).reconnect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(live.streams().getFirst().silenceProperty().get()).isEmpty();
        assertThat(hall().age()).isEqualTo("key age 17 s of 60 s");
    }

    @Test
    @DisplayName("takes parts of another domain for others, even of the same names")
    void otherDomain() {
        running(Scenario.CLASSROOM);
        Item<ClientCardState> before = live.clients().getFirst();
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(live.clients().getFirst()).isNotSameAs(before);
        assertThat(live.clients().getFirst().state().name()).isEqualTo(before.state().name());
        screens.model().view(Domain.lab());
        assertThat(live.changeableProperty().get()).isTrue();
        assertThat(live.picture(new NodeName("client-1"))).isPresent();
        assertThat(live.timelineProperty().get()).hasSize(7);
    }

    @Test
    @DisplayName("R15 shows how far a key slave's copy is behind, and since when")
    void copy() {
        Instant since = Instant.parse("2026-01-01T10:42:07Z");
        assertThat(copy(new CopyState(true, 0, Optional.empty()))).isEqualTo("in step");
        assertThat(copy(new CopyState(true, 3, Optional.of(since)))).isEqualTo("3 revisions behind since 10:42:07");
        assertThat(copy(new CopyState(false, 0, Optional.of(since)))).isEqualTo("not known in step since 10:42:07");
    }

    private String copy(CopyState state) {
        return KeyServerCardState
                .of(new KeyServerSnapshot(new NodeName("slave-1"), Role.KEY_SLAVE, Optional.empty(), "table",
                        7, 0, 0, 0, List.of(), Optional.of(state)), screens.model().frame())
                .copy();
    }

    @Test
    @DisplayName("tells in Japanese, too, why a client has no access")
    void whyInJapanese() {
        running(Scenario.CLASSROOM);
        screens.model().speak(Language.JAPANESE);
        assertThat(client(4).why()).contains("拒否しました").doesNotContain("grant");
    }

    @Test
    @DisplayName("speaks Japanese as soon as it is asked to")
    void japanese() {
        running(Scenario.CLASSROOM);
        screens.model().speak(Language.JAPANESE);
        assertThat(hall().status()).isEqualTo("送信中");
        assertThat(client(0).status()).isEqualTo("復号中");
    }

    @Test
    @DisplayName("R24 feeds the timeline, and empties with the lab")
    void timeline() {
        running(Scenario.THIRD);
        assertThat(live.timelineProperty().get()).hasSize(4);
        screens.model().session().stop();
        assertThat(live.emptyProperty().get().startable()).isTrue();
        assertThat(live.timelineProperty().get()).isEmpty();
        assertThat(List.of(live.keyServers(), live.streams(), live.clients())).allMatch(List::isEmpty);
    }

    private void running(Scenario scenario) {
        screens.run(scenario);
        screens.turn(Duration.ofSeconds(3));
    }

    private StreamCardState hall() {
        return live.streams().getFirst().state();
    }

    private KeysCardState keys() {
        return hall().keys().getFirst();
    }

    private ClientCardState client(int index) {
        return live.clients().get(index).state();
    }
}
