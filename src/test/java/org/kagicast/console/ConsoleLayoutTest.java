package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The window's layout")
class ConsoleLayoutTest {

    private static final Logger CSS = Logger.getLogger("javafx.css");
    private static final Logger SCENE = Logger.getLogger("javafx.scene");

    private final FxRobot robot = new FxRobot();
    private final Complaints complaints = new Complaints();
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
    }

    @BeforeEach
    void listen() {
        CSS.addHandler(complaints);
        SCENE.addHandler(complaints);
    }

    @AfterEach
    void listenNoMore() {
        CSS.removeHandler(complaints);
        SCENE.removeHandler(complaints);
    }

    @ParameterizedTest
    @CsvSource({"LIVE,LIGHT,ENGLISH", "LIVE,DARK,JAPANESE", "KEY_TABLES,LIGHT,JAPANESE", "KEY_TABLES,DARK,ENGLISH",
            "EVENTS,LIGHT,JAPANESE", "EVENTS,DARK,ENGLISH"})
    @DisplayName("at 1280×800 cuts no text without telling the whole, wraps none, and makes no style sheet complain")
    void nothingCut(Screen screen, Theme theme, Language language) {
        List<String> cut = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        robot.interact(() -> show(screen, theme, language));
        robot.interact(() -> examine(stage.getScene().getRoot(), cut, outside));
        assertThat(cut).isEmpty();
        assertThat(outside).isEmpty();
        assertThat(complaints.told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LIVE,LIGHT,JAPANESE", "LIVE,DARK,ENGLISH", "KEY_TABLES,LIGHT,ENGLISH"})
    @DisplayName("does neither with nodes on other machines, some of them silent")
    void nothingCutOfSilentNodes(Screen screen, Theme theme, Language language) {
        List<String> cut = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        robot.interact(() -> {
            FakeScreens screens = new FakeScreens().connect();
            screens.turn(Duration.ofSeconds(60));
            screens.node(7400).cutOff("The node does not answer.");
            screens.node(7402).cutOff("The node does not answer.");
            screens.turn(Duration.ofSeconds(110));
            show(screens, screen, theme, language);
        });
        robot.interact(() -> examine(stage.getScene().getRoot(), cut, outside));
        assertThat(cut).isEmpty();
        assertThat(outside).isEmpty();
        assertThat(complaints.told).isEmpty();
    }

    private void show(Screen screen, Theme theme, Language language) {
        FakeScreens screens = new FakeScreens().run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(116));
        show(screens, screen, theme, language);
    }

    private void show(FakeScreens screens, Screen screen, Theme theme, Language language) {
        ConsoleScene scene = new ConsoleScene(screens.model(), theme, Path.of("operator"),
                new FakeDesktop(Optional.empty()));
        scene.shell().screenProperty().set(screen);
        scene.shell().languageProperty().set(language);
        stage.setScene(scene.scene());
        stage.show();
        screens.turn(Duration.ofSeconds(1));
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
    }

    private void examine(Node node, List<String> cut, List<String> outside) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()) {
            if (labeled.isTextTruncated() && labeled.getTooltip() == null) {
                cut.add(labeled.getText());
            }
            if (node.localToScene(node.getBoundsInLocal()).getMaxX() > stage.getScene().getWidth() + 0.5) {
                outside.add(labeled.getText());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> examine(child, cut, outside));
        }
    }

    private static final class Complaints extends Handler {

        private final List<String> told = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            told.add(record.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
