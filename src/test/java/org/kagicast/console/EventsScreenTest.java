package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.console.events.Event;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The console's memory in the window")
class EventsScreenTest {

    private final FxRobot robot = new FxRobot();
    private final FakeDesktop desktop = new FakeDesktop(Optional.empty());
    private FakeScreens screens;
    private ConsoleScene scene;
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        screens = new FakeScreens();
        scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"), desktop);
        // Before the window is there: nobody looks at two minutes of pictures.
        LiveScene.EVENTFUL.make(screens);
        stage.setScene(scene.scene());
        stage.setWidth(960);
        stage.setHeight(600);
        stage.show();
    }

    @Test
    @DisplayName("R25 finds what was ordered, copies it, and leads to the moment, where nothing can be ordered, and back")
    void found() {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.EVENTS);
        int all = table().getItems().size();
        robot.clickOn("#eventFilter").write("hold news");
        assertThat(table().getItems()).hasSize(1);
        assertThat(label("#eventCount").getText()).isEqualTo("1 of " + all);
        robot.interact(() -> table().getSelectionModel().select(0));
        robot.clickOn("#copyEvents");
        assertThat(desktop.copied()).contains("Hold the change of news: key news 2.").doesNotContain("\n");
        robot.clickOn("#showThen");
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.LIVE);
        assertThat(label("#shownAt").getText()).startsWith("00:00:2");
        assertThat(label("#streamName").getText()).isEqualTo("news");
        assertThat(robot.lookup("#changeNow").query().isDisabled()).isTrue();
        assertThat(label("#outcome").getText()).isEqualTo(
                "You look at " + label("#shownAt").getText() + ": go back to live to command.");
        robot.clickOn("#live-now");
        assertThat(screens.model().pausedProperty().get()).isEmpty();
        assertThat(robot.lookup("#changeNow").query().isDisabled()).isFalse();
    }

    @Test
    @DisplayName("shows the severities that are wanted, and clears the filter with one click")
    void filtered() {
        robot.interact(() -> scene.shell().screenProperty().set(Screen.EVENTS));
        int all = table().getItems().size();
        robot.clickOn("#info");
        assertThat(table().getItems()).isNotEmpty().hasSizeLessThan(all);
        robot.clickOn("#info").clickOn("#eventFilter").write("no such event");
        assertThat(table().getItems()).isEmpty();
        robot.clickOn("#clearFilter");
        assertThat(table().getItems()).hasSize(all);
    }

    @Test
    @DisplayName("stands still and goes on by the keyboard: Ctrl+Space, Space, arrows, events, and the end")
    void byKeyboard() {
        robot.push(KeyCode.CONTROL, KeyCode.SPACE);
        assertThat(screens.model().pausedProperty().get()).isPresent();
        robot.push(KeyCode.CONTROL, KeyCode.SPACE);
        assertThat(screens.model().pausedProperty().get()).isEmpty();
        robot.interact(() -> robot.lookup("#timeTrack").query().requestFocus());
        robot.push(KeyCode.LEFT);
        var first = screens.model().pausedProperty().get().orElseThrow();
        robot.push(KeyCode.LEFT);
        var second = screens.model().pausedProperty().get().orElseThrow();
        assertThat(Duration.between(second, first)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_300));
        robot.push(KeyCode.ALT, KeyCode.LEFT);
        assertThat(screens.model().pausedProperty().get().orElseThrow()).isBefore(second.minusSeconds(1));
        robot.push(KeyCode.END);
        assertThat(screens.model().pausedProperty().get()).isEmpty();
        robot.interact(() -> scene.scene().getRoot().requestFocus());
        robot.push(KeyCode.SPACE);
        assertThat(screens.model().pausedProperty().get()).isPresent();
    }

    @Test
    @DisplayName("types a space into a filter instead of standing still")
    void spaceInText() {
        robot.interact(() -> scene.shell().screenProperty().set(Screen.EVENTS));
        robot.clickOn("#eventFilter").write("key news").push(KeyCode.SPACE);
        assertThat(screens.model().pausedProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("has its bar of time out of the way in front of a room, unless it stands still")
    void presented() {
        robot.interact(() -> scene.shell().presentingProperty().set(true));
        assertThat(robot.lookup("#timeBar").query().isVisible()).isFalse();
        robot.interact(() -> screens.model().pause(screens.model().time().now()));
        assertThat(robot.lookup("#timeBar").query().isVisible()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("at its least size cuts no word of an earlier moment without telling the whole")
    void nothingCut(Language language) {
        robot.interact(() -> {
            scene.shell().languageProperty().set(language);
            scene.shell().screenProperty().set(Screen.EVENTS);
            screens.model().pause(screens.model().time().now().minusSeconds(50));
            screens.turn(Duration.ofSeconds(1));
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
        });
        List<String> cut = new ArrayList<>();
        robot.interact(() -> examine(stage.getScene().getRoot(), cut));
        assertThat(cut).isEmpty();
        assertThat(robot.lookup("#timeBar").query().getBoundsInParent().getHeight()).isBetween(24.0, 28.0);
    }

    private void examine(Node node, List<String> cut) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()) {
            boolean isOutside = node.localToScene(node.getBoundsInLocal()).getMaxX() > stage.getScene().getWidth()
                    + 0.5;
            if (isOutside || labeled.isTextTruncated() && labeled.getTooltip() == null) {
                cut.add(labeled.getText());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> examine(child, cut));
        }
    }

    @SuppressWarnings("unchecked")
    private TableView<Event> table() {
        return robot.lookup("#eventTable").queryAs(TableView.class);
    }

    private Label label(String query) {
        return robot.lookup(query).queryAs(Label.class);
    }
}
