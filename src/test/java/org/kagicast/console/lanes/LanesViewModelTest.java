package org.kagicast.console.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.keycommands.ComingKey;
import org.kagicast.console.keycommands.KeyCommand;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.parts.Item;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.text.Language;
import org.kagicast.console.timeline.Place;
import org.kagicast.console.timeline.Span;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The lanes")
class LanesViewModelTest {

    private static final StreamName HALL = new StreamName("lecture-hall");
    private static final StreamName NEWS = new StreamName("news");

    private final Preferences preferences = new Preferences();
    private final FakeScreens screens = new FakeScreens(preferences);
    private final LanesViewModel lanes = new LanesViewModel(screens.model());

    @Test
    @DisplayName("R24 show the key on air of each stream, and beneath it how each of its clients stands")
    void shows() {
        running(Scenario.CLASSROOM);
        assertThat(lanes.lanes()).map(Lane::stream).containsExactly(HALL, NEWS);
        assertThat(keys().inUse()).map(KeyLook::number).contains("1");
        assertThat(keys().next()).isEmpty();
        assertThat(keys().readiness().text()).isEqualTo("3 clients have it");
        assertThat(keys().age()).isEqualTo("3 s old, changes at 60 s");
        assertThat(lanes.rowsProperty().get()).hasSize(7);
        assertThat(lane(NEWS).strips()).map(strip -> strip.state().status())
                .containsExactly("decrypting", "no access");
    }

    @Test
    @DisplayName("R19 show the announced key with its countdown and who has it")
    void announced() {
        running(Scenario.THIRD);
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        KeyLook next = keys().next().orElseThrow();
        assertThat(next.number()).isEqualTo("2");
        assertThat(next.phase()).isEqualTo(KeyPhase.COMING);
        assertThat(keys().nextText()).isEqualTo("in 5.0 s");
        assertThat(keys().readiness()).isEqualTo(new KeysState.Readiness(0, 3, "0/3 have it"));
        screens.turn(Duration.ofSeconds(4));
        assertThat(keys().nextText()).isEqualTo("in 1.0 s");
        assertThat(keys().readiness()).isEqualTo(new KeysState.Readiness(3, 3, "3/3 have it"));
        screens.turn(Duration.ofSeconds(2));
        assertThat(keys().inUse()).map(KeyLook::number).contains("2");
        assertThat(keys().nextText()).endsWith("ago, announced");
    }

    @Test
    @DisplayName("R18 tell a key that a client will fetch from one that it has, and both from the one that it uses")
    void chips() {
        running(Scenario.THIRD);
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        screens.turn(Duration.ofMillis(100));
        assertThat(phases(HALL, 0)).containsExactly(KeyPhase.IN_USE, KeyPhase.ANNOUNCED);
        screens.turn(Duration.ofSeconds(4));
        assertThat(phases(HALL, 0)).containsExactly(KeyPhase.IN_USE, KeyPhase.READY);
        screens.turn(Duration.ofSeconds(2));
        assertThat(phases(HALL, 0)).containsExactly(KeyPhase.FORMER, KeyPhase.IN_USE);
    }

