package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.session.LabState;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The start centre in the window")
class StartCentreTest {

    private final FxRobot robot = new FxRobot();
    private FakeScreens screens = new FakeScreens();
    private Stage stage;
    private ConsoleScene scene;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
    }

    @AfterEach
    void close() {
        robot.interact(() -> List.copyOf(Window.getWindows()).stream().filter(window -> window != stage)
                .forEach(Window::hide));
    }

    static Stream<Looks> looks() {
        return Stream.of(new Rectangle2D(0, 0, 960, 600), new Rectangle2D(0, 0, 1280, 800),
                new Rectangle2D(0, 0, 1920, 1080))
                .flatMap(size -> Stream.of(Language.values()).flatMap(language -> Stream.of(Theme.LIGHT, Theme.DARK)
                        .map(theme -> new Looks(size, language, theme))));
    }

    record Looks(Rectangle2D size, Language language, Theme theme) {}

    @ParameterizedTest
    @MethodSource("looks")
    @DisplayName("cuts no text and lets nothing overlap or hang out, with as many places as it shows")
    void nothingCut(Looks looks) {
        List<String> wrong = new ArrayList<>();
        robot.interact(() -> {
            screens.model().remotes().know(Stream.iterate(7500, port -> port + 1).limit(9)
                    .map(FakeScreens::destination).toList());
            show(looks);
        });
        robot.interact(() -> {
            layOut(looks);
            Parent centre = (Parent) scene.scene().lookup("#startCentre");
            assertThat(centre.isVisible()).isTrue();
            Bounds room = centre.localToScene(centre.getLayoutBounds());
            List<Node> cards = List.copyOf(centre.lookupAll(".card"));
            cards.stream().map(StartCentreTest::bounds).filter(bounds -> !room.contains(bounds))
                    .forEach(bounds -> wrong.add("hangs out: " + bounds + " of " + room));
            examine(centre, wrong);
        });
        assertThat(wrong).isEmpty();
    }

    private static void examine(Node node, List<String> wrong) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && (labeled.isTextTruncated()
                || labeled.getHeight() < labeled.prefHeight(labeled.getWidth()) - 0.5)) {
            wrong.add("cut: " + labeled.getText());
        }
        if (node instanceof Parent parent) {
            Bounds own = bounds(node);
            for (Node child : parent.getChildrenUnmodifiable()) {
                Bounds inner = bounds(child);
                if (child.isVisible() && child.isManaged() && (inner.getMaxY() > own.getMaxY() + 1
                        || inner.getMaxX() > own.getMaxX() + 1)) {
                    wrong.add("hangs out: " + child);
                }
                examine(child, wrong);
            }
        }
    }

    @Test
    @DisplayName("has the focus on what a beginner begins with, which the keyboard starts, and comes back with the lab's end")
    void keyboard() {
        robot.interact(() -> show(new Looks(new Rectangle2D(0, 0, 1280, 800), Language.ENGLISH, Theme.LIGHT)));
        assertThat(scene.scene().getFocusOwner().getId()).isEqualTo("start-third");
        robot.push(KeyCode.RIGHT);
        assertThat(scene.scene().getFocusOwner().getId()).isEqualTo("start-classroom");
        robot.push(KeyCode.SPACE);
        robot.interact(() -> screens.turn(Duration.ofSeconds(2)));
        assertThat(screens.model().session().scenarioProperty().get()).isEqualTo(Scenario.CLASSROOM);
        assertThat(screens.model().session().stateProperty().get()).isEqualTo(LabState.RUNNING);
        assertThat(isSeen("#startCentre")).isFalse();
        assertThat(isSeen("#announce")).isTrue();
        robot.interact(() -> screens.model().session().stop());
        assertThat(isSeen("#startCentre")).isTrue();
        assertThat(isSeen("#announce")).as("there is no key to command").isFalse();
    }

    @Test
    @DisplayName("is not even made in a window that opens with something to show")
    void notMade() {
        robot.interact(() -> {
            show(new Looks(new Rectangle2D(0, 0, 1280, 800), Language.ENGLISH, Theme.LIGHT));
            screens.run(Scenario.THIRD);
        });
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(scene.scene().lookup("#startCentre")).isNull();
        assertThat(scene.scene().lookup("#palette")).isNull();
    }

    @Test
    @DisplayName("opens the form for a node, and the sheet of keys; events can be read meanwhile")
    void others() {
        robot.interact(() -> show(new Looks(new Rectangle2D(0, 0, 1280, 800), Language.ENGLISH, Theme.LIGHT)));
        robot.interact(() -> ((Button) scene.scene().lookup("#connectNode")).fire());
        assertThat(robot.lookup(".nodes").tryQuery()).isPresent();
        robot.push(KeyCode.ESCAPE);
        robot.interact(() -> ((Button) scene.scene().lookup("#keys")).fire());
        assertThat(robot.lookup(".shortcuts").tryQuery()).isPresent();
        robot.interact(() -> scene.shell().screenProperty().set(Screen.EVENTS));
        assertThat(isSeen("#startCentre")).isFalse();
        assertThat(isSeen("#eventTable")).isTrue();
        robot.interact(() -> scene.shell().screenProperty().set(Screen.KEY_TABLES));
        assertThat(isSeen("#startCentre")).isTrue();
    }

    private boolean isSeen(String query) {
        for (Node each = scene.scene().lookup(query); each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private void show(Looks looks) {
        scene = new ConsoleScene(screens.model(), looks.theme, Path.of("operator"), new FakeDesktop(Optional.empty()));
        scene.shell().languageProperty().set(looks.language);
        stage.setScene(scene.scene());
        stage.show();
    }

    private void layOut(Looks looks) {
        // A window larger than the screen of the tests cannot be shown.
        scene.scene().getRoot().resize(looks.size.getWidth(), looks.size.getHeight());
        // Labels that wrap settle with the second pulse.
        for (int pulse = 0; pulse < 2; pulse++) {
            scene.scene().getRoot().applyCss();
            scene.scene().getRoot().layout();
        }
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }
}
