package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The window around the screens")
class ShellScreensTest {

    private final FxRobot robot = new FxRobot();
    private final FakeScreens screens = new FakeScreens();
    private ConsoleScene scene;
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
        scene = new ConsoleScene(screens.model(), Theme.LIGHT, Path.of("operator"),
                new FakeDesktop(Optional.empty()));
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

    @ParameterizedTest
    @EnumSource
    @DisplayName("offers no two commands by one key with Alt, on any screen, whatever the lab does")
    void mnemonics(Language language) {
        robot.interact(() -> scene.shell().languageProperty().set(language));
        List<String> twice = new ArrayList<>();
        for (Screen screen : Screen.values()) {
            robot.interact(() -> scene.shell().screenProperty().set(screen));
            robot.interact(() -> twice.addAll(twice(screen + " at rest")));
            robot.interact(() -> screens.model().rekey(new StreamName("lecture-hall"),
                    new RekeyCommand.Announce(Optional.of(Duration.ofMinutes(5)))));
            robot.interact(() -> twice.addAll(twice(screen + " with a change announced")));
            robot.interact(() -> screens.model().session().stop());
            robot.interact(() -> twice.addAll(twice(screen + " without a lab")));
            robot.interact(() -> {
                screens.run(Scenario.CLASSROOM);
                screens.turn(Duration.ofSeconds(2));
            });
        }
        assertThat(twice).isEmpty();
    }

    @Test
    @DisplayName("shows a notice over the screens, where it moves nothing, and Escape dismisses it")
    void overlay() {
        Map<String, Bounds> before = places();
        robot.interact(() -> screens.model().notices().tell("Something failed: look at it."));
        robot.interact(this::layout);
        assertThat(label("#noticeText")).isEqualTo("Something failed: look at it.");
        assertThat(places()).isEqualTo(before);
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup("#notice").query().isVisible()).isFalse();
    }

    @Test
    @DisplayName("counts a notice that comes again, and says how bad it is to those who do not see")
    void counted() {
        robot.interact(() -> {
            screens.model().notices().warn("Key 42 is in use, but 2 of 15 were late.");
            screens.model().notices().warn("Key 42 is in use, but 2 of 15 were late.");
        });
        assertThat(label("#noticeCount")).isEqualTo("2 times");
        assertThat(robot.lookup("#notice").query().getAccessibleText()).startsWith("Warning: Key 42");
        robot.clickOn("#dismiss");
        robot.clickOn("#news");
        assertThat(texts(".notice-row .label")).anyMatch(text -> text.endsWith("2 times"));
    }

    @Test
    @DisplayName("lists problems by keyboard, and takes what is said of them")
    void problems() {
        robot.push(KeyCode.F8);
        assertThat(texts(".news-row .judgement")).containsExactly("expected");
        Button reopen = buttons().filter(button -> button.getText().equals("Count again")).findFirst().orElseThrow();
        robot.interact(reopen::requestFocus);
        robot.push(KeyCode.SPACE);
        assertThat(label("#problem")).isEqualTo("1 problem: eavesdropper: no access");
        Button acknowledge = buttons().filter(Node::isFocused).findFirst().orElseThrow();
        assertThat(acknowledge.getAccessibleText()).isEqualTo("Acknowledge: eavesdropper: no access");
        robot.push(KeyCode.SPACE);
        assertThat(label("#problem")).isEqualTo("no problems · 1 acknowledged");
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup(".news-row").tryQuery()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"#present", "#news", "#keyTables"})
    @DisplayName("does what is clicked while a popover explains something")
    void whyLetsClicksThrough(String clicked) {
        robot.clickOn(robot.lookup(".client-strip .hyperlink").queryAll().stream().filter(Node::isVisible).findFirst()
                .orElseThrow());
        assertThat(robot.lookup(".why").tryQuery()).isPresent();
        robot.clickOn(clicked);
        switch (clicked) {
            case "#present" -> assertThat(scene.shell().presentingProperty().get()).isTrue();
            case "#news" -> assertThat(robot.lookup(".news-row").tryQuery()).isPresent();
            default -> assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.KEY_TABLES);
        }
    }

    @Test
    @DisplayName("closes what a button opened when that is pressed again, and opens it with the next press")
    void toggles() {
        for (String button : List.of("#news", "#badge")) {
            String content = button.equals("#news") ? ".news" : ".nodes";
            robot.clickOn(button);
            assertThat(robot.lookup(content).tryQuery()).isPresent();
            robot.clickOn(button);
            assertThat(robot.lookup(content).tryQuery()).isEmpty();
            robot.clickOn(button);
            assertThat(robot.lookup(content).tryQuery()).isPresent();
            robot.push(KeyCode.ESCAPE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("shows what goes on beside the words in the status bar, not over them")
    void progressBesideWords(Language language) {
        robot.interact(() -> {
            scene.shell().languageProperty().set(language);
            screens.model().session().stop();
            screens.delayFrames();
            screens.run(Scenario.FIRST);
        });
        robot.interact(this::layout);
        Node progress = robot.lookup("#working").query();
        assertThat(progress.isVisible()).isTrue();
        List<Node> shown = List.of(robot.lookup("#connection").query(), progress, robot.lookup("#news").query());
        for (int index = 1; index < shown.size(); index++) {
            assertThat(bounds(shown.get(index - 1)).getMaxX()).isLessThanOrEqualTo(bounds(shown.get(index)).getMinX());
        }
        assertThat(bounds(progress).getCenterY()).isCloseTo(bounds(shown.getFirst()).getCenterY(),
                org.assertj.core.data.Offset.offset(1.5));
        assertThat(robot.lookup("#problem").query().isVisible()).isFalse();
    }

    private List<String> twice(String where) {
        layout();
        Map<Character, String> known = new HashMap<>();
        List<String> twice = new ArrayList<>();
        find(stage.getScene().getRoot(), known, twice, where);
        return twice;
    }

    private static void find(Node node, Map<Character, String> known, List<String> twice, String where) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.isMnemonicParsing() && labeled.getText() != null) {
            int at = labeled.getText().replace("__", "  ").indexOf('_');
            if (at >= 0 && at + 1 < labeled.getText().length()) {
                String before = known.put(Character.toLowerCase(labeled.getText().charAt(at + 1)), labeled.getText());
                if (before != null) {
                    twice.add(where + ": " + before + " and " + labeled.getText());
                }
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> find(child, known, twice, where));
        }
    }

    private Map<String, Bounds> places() {
        Map<String, Bounds> places = new HashMap<>();
        List.of("#screens", "#status", "#timeline", "#badge")
                .forEach(query -> places.put(query, bounds(robot.lookup(query).query())));
        return places;
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private void layout() {
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
    }

    private java.util.stream.Stream<Button> buttons() {
        return robot.lookup(".news-buttons .button").queryAllAs(Button.class).stream().filter(Node::isVisible);
    }

    private List<String> texts(String query) {
        return robot.lookup(query).queryAllAs(Label.class).stream().map(Labeled::getText).toList();
    }

    private String label(String query) {
        return robot.lookup(query).queryAs(Labeled.class).getText();
    }
}
