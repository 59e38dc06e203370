package org.kagicast.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.fake.FakeNode;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.LabState;
import org.kagicast.console.session.Target;
import org.kagicast.console.session.ViewState;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.view.Desktop;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;

@DisplayName("The window's view models")
class ShellViewModelTest {

    private static final StreamName NEWS = new StreamName("news");

    private final FakeScreens screens = new FakeScreens();
    private final ShellViewModel shell = new ShellViewModel(screens.model(), Theme.LIGHT);

    @Test
    @DisplayName("make everything larger and smaller step by step, and remember the nearest step")
    void zoom() {
        shell.larger();
        assertThat(shell.zoomProperty().get()).isEqualTo(1.1);
        shell.zoom(1.6);
        assertThat(shell.zoomProperty().get()).isEqualTo(1.5);
        for (int times = 0; times < 9; times++) {
            shell.larger();
        }
        assertThat(shell.zoomProperty().get()).isEqualTo(2);
        shell.usualSize();
        shell.smaller();
        assertThat(shell.zoomProperty().get()).isEqualTo(0.9);
    }

    @Test
    @DisplayName("present on the whole screen, and are back in the window afterwards")
    void presenting() {
        shell.togglePresenting();
        assertThat(shell.fullScreenProperty().get()).isTrue();
        shell.togglePresenting();
        assertThat(shell.presentingProperty().get()).isFalse();
        assertThat(shell.fullScreenProperty().get()).isFalse();
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
    @DisplayName("R29 tell of an impostor while all clients decrypt, once for a stream, with the count since when, until it is acknowledged")
    void impostor() {
        running();
        screens.lab().setSigning(true);
        screens.lab().setImpostor(true);
        screens.turn(Duration.ofSeconds(3));
        assertThat(shell.problemsProperty().get()).hasSize(2).first().satisfies(problem -> {
            assertThat(problem.headline()).isEqualTo("lecture-hall: an impostor sends too");
            assertThat(problem.sentence()).matches("Somebody who holds the key passes for the content server: "
                    + "[\\d,]+ packets since 00:00:02, at 3 clients\\. .*find out which member sends them and revoke it, .*");
            assertThat(problem.cause()).contains(new Target.OfClient(new NodeName("client-1")));
        });
        shell.say(shell.problemsProperty().get().getFirst(), Judgement.ACKNOWLEDGED);
        screens.turn(Duration.ofSeconds(2));
        assertThat(shell.problemsTextProperty().get())
                .isEqualTo("1 problem: news: an impostor sends too · 1 expected · 1 acknowledged");
        shell.languageProperty().set(Language.JAPANESE);
        assertThat(shell.problemsTextProperty().get()).contains("news: なりすましが送信中");

        screens.lab().setImpostor(false);
        screens.turn(Duration.ofSeconds(20));
        assertThat(shell.problemsProperty().get()).isEmpty();
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
}
