package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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
@DisplayName("The window's frame")
class FrameLayoutTest {

    private static final List<String> COMMANDS = List.of("announce", "changeNow", "switchNow", "hold", "cancel",
            "allStreams");

    private final FxRobot robot = new FxRobot();
    private Stage stage;
    private ConsoleScene scene;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(960);
        stage.setHeight(600);
    }

    @ParameterizedTest
    @CsvSource({"REST,ENGLISH", "REST,JAPANESE", "ANNOUNCED,ENGLISH", "ANNOUNCED,JAPANESE", "HELD,ENGLISH",
            "HELD,JAPANESE", "REAL,ENGLISH", "REAL,JAPANESE"})
    @DisplayName("R23, R25 at its least size cuts neither the badge nor any command, whatever is going on")
    void nothingCut(State state, Language language) {
        robot.interact(() -> show(state, language));
        List<String> cut = new ArrayList<>();
        List<Bounds> places = new ArrayList<>();
        robot.interact(() -> {
            List<String> ids = new ArrayList<>(COMMANDS);
            ids.add("badge");
            for (String id : ids) {
                Labeled labeled = (Labeled) scene.scene().lookup("#" + id);
                Bounds bounds = labeled.localToScene(labeled.getBoundsInLocal());
                if (labeled.isTextTruncated() || labeled.getWidth() < labeled.prefWidth(-1) - 0.5
                        || bounds.getMaxX() > scene.scene().getWidth() + 0.5 || bounds.getMinX() < 0) {
                    cut.add(id + ": " + labeled.getText());
                }
                places.add(bounds);
            }
        });
        assertThat(cut).isEmpty();
        for (int i = 1; i < COMMANDS.size(); i++) {
            assertThat(places.get(i).getMinX()).as("%s beside %s", COMMANDS.get(i), COMMANDS.get(i - 1))
                    .isGreaterThanOrEqualTo(places.get(i - 1).getMaxX() - 1.5);
        }
    }

    @ParameterizedTest
    @CsvSource({"LIVE,true,ENGLISH", "KEY_TABLES,true,ENGLISH", "KEY_TABLES,true,JAPANESE", "EVENTS,true,ENGLISH",
            "LIVE,false,ENGLISH", "LIVE,false,JAPANESE"})
    @DisplayName("at its least size has room for every screen above the status bar, and for the start centre")
    void statusBarInside(Screen screen, boolean runs, Language language) {
        FakeScreens screens = new FakeScreens();
        robot.interact(() -> {
            scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"),
                    new FakeDesktop(Optional.empty()));
            scene.shell().languageProperty().set(language);
            scene.shell().screenProperty().set(screen);
            stage.setScene(scene.scene());
            stage.show();
        });
        robot.interact(() -> {
            layOut();
            if (runs) {
                screens.run(Scenario.CLASSROOM);
                screens.turn(Duration.ofSeconds(116));
                layOut();
            }
        });
        Node status = scene.scene().lookup(".status-bar");
        assertThat(status.localToScene(status.getLayoutBounds()).getMaxY())
                .isLessThanOrEqualTo(scene.scene().getHeight() + 0.5);
    }

    @Test
    @DisplayName("leaves the badge in view when it is larger, and in front of a room")
    void presented() {
        robot.interact(() -> show(State.ANNOUNCED, Language.ENGLISH));
        robot.interact(() -> {
            stage.setWidth(1280);
            stage.setHeight(800);
            scene.shell().presentingProperty().set(true);
            layOut();
        });
        Labeled badge = (Labeled) scene.scene().lookup("#badge");
        Button cancel = (Button) scene.scene().lookup("#cancel");
        assertThat(badge.isTextTruncated()).isFalse();
        assertThat(cancel.localToScene(cancel.getBoundsInLocal()).getMaxX()).isLessThanOrEqualTo(1280);
        assertThat(cancel.localToScene(cancel.getBoundsInLocal()).getHeight()).isGreaterThan(35);
        assertThat(scene.scene().lookup("#brand").isVisible()).isFalse();
    }

    private enum State {
        REST,
        ANNOUNCED,
        HELD,
        REAL
    }

    private void show(State state, Language language) {
        FakeScreens screens = new FakeScreens();
        if (state == State.REAL) {
            screens.connect();
        } else {
            screens.run(Scenario.CLASSROOM);
            screens.lab().leadTime(Duration.ofHours(24));
        }
        screens.turn(Duration.ofSeconds(10));
        scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"), new FakeDesktop(Optional.empty()));
        scene.shell().languageProperty().set(language);
        stage.setScene(scene.scene());
        stage.show();
        if (state != State.REST) {
            click("announce");
        }
        if (state == State.HELD) {
            click("hold");
        }
        screens.turn(Duration.ofSeconds(1));
        layOut();
    }

    private void click(String id) {
        Node button = scene.scene().lookup("#" + id);
        ((Button) button).fire();
    }

    private void layOut() {
        scene.scene().getRoot().applyCss();
        scene.scene().getRoot().layout();
    }
}
