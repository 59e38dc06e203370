package org.kagicast.console.shell;

import org.kagicast.model.Role;
import org.kagicast.model.RekeyCommand;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.session.ViewState;
import org.kagicast.console.fake.FakeNode;
import org.kagicast.console.fake.FakeLab;
import java.util.function.Predicate;
import java.util.List;
import java.util.ArrayList;
import java.nio.file.Path;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

@DisplayName("The window's view models")
class ShellViewModelTest {

    private static final StreamName NEWS = new StreamName("news");

    private final FakeScreens screens = new FakeScreens();
    private final ShellViewModel shell = new ShellViewModel(screens.model(), Theme.LIGHT);
    private final RekeyViewModel rekey = new RekeyViewModel(screens.model());

    @Test
    @DisplayName("R25 name the stream that the key buttons are about, and follow the selection")
    void buttonsNameTheirTarget() {
        running();
        assertThat(face().main()).isEqualTo("Announce new key for lecture-hall");
        screens.model().selection().select(NEWS);
        assertThat(face().main()).isEqualTo("Announce new key for news");
        assertThat(face().other()).isEqualTo("Change now");
    }

    @Test
    @DisplayName("R25 announce a change with the chosen lead time, bring it forward, or cancel it")
    void announceAndSwitch() {
        running();
        rekey.choose(20);
        rekey.main();
        assertThat(face().main()).isEqualTo("_Switch now");
        assertThat(face().other()).isEqualTo("_Cancel change to 3");
        assertThat(pendingSeconds()).isEqualTo(20);
        rekey.other();
        assertThat(face().pending()).isFalse();
        rekey.announce();
        rekey.main();
        assertThat(keyInUse()).isEqualTo(4);
    }

    @Test
    @DisplayName("R25 change the key at once")
    void changeNow() {
        running();
        rekey.other();
        assertThat(keyInUse()).isEqualTo(3);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("R25 hold the announced change: it does not switch at its time, and can still be brought forward")
    void holdAndSwitch() {
        running();
        rekey.announce();
        assertThat(face().hold()).isEqualTo("_Hold");
        rekey.hold();
        assertThat(face().isHeld()).isTrue();
        assertThat(face().hold()).isEqualTo("Held");
        screens.turn(Duration.ofSeconds(20));
        assertThat(face().pending()).isTrue();
        assertThat(keyInUse()).isEqualTo(1);
        rekey.main();
        assertThat(keyInUse()).isEqualTo(3);
        rekey.hold();
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("do nothing by accelerator that the buttons do not offer")
    void acceleratorsAtRest() {
        running();
        rekey.cancel();
        rekey.switchNow();
        assertThat(keyInUse()).isEqualTo(1);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("R25 change the keys of all streams")
    void allStreams() {
        running();
        rekey.announceAll();
        assertThat(screens.model().frame().snapshot().orElseThrow().contentServers())
                .allSatisfy(server -> assertThat(server.streams().getFirst().pending()).isPresent());
        rekey.changeAllNow();
        assertThat(screens.model().frame().snapshot().orElseThrow().contentServers())
                .allSatisfy(server -> assertThat(server.streams().getFirst().pending()).isEmpty());
    }

    @Test
    @DisplayName("sum up what runs, and what was lost since when")
    void summary() {
        running();
        assertThat(shell.summaryProperty().get()).isEqualTo("1 key server, 2 content servers, 5 clients");
        assertThat(shell.connectionProperty().get()).isEqualTo("all nodes connected");
        assertThat(shell.lossesProperty().get()).isEqualTo("0 packets lost since 00:00:00");
        shell.startOrStop();
        assertThat(shell.stateProperty().get()).isEqualTo(LabState.STOPPED);
        assertThat(shell.summaryProperty().get()).isEmpty();
        assertThat(face().stream()).isEmpty();
        shell.startOrStop();
        assertThat(shell.stateProperty().get()).isEqualTo(LabState.RUNNING);
    }

    @Test
    @DisplayName("R23 say which domain is commanded, and which of its nodes is silent, for how long")
    void domain() {
        running();
        assertThat(shell.badgeProperty().get()).isEqualTo("LAB");
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.badgeProperty().get()).isEqualTo("demo");
        assertThat(shell.labProperty().get()).isFalse();
        assertThat(shell.connectionProperty().get()).isEqualTo("all 3 nodes connected");
        screens.node(7400).cutOff("The node does not answer.");
        screens.turn(Duration.ofMillis(12_600));
        assertThat(shell.connectionProperty().get()).isEqualTo("no connection to key-1 (10.0.0.4:7400) for 12 s");
        Problem silent = shell.problemsProperty().get().getFirst();
        assertThat(silent.headline()).isEqualTo("key-1 (10.0.0.4:7400): no connection");
        assertThat(silent.sentence())
                .isEqualTo("no connection to key-1 (10.0.0.4:7400) for 12 s The node does not answer.");
        assertThat(silent.cause()).contains(new Target.OfKeyServer(new NodeName("key-server")));
        screens.node(7402).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.connectionProperty().get()).endsWith("key-1 (10.0.0.4:7400) for 13 s, and 1 more silent");
        assertThat(shell.problemsProperty().get()).as("what is known of silent clients may be true no more").hasSize(2);
    }

    @Test
    @DisplayName("R31 tell what is wrong with a node itself, such as a certificate that could not be renewed")
    void problemOfNode() {
        running();
        screens.connect();
        screens.node(7401).certified(Instant.EPOCH, "The certificate could not be renewed: start its key server.");
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.problemsProperty().get().getFirst().headline()).isEqualTo("studio (10.0.0.4:7401): problem");
        assertThat(shell.problemsProperty().get().getFirst().sentence()).contains("could not be renewed");
    }

