package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.controlsfx.control.SearchableComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.lab.Scenario;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The Key tables screen")
class KeyTablesScreenTest {

    private final FxRobot robot = new FxRobot();
    private final FakeScreens screens = new FakeScreens();
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
        ConsoleScene scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"),
                new FakeDesktop(Optional.empty()));
        stage.setScene(scene.scene());
        stage.show();
        screens.run(Scenario.CLASSROOM);
        scene.shell().screenProperty().set(Screen.KEY_TABLES);
        screens.turn(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        robot.interact(() -> List.copyOf(Window.getWindows()).stream().filter(window -> window != stage)
                .forEach(Window::hide));
    }

    @Test
    @DisplayName("R24 finds a client of many by typing a part of its name")
    void owner() {
        Node owners = robot.lookup("#decryptionKeyTable").query().getParent().lookup("#owners");
        robot.interact(() -> ((SearchableComboBox<?>) owners).show());
        robot.write("client-3");
        robot.push(KeyCode.ENTER);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(robot.lookup("#decryptionKeyTable").queryTableView().getItems()).hasSize(1);
        assertThat(((SearchableComboBox<?>) owners).getValue().toString()).contains("client-3");
    }

    @Test
    @DisplayName("clears its filter by one press, which leaves the focus in it")
    void clear() {
        robot.clickOn("#filter").write("nothing so");
        assertThat(robot.lookup("#keyTable").queryTableView().getItems()).isEmpty();
        robot.clickOn("#clearKeyFilter");
        assertThat(robot.lookup("#keyTable").queryTableView().getItems()).isNotEmpty();
        assertThat(robot.lookup("#filter").queryAs(TextField.class).isFocused()).isTrue();
        assertThat(robot.lookup("#clearKeyFilter").query().isVisible()).isFalse();
    }
}
