package org.kagicast.console.shell;

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
        assertThat(shell.connectionProperty().get()).isEqualTo("no connection to 10.0.0.4:7400 for 12 s");
        assertThat(shell.problemsProperty().get().getFirst()).isEqualTo(new Problem("10.0.0.4:7400: no connection",
                "no connection to 10.0.0.4:7400 for 12 s The node does not answer.",
                new Target.OfKeyServer(new NodeName("key-server"))));
        screens.node(7402).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.connectionProperty().get()).endsWith("10.0.0.4:7400 for 13 s, and 1 more silent");
        assertThat(shell.problemsProperty().get()).as("what is known of silent clients may be true no more").hasSize(2);
    }

    @Test
    @DisplayName("R31 tell what is wrong with a node itself, such as a certificate that could not be renewed")
    void problemOfNode() {
        running();
        screens.connect();
        screens.node(7401).certified(Instant.EPOCH, "The certificate could not be renewed: start its key server.");
        screens.turn(Duration.ofSeconds(1));
        assertThat(shell.problemsProperty().get().getFirst().headline()).isEqualTo("studio: problem");
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
                .containsExactly("key-server: trouble", "eavesdropper: no access");
        shell.screenProperty().set(Screen.KEY_TABLES);
        shell.reveal(shell.problemsProperty().get().getLast());
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

    private void running() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(2));
    }
}