    @Test
    @DisplayName("show that the change is held, until when, and how many are ready")
    void held() {
        running(Scenario.THIRD);
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        assertThat(keys().nextText()).isEqualTo("held");
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Hold(Optional.of(0.9), Optional.of(Duration.ofSeconds(30))));
        assertThat(keys().nextText()).isEqualTo("held to 90%, ≤ 30 s");
        screens.turn(Duration.ofSeconds(10));
        assertThat(keys().nextText()).isEqualTo("held to 90%, ≤ 20 s");
        assertThat(keys().nextTip()).startsWith("lecture-hall 2: announced");
    }

    @Test
    @DisplayName("mark a key that should have been changed by now")
    void overdue() {
        FakeScreens late = LiveScene.OVERDUE.make();
        LanesViewModel shown = new LanesViewModel(late.model());
        KeysState news = shown.lanes().get(1).head().state().keys().getFirst();
        assertThat(news.isOverdue()).isTrue();
        assertThat(news.age()).isEqualTo("76 s old, was due at 60 s");
        assertThat(shown.lanes().getFirst().head().state().keys().getFirst().nextText()).startsWith("held to 90%");
    }

    @Test
    @DisplayName("show which key a client waits for")
    void fetching() {
        running(Scenario.THIRD);
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Now());
        screens.turn(Duration.ofMillis(100));
        assertThat(strip(HALL, 0).status()).isEqualTo("fetching key");
        assertThat(strip(HALL, 0).fetching()).isEqualTo("fetching 2 …");
        assertThat(strip(HALL, 0).tone()).isEqualTo(Tone.BUSY);
        assertThat(phases(HALL, 0)).contains(KeyPhase.FETCHING);
        assertThat(lane(HALL).head().state().crew().text()).isEqualTo("0 of 3 decrypt · 3 fetching key");
    }

    @Test
    @DisplayName("count nothing as late for the first key, and what a change without announcement costs")
    void lateSinceChange() {
        running(Scenario.THIRD);
        assertThat(strip(HALL, 0).counters()).isEqualTo("lost 0 · late 0");
        assertThat(strip(HALL, 0).detail()).contains(", lost 0, late 37").contains("since its start: received ");
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(2));
        assertThat(strip(HALL, 0).counters()).isEqualTo("lost 0 · late 37");
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        screens.turn(Duration.ofSeconds(7));
        assertThat(strip(HALL, 0).counters()).isEqualTo("lost 0 · late 0");
    }

    @Test
    @DisplayName("say why a client has no access, in short and in full")
    void why() {
        running(Scenario.CLASSROOM);
        assertThat(strip(NEWS, 1).isTrouble()).isTrue();
        assertThat(strip(NEWS, 1).reason()).isEqualTo("refused: not granted");
        assertThat(strip(NEWS, 1).why()).isNotEmpty();
        screens.model().speak(Language.JAPANESE);
        assertThat(strip(NEWS, 1).why()).contains("拒否しました");
        assertThat(strip(NEWS, 0).status()).isEqualTo("復号中");
    }

    @Test
    @DisplayName("show the last key of a client that was revoked as compromised, and no key as in use")
    void revoked() {
        LanesViewModel shown = new LanesViewModel(LiveScene.REVOKED.make().model());
        Lane hall = shown.lanes().stream().filter(lane -> lane.stream().equals(HALL)).findFirst().orElseThrow();
        StripState revoked = hall.strips().get(1).state();
        assertThat(revoked.status()).isEqualTo("no access");
        assertThat(revoked.keys()).extracting(KeyLook::phase).contains(KeyPhase.COMPROMISED)
                .doesNotContain(KeyPhase.IN_USE);
        assertThat(hall.strips().getFirst().state().keys()).extracting(KeyLook::phase)
                .containsExactly(KeyPhase.COMPROMISED, KeyPhase.IN_USE);
    }

    @Test
    @DisplayName("R6 have a row for each label of a stream")
    void labels() {
        LanesViewModel shown = new LanesViewModel(LiveScene.LABELS.make().model());
        List<LaneRow> rows = shown.rowsProperty().get();
        assertThat(rows.get(0)).isInstanceOf(LaneRow.Head.class);
        assertThat(rows.get(1)).isInstanceOf(LaneRow.Label.class);
        assertThat(rows.get(2)).isInstanceOf(LaneRow.Label.class);
        assertThat(shown.lanes().getFirst().lines()).extracting(KeyLine::toString)
                .containsExactly("lecture-hall:basic", "lecture-hall:premium");
    }

    @Test
    @DisplayName("R23 show the parts of a silent node as last known, and nothing that would be a guess")
    void silent() {
        FakeScreens lost = LiveScene.LOST.make();
        LanesViewModel shown = new LanesViewModel(lost.model());
        Lane hall = shown.lanes().getFirst();
        KeysState keys = hall.head().state().keys().getFirst();
        assertThat(hall.head().silenceProperty().get().orElseThrow().brief()).isEqualTo("silent 15 s");
        assertThat(keys.isUnconfirmed()).isTrue();
        assertThat(keys.nextText()).isEqualTo("was due 00:00:46, unconfirmed");
        assertThat(keys.readiness().text()).isEmpty();
        assertThat(keys.age()).isEqualTo("43 s old, changes at 60 s");
        assertThat(shown.whyNot(hall)).hasValueSatisfying(reason -> assertThat(reason).contains("studio"));
        assertThat(hall.strips().getFirst().silenceProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("R25 have an order about a key refused once that key is not the coming one any more")
    void tooLate() {
        running(Scenario.THIRD);
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        ComingKey bound = keys().coming().orElseThrow();
        screens.turn(Duration.ofSeconds(6));
        lanes.rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.empty()));
        lanes.rekey(bound.line(), bound.order(KeyCommand.CANCEL));
        assertThat(keys().next()).map(KeyLook::number).contains("3");
        assertThat(screens.notice()).isPresent();
        ComingKey coming = keys().coming().orElseThrow();
        lanes.rekey(coming.line(), coming.order(KeyCommand.CANCEL));
        assertThat(keys().next()).isEmpty();
    }

    @Test
    @DisplayName("are folded by themselves when they have many clients or are many, and as somebody chose")
    void folds() {
        running(Scenario.CLASSROOM);
        assertThat(lanes.lanes()).noneMatch(Lane::isFolded);
        for (int client = 0; client < 10; client++) {
            lanes.addClient(HALL);
        }
        assertThat(lane(HALL).isFolded()).isTrue();
        assertThat(lane(HALL).strips()).isEmpty();
        assertThat(lane(NEWS).isFolded()).isFalse();
        lanes.fold(lane(HALL), false);
        assertThat(lane(HALL).strips()).hasSize(13);
        for (int stream = 0; stream < 5; stream++) {
            lanes.addContentServer();
        }
        assertThat(lanes.lanes()).filteredOn(Lane::isFolded).hasSize(6);
        lanes.foldAll(true);
        assertThat(lanes.rowsProperty().get()).hasSize(7).allMatch(LaneRow.Folded.class::isInstance);
    }

    @Test
    @DisplayName("are folded as they were when the console is opened again")
    void foldsRemembered() {
        running(Scenario.CLASSROOM);
        lanes.fold(lane(NEWS), true);
        FakeScreens again = new FakeScreens(new Preferences(preferences.all())).run(Scenario.CLASSROOM);
        again.turn(Duration.ofSeconds(1));
        assertThat(new LanesViewModel(again.model()).lanes()).extracting(Lane::isFolded).containsExactly(false, true);
    }

    @Test
    @DisplayName("open for a client that is pointed at")
    void opensForClient() {
        running(Scenario.CLASSROOM);
        lanes.fold(lane(NEWS), true);
        lanes.open(new NodeName("eavesdropper"));
        assertThat(lanes.rowsProperty().get())
                .anyMatch(row -> row.isOf(new Target.OfClient(new NodeName("eavesdropper"))));
    }

    @Test
    @DisplayName("stand with those in trouble above, but not for who is there to be refused, nor under a pressed mouse")
    void troubledFirst() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        assertThat(lanes.lanes()).map(Lane::stream).as("at first").containsExactly(HALL, NEWS);
        lanes.hold(true);
        screens.turn(Duration.ofSeconds(5));
        assertThat(lanes.lanes()).map(Lane::stream).as("while pressed").containsExactly(HALL, NEWS);
        lanes.hold(false);
        screens.turn(Duration.ofSeconds(1));
        assertThat(lanes.lanes()).map(Lane::stream).as("with a refused client").containsExactly(NEWS, HALL);
        screens.run(Scenario.CLASSROOM);
        screens.model().view(Domain.lab());
        screens.turn(Duration.ofSeconds(10));
        assertThat(lanes.lanes()).map(Lane::stream).as("with an eavesdropper").containsExactly(HALL, NEWS);
    }

    @Test
    @DisplayName("add and remove clients and content servers, and keep every other part")
    void addsAndRemoves() {
        running(Scenario.THIRD);
        Item<StripState> first = lane(HALL).strips().getFirst();
        lanes.addClient(HALL);
        lanes.addEavesdropper(HALL);
        lanes.addContentServer();
        assertThat(lanes.lanes()).hasSize(2);
        assertThat(lane(HALL).strips()).map(strip -> strip.state().name().value()).containsExactly("client-1",
                "client-2", "client-3", "client-4", "eavesdropper-5");
        lanes.remove(new NodeName("client-2"));
        lanes.remove(new NodeName("content-2"));
        assertThat(lanes.lanes()).hasSize(1);
        assertThat(lane(HALL).strips().getFirst()).isSameAs(first);
        assertThat(lanes.strays()).map(stray -> stray.state().name().value()).containsExactly("client-6");
        assertThat(lanes.rowsProperty().get()).anyMatch(LaneRow.Others.class::isInstance);
    }

    @Test
    @DisplayName("have their counters begin anew in this console, of a client, a stream or all, and of no earlier moment")
    void reset() {
        running(Scenario.CLASSROOM);
        screens.lab().rekey(new KeyLine(HALL), new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(1));
        assertThat(strip(HALL, 0).counters()).isEqualTo("lost 0 · late 37");
        lanes.resetCounters(new Target.OfClient(strip(HALL, 0).name()));
        assertThat(strip(HALL, 0).counters()).isEqualTo("lost 0 · late 0");
        assertThat(strip(HALL, 0).detail()).containsPattern("since [\\d:]+: received 0, lost 0, late 0\n")
                .contains(", lost 0, late 74");
        assertThat(strip(HALL, 1).counters()).isEqualTo("lost 0 · late 37");
        lanes.resetCounters(new Target.OfStream(HALL));
        assertThat(strip(HALL, 1).counters()).isEqualTo("lost 0 · late 0");
        assertThat(screens.model().frame().seen().since()).as("of all together").isNotEqualTo(
                Optional.of(screens.time().now()));
        screens.turn(Duration.ofSeconds(1));
        lanes.resetAllCounters();
        assertThat(screens.model().frame().seen().since()).contains(screens.time().now());
        assertThat(screens.notice()).get().asString().contains("counted anew");
        assertThat(lanes.whyNoReset()).isEmpty();
        screens.model().pause(screens.time().now().minusSeconds(1));
        assertThat(lanes.whyNoReset()).isPresent();
        screens.model().live();
        screens.model().session().stop();
        assertThat(lanes.whyNoReset()).contains("Nothing is counted: there are no clients in view.");
    }

    @Test
    @DisplayName("R23 are others in another domain, even of the same names")
    void otherDomain() {
        running(Scenario.CLASSROOM);
        Lane before = lane(HALL);
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(lane(HALL)).isNotSameAs(before);
        assertThat(lanes.changeableProperty().get()).isFalse();
        screens.model().view(Domain.lab());
        assertThat(lanes.changeableProperty().get()).isTrue();
    }

    @Test
    @DisplayName("R24 have their slice of the timeline, and that of each client")
    void timeline() {
        running(Scenario.CLASSROOM);
        assertThat(lanes.timeline(Place.of(new KeyLine(HALL)))).get()
                .satisfies(row -> assertThat(row.spans()).hasSize(1));
        assertThat(lanes.timeline(Place.of(new KeyLine(NEWS), new NodeName("eavesdropper")))).get()
                .satisfies(row -> assertThat(row.spans()).extracting(Span::fate)
                        .containsExactly(Span.Fate.REFUSED));
        screens.model().session().stop();
        assertThat(lanes.rowsProperty().get()).isEmpty();
        assertThat(lanes.timeline(Place.of(new KeyLine(HALL)))).isEmpty();
    }

    @Test
    @DisplayName("R29 mark streams that sign, and tell loudly of an impostor while all is decrypted, with what is counted")
    void impostor() {
        running(Scenario.CLASSROOM);
        assertThat(lane(HALL).head().state().isSigned()).isFalse();
        assertThat(strip(HALL, 0).detail()).doesNotContain("authentic");

        lanes.sign(true);
        lanes.letImpostorIn(true);
        screens.turn(Duration.ofSeconds(3));
        assertThat(lanes.isSigning()).isTrue();
        assertThat(lanes.hasImpostor()).isTrue();
        assertThat(lane(HALL).head().state().isSigned()).isTrue();
        assertThat(strip(HALL, 0).tone()).isEqualTo(Tone.GOOD);
        assertThat(strip(HALL, 0).isAttacked()).isTrue();
        assertThat(strip(HALL, 0).reason()).startsWith("impostor: ");
        assertThat(strip(HALL, 0).why()).contains("not its content server", "revoke");
        assertThat(strip(HALL, 0).detail()).containsPattern("authentic [^,]+, unauthenticated 0, of an impostor \\d");
        screens.model().speak(Language.JAPANESE);
        assertThat(strip(HALL, 0).reason()).startsWith("なりすまし: ");

        lanes.letImpostorIn(false);
        screens.turn(Duration.ofSeconds(20));
        assertThat(strip(HALL, 0).isAttacked()).isFalse();
        assertThat(strip(HALL, 0).reason()).isEmpty();
    }

    @Test
    @DisplayName("R29 show a client whose packets nobody vouches for in a tone of its own, with the cause")
    void notAuthentic() {
        running(Scenario.CLASSROOM);
        lanes.sign(true);
        screens.lab().withholdManifests(HALL, true);
        screens.turn(Duration.ofSeconds(3));
        assertThat(strip(HALL, 0).status()).isEqualTo("not authentic");
        assertThat(strip(HALL, 0).tone()).isEqualTo(Tone.UNTRUSTED);
        assertThat(strip(HALL, 0).isTrouble()).isTrue();
        assertThat(strip(HALL, 0).reason()).isEqualTo("nobody vouches for packets");
        assertThat(strip(HALL, 0).why()).contains("Nobody vouches");
    }

    private void running(Scenario scenario) {
        screens.run(scenario);
        screens.turn(Duration.ofSeconds(3));
    }

    private Lane lane(StreamName stream) {
        return lanes.lanes().stream().filter(lane -> lane.stream().equals(stream)).findFirst().orElseThrow();
    }

    private KeysState keys() {
        return lane(HALL).head().state().keys().getFirst();
    }

    private StripState strip(StreamName stream, int index) {
        return lane(stream).strips().get(index).state();
    }

    private List<KeyPhase> phases(StreamName stream, int index) {
        return strip(stream, index).keys().stream().map(KeyLook::phase).toList();
    }
}
