package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.palette.Entry;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The palette in the window")
class PaletteTest {

    private final FxRobot robot = new FxRobot();
    private final FakeScreens screens = new FakeScreens();
    private ConsoleScene scene;
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(960);
        stage.setHeight(600);
        scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"), new FakeDesktop(Optional.empty()));
        stage.setScene(scene.scene());
        stage.show();
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        robot.interact(() -> List.copyOf(Window.getWindows()).stream().filter(window -> window != stage)
                .forEach(Window::hide));
    }

    @Test
    @DisplayName("opens by Ctrl+P, does by Enter what the arrows chose, and leaves the focus where it was")
    void keyboard() {
        robot.interact(() -> scene.scene().lookup("#announce").requestFocus());
        robot.push(KeyCode.CONTROL, KeyCode.P);
        assertThat(isOpen()).isTrue();
        robot.write("theme");
        robot.push(KeyCode.DOWN);
        assertThat(entries()).extracting(Entry::text).startsWith("Theme: Light", "Theme: Dark");
        robot.push(KeyCode.ENTER);
        assertThat(scene.shell().themeProperty().get()).isEqualTo(Theme.DARK);
        assertThat(isOpen()).isFalse();
        assertThat(focused()).isEqualTo("announce");
        robot.push(KeyCode.CONTROL, KeyCode.P);
        assertThat(field().getText()).as("begins anew").isEmpty();
        robot.push(KeyCode.ESCAPE);
        assertThat(isOpen()).isFalse();
        assertThat(focused()).isEqualTo("announce");
    }

    @Test
    @DisplayName("R25 has the keyboard to itself: what orders something elsewhere orders nothing while it is open")
    void keepsKeys() {
        robot.push(KeyCode.CONTROL, KeyCode.N);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(isDisabled("#cancel")).isFalse();
        robot.push(KeyCode.CONTROL, KeyCode.P);
        robot.push(KeyCode.CONTROL, KeyCode.ENTER);
        robot.push(KeyCode.CONTROL, KeyCode.BACK_SPACE);
        robot.push(KeyCode.CONTROL, KeyCode.H);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(isOpen()).isTrue();
        assertThat(isDisabled("#cancel")).as("the change is still announced").isFalse();
        assertThat(isDisabled("#hold")).as("and not held").isFalse();
        robot.push(KeyCode.CONTROL, KeyCode.P);
        assertThat(isOpen()).isFalse();
    }

    @Test
    @DisplayName("says why a command does not apply, and stays")
    void refused() {
        robot.push(KeyCode.CONTROL, KeyCode.P);
        type("news cancel");
        robot.interact(this::layout);
        assertThat(robot.lookup("#palette .hint").queryAllAs(Labeled.class)).filteredOn(Node::isVisible)
                .extracting(Labeled::getText).containsExactly("No change of news is announced: announce one first.");
        robot.push(KeyCode.ENTER);
        assertThat(isOpen()).isTrue();
    }

    @Test
    @DisplayName("R25 in a real domain asks back what its buttons ask back")
    void askedBack() {
        robot.interact(() -> {
            screens.connect();
            screens.turn(Duration.ofSeconds(2));
        });
        robot.push(KeyCode.CONTROL, KeyCode.P);
        type("change the keys");
        assertThat(entries()).extracting(Entry::text).first().isEqualTo("All streams: Change the keys now");
        robot.push(KeyCode.ENTER);
        assertThat(robot.lookup("#confirm").tryQuery()).isPresent();
        assertThat(screens.node(7401).orders()).isEmpty();
        robot.push(KeyCode.ESCAPE);
        robot.push(KeyCode.CONTROL, KeyCode.P);
        type("revoke client-2");
        robot.push(KeyCode.ENTER);
        assertThat(robot.lookup("#confirm").tryQuery()).isPresent();
        assertThat(screens.node(7401).orders()).isEmpty();
    }

    @Test
    @DisplayName("leads to a client on the Live screen, and to a key in the key tables")
    void goesTo() {
        robot.interact(() -> scene.shell().screenProperty().set(Screen.EVENTS));
        robot.push(KeyCode.CONTROL, KeyCode.P);
        type("client-2 (");
        robot.push(KeyCode.ENTER);
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.LIVE);
        robot.push(KeyCode.CONTROL, KeyCode.P);
        type("news 1");
        assertThat(entries()).extracting(Entry::text).first().isEqualTo("news 1 (key)");
        robot.push(KeyCode.ENTER);
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.KEY_TABLES);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(robot.lookup("#encryptionKeyTable").queryTableView().getItems()).isNotEmpty();
        assertThat(((TextField) scene.scene().lookup("#filter")).getText())
                .isEqualTo(screens.model().frame().seen().numbers().named("news 1", 1).getFirst().toString());
    }

    @Test
    @DisplayName("closes when something else is clicked, which does what it does")
    void clickedElsewhere() {
        robot.clickOn("#search");
        assertThat(isOpen()).isTrue();
        robot.clickOn("#events");
        assertThat(isOpen()).isFalse();
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.EVENTS);
        assertThat(focused()).isEqualTo("events");
    }

    @ParameterizedTest
    @CsvSource({"ENGLISH,''", "ENGLISH,news", "ENGLISH,revoke", "JAPANESE,''", "JAPANESE,news", "JAPANESE,失効"})
    @DisplayName("at the least size of the window cuts no line and no reason, and stays inside")
    void nothingCut(Language language, String typed) {
        List<String> cut = new ArrayList<>();
        robot.interact(() -> {
            scene.shell().languageProperty().set(language);
            screens.connect();
            screens.turn(Duration.ofSeconds(2));
            screens.node(7400).cutOff("The node does not answer.");
            screens.turn(Duration.ofSeconds(30));
        });
        robot.push(KeyCode.CONTROL, KeyCode.P);
        robot.interact(() -> {
            field().setText(typed);
            layout();
            for (int place = 0; place < entries().size(); place += 5) {
                list().scrollTo(place);
                layout();
                robot.lookup("#palette .label").queryAllAs(Labeled.class).stream()
                        .filter(label -> isSeen(label) && label.isTextTruncated()).map(Labeled::getText)
                        .forEach(cut::add);
            }
        });
        assertThat(entries()).isNotEmpty();
        assertThat(cut).isEmpty();
        Bounds palette = scene.scene().lookup("#palette").localToScene(scene.scene().lookup("#palette")
                .getLayoutBounds());
        assertThat(palette.getMaxY()).isLessThan(scene.scene().getHeight());
        assertThat(palette.getMinX()).isPositive();
        Node badge = scene.scene().lookup("#badge");
        assertThat(badge.localToScene(badge.getLayoutBounds()).getMinY()).as("the window behind it is whole")
                .isPositive();
    }

    /// At once; that the keyboard does it key by key, another test shows.
    private void type(String text) {
        robot.interact(() -> {
            assertThat(field().isFocused()).isTrue();
            field().setText(text);
            field().end();
        });
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private boolean isOpen() {
        Node palette = scene.scene().lookup("#palette");
        return palette != null && palette.isVisible();
    }

    private TextField field() {
        return (TextField) scene.scene().lookup("#paletteField");
    }

    @SuppressWarnings("unchecked")
    private ListView<Entry> list() {
        return (ListView<Entry>) scene.scene().lookup("#paletteList");
    }

    private List<Entry> entries() {
        return list().getItems();
    }

    private String focused() {
        return scene.scene().getFocusOwner().getId();
    }

    private boolean isDisabled(String query) {
        return scene.scene().lookup(query).isDisabled();
    }

    private void layout() {
        scene.scene().getRoot().applyCss();
        scene.scene().getRoot().layout();
    }
}