    @Test
    @DisplayName("R31 tell once what is wrong with the operator's own certificate, and beside the reason when no node answers any more")
    void problemOfOperator() {
        running();
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.problemsProperty().get()).extracting(Problem::headline)
                .doesNotContain("your own certificate: problem");

        screens.operator("The certificate of olga ends soon: see that its key server can be reached.");
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.problemsProperty().get()).filteredOn(
                problem -> problem.headline().equals("your own certificate: problem")).singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("olga", "can be reached"));

        screens.operator("The certificate of olga ended: enrol again with a new token.");
        screens.node(7400).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(13));
        assertThat(shell.problemsProperty().get().getFirst().sentence())
                .endsWith("The node does not answer. The certificate of olga ended: enrol again with a new token.");
    }

    @Test
    @DisplayName("R25 change the keys of all streams of the domain in view, and of no other")
    void allStreamsInView() {
        running();
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        rekey.changeAllNow();
        assertThat(screens.node(7401).orders()).hasSize(2);
        screens.model().view(Domain.lab());
        assertThat(keyInUse()).isEqualTo(1);
    }

    @Test
    @DisplayName("list problems, causes first, and lead to them")
    void problems() {
        running();
        screens.lab().trouble(Optional.of("The table cannot be written: free some space."));
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.problemsProperty().get()).extracting(Problem::headline)
                .containsExactly("key-server: trouble");
        assertThat(shell.judgedProperty().get()).extracting(each -> each.problem().headline())
                .containsExactly("key-server: trouble", "eavesdropper: no access");
        shell.screenProperty().set(Screen.KEY_TABLES);
        shell.reveal(shell.judgedProperty().get().getLast().problem());
        assertThat(shell.screenProperty().get()).isEqualTo(Screen.LIVE);
        assertThat(screens.model().selection().revealedProperty().get())
                .contains(new Target.OfClient(new NodeName("eavesdropper")));
    }

    @Test
    @DisplayName("tell a failure until it is dismissed, in the language of the moment")
    void notice() {
        running();
        screens.model().session().command(lab -> lab.addClient(new StreamName("absent")));
        assertThat(shell.noticeProperty().get()).startsWith("No stream is called absent");
        shell.dismissNotice();
        assertThat(shell.noticeProperty().get()).isEmpty();
        screens.model().notices().tell(new IllegalStateException());
        shell.languageProperty().set(Language.JAPANESE);
        assertThat(shell.noticeProperty().get()).contains("障害").contains("IllegalStateException");
    }

    @Test
    @DisplayName("start another scenario when one is chosen, and nothing when it runs already")
    void choose() {
        running();
        shell.choose(Scenario.CLASSROOM);
        Object lab = screens.lab();
        assertThat(screens.lab().scenario()).isEqualTo(Scenario.CLASSROOM);
        shell.choose(Scenario.FIRST);
        assertThat(screens.lab()).isNotSameAs(lab);
        assertThat(shell.scenarioProperty().get()).isEqualTo(Scenario.FIRST);
    }

    @Test
    @DisplayName("say that a lab is starting until it has told of its first part, and not that all is well")
    void startingUntilSeen() {
        screens.delayFrames();
        screens.run(Scenario.CLASSROOM);
        assertThat(shell.stateProperty().get()).isEqualTo(LabState.RUNNING);
        assertThat(shell.connectionProperty().get()).isEqualTo("the lab is starting …");
        assertThat(shell.busyProperty().get()).isTrue();
        assertThat(shell.problemsTextProperty().get()).isEmpty();
        assertThat(screens.model().showingProperty().get()).isEqualTo(ViewState.STARTING);

        screens.tellFrames();

        assertThat(shell.connectionProperty().get()).isEqualTo("all nodes connected");
        assertThat(shell.busyProperty().get()).isFalse();
        assertThat(shell.problemsTextProperty().get()).startsWith("no problems");
        assertThat(screens.model().showingProperty().get()).isEqualTo(ViewState.NODES);
        shell.startOrStop();
        assertThat(shell.problemsTextProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("count a node as connected when it has answered, and name one that never did by its address")
    void notHeardYet() {
        screens.connect();
        screens.place(7409, new FakeNode("quiet", new FakeLab(screens.time(), work -> {
        }, Scenario.FIRST), Role.CLIENT));
        screens.node(7409).muted();
        screens.model().remotes().open(FakeScreens.destination(7409), screens.model()::view);
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.connectionProperty().get()).isEqualTo("3 of 4 nodes connected, calling …");
        assertThat(shell.busyProperty().get()).isTrue();
        screens.node(7409).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(3));
        assertThat(shell.problemsProperty().get()).extracting(Problem::headline)
                .contains("10.0.0.4:7409: no connection");
        shell.reveal(shell.problemsProperty().get().getFirst());
    }

    @Test
    @DisplayName("do not count the eavesdropper of the lab, who is there to be refused")
    void expectedByScenario() {
        running();
        assertThat(shell.problemsProperty().get()).isEmpty();
        assertThat(shell.problemsTextProperty().get()).isEqualTo("no problems · 1 expected");
        Problem eavesdropper = shell.judgedProperty().get().getFirst().problem();
        shell.say(eavesdropper, Judgement.OPEN);
        assertThat(shell.problemsTextProperty().get()).isEqualTo("1 problem: eavesdropper: no access");
        shell.say(eavesdropper, Judgement.EXPECTED);
        assertThat(shell.problemsTextProperty().get()).isEqualTo("no problems · 1 expected");
        shell.languageProperty().set(Language.JAPANESE);
        assertThat(shell.problemsTextProperty().get()).isEqualTo("問題なし · 想定内 1 件");
    }

    @Test
    @DisplayName("count an acknowledged problem no more, until it changes or comes again")
    void acknowledged() {
        running();
        trouble("12 rows cannot be written: free some space.");
        shell.say(shell.problemsProperty().get().getFirst(), Judgement.ACKNOWLEDGED);
        assertThat(shell.problemsTextProperty().get()).isEqualTo("no problems · 1 expected · 1 acknowledged");
        trouble("13 rows cannot be written: free some space.");
        assertThat(shell.problemsProperty().get()).as("only a count in it has changed").isEmpty();
        trouble("The table is damaged: put it back from a backup.");
        assertThat(shell.problemsProperty().get()).as("it is another problem").hasSize(1);

        trouble("14 rows cannot be written: free some space.");
        assertThat(shell.problemsProperty().get()).as("it has come again").hasSize(1);
        shell.say(shell.problemsProperty().get().getFirst(), Judgement.ACKNOWLEDGED);
        screens.lab().trouble(Optional.empty());
        screens.turn(Duration.ofSeconds(1));
        trouble("14 rows cannot be written: free some space.");
        assertThat(shell.problemsProperty().get()).as("it has come again").hasSize(1);
    }

    @Test
    @DisplayName("remember of a real domain what was acknowledged and what is expected, over restarts and lost nodes")
    void rememberedOfDomains() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        Problem refused = shell.problemsProperty().get().getFirst();
        shell.say(refused, Judgement.EXPECTED);
        screens.node(7401).certified(Instant.EPOCH, "The certificate could not be renewed: start its key server.");
        screens.turn(Duration.ofSeconds(1));
        shell.say(shell.problemsProperty().get().getFirst(), Judgement.ACKNOWLEDGED);
        assertThat(shell.problemsProperty().get()).isEmpty();

        screens.node(7401).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(5));
        screens.node(7401).reconnect();
        screens.turn(Duration.ofSeconds(5));
        assertThat(shell.problemsProperty().get()).as("while it was silent it was not over").isEmpty();

        FakeScreens again = new FakeScreens(new Preferences(screens.model().preferences().all())).connect();
        ShellViewModel restarted = new ShellViewModel(again.model(), Theme.LIGHT);
        again.node(7401).certified(Instant.EPOCH, "The certificate could not be renewed: start its key server.");
        again.turn(Duration.ofSeconds(2));
        assertThat(restarted.judgedProperty().get()).extracting(JudgedProblem::judgement)
                .containsExactlyInAnyOrder(Judgement.ACKNOWLEDGED, Judgement.EXPECTED);
        assertThat(restarted.problemsProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("R25 take the second press of a double click for what it is: one command, and no complaint")
    void doubleClick() {
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.empty()));
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.empty()));
        assertThat(screens.node(7401).orders()).hasSize(1);
        assertThat(screens.notice()).isEmpty();
        screens.turn(Duration.ofMillis(1100));
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.empty()));
        assertThat(screens.node(7401).orders()).as("it is meant").hasSize(2);
        assertThat(screens.notice()).isPresent();
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.empty()));
        assertThat(screens.notice()).as("a repeated press dismisses nothing either").isPresent();
        screens.model().rekey(NEWS, new RekeyCommand.Cancel());
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.empty()));
        assertThat(screens.node(7401).orders()).as("something else was done in between").hasSize(4);
    }

    @Test
    @DisplayName("open the log, or say where it is when nothing opens it")
    void log() {
        Path log = Path.of("/home/olga/.local/state/kagicast/console.log");
        List<Path> opened = new ArrayList<>();
        new ShellViewModel(screens.model(), Theme.LIGHT, new LogDesktop(log, opened::add)).openLog();
        assertThat(opened).containsExactly(log);
        assertThat(screens.notice()).isEmpty();
        new ShellViewModel(screens.model(), Theme.LIGHT, new LogDesktop(log, file -> false)).openLog();
        assertThat(screens.notice().orElseThrow()).contains(log.toString());
    }

    private record LogDesktop(Path file, Predicate<Path> opener) implements Desktop {

        @Override
        public Optional<Path> log() {
            return Optional.of(file);
        }

        @Override
        public boolean open(Path wanted) {
            return opener.test(wanted);
        }

        @Override
        public void copy(String text) {
            throw new AssertionError(text);
        }

        @Override
        public Optional<Path> askForFile(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> askForFolder() {
            return Optional.empty();
        }
    }

    private void trouble(String sentence) {
        screens.lab().trouble(Optional.of(sentence));
        screens.turn(Duration.ofSeconds(1));
    }

    private void running() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(2));
    }

    private RekeyButtonState face() {
        return rekey.faceProperty().get();
    }

    private long keyInUse() {
        return screens.model().frame().snapshot().orElseThrow().contentServers().getFirst().streams().getFirst()
                .inUse().orElseThrow().keyId().value();
    }

    private long pendingSeconds() {
        return screens.model().frame().snapshot().orElseThrow().contentServers().getFirst().streams().getFirst()
                .pending().map(change -> Duration.between(change.announced(), change.switchAt()).toSeconds())
                .orElseThrow();
    }
}
