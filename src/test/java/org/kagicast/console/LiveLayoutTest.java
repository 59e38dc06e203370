package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.timeline.KeyTimeline;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The Live screen")
class LiveLayoutTest {

    private static final Set<String> NEVER_CUT = Set.of("countdown", "status", "silence", "hyperlink", "key-chip",
            "fold", "tile-menu", "tool");
    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FxRobot robot = new FxRobot();
    private Stage stage;
    private FakeScreens screens;
    private ConsoleScene scene;

    @Start
    void open(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("at any size and in any situation cuts no countdown, status, key or command, and lets none overlap")
    void nothingCut(LiveScene situation) {
        List<String> wrong = new ArrayList<>();
        robot.interact(() -> show(situation, Theme.LIGHT, Language.ENGLISH, 960, 600));
        robot.interact(() -> examine("small, light", wrong));
        robot.interact(() -> look(Theme.DARK, Language.ENGLISH, 1280, 800));
        robot.interact(() -> examine("large, dark", wrong));
        robot.interact(() -> look(Theme.LIGHT, Language.JAPANESE, 1280, 800));
        robot.interact(() -> examine("large, light, Japanese", wrong));
        robot.interact(() -> look(Theme.DARK, Language.JAPANESE, 960, 600));
        robot.interact(() -> examine("small, dark, Japanese", wrong));
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("has nodes only for the rows that are seen, of two hundred clients")
    void onlySeen() {
        robot.interact(() -> {
            show(LiveScene.CROWD, Theme.LIGHT, Language.ENGLISH, 1280, 800);
            lookup(".lane-folded .fold").forEach(button -> ((Button) button).fire());
            layOut();
        });
        assertThat(lookup(".client-strip")).hasSizeBetween(4, 40);
        String first = names().getFirst();
        robot.interact(() -> {
            ScrollBar bar = (ScrollBar) lookup(".lane-board > .scroll-bar").getFirst();
            bar.setValue(bar.getMax());
            layOut();
        });
        assertThat(names()).doesNotContain(first).contains("eavesdropper");
        assertThat(lookup(".client-strip")).hasSizeBetween(4, 40);
    }

    @Test
    @DisplayName("is used with the keyboard: rows, selection, folding, and the commands of a row")
    void keyboard() {
        robot.interact(() -> {
            show(LiveScene.REST, Theme.LIGHT, Language.ENGLISH, 1280, 800);
            lookup(".lane-head").getFirst().requestFocus();
        });
        robot.push(KeyCode.END);
        assertThat(focused().getAccessibleText()).startsWith("Client eavesdropper");
        robot.push(KeyCode.SPACE);
        assertThat(screens.model().selection().streamProperty().get()).contains(new StreamName("news"));
        robot.push(KeyCode.LEFT);
        robot.interact(this::layOut);
        assertThat(focused().getStyleClass()).contains("lane-folded");
        robot.push(KeyCode.RIGHT);
        robot.interact(this::layOut);
        assertThat(focused().getStyleClass()).contains("lane-head");
        robot.push(KeyCode.HOME);
        assertThat(focused().getAccessibleText()).startsWith("Stream lecture-hall, sending. On air 1, ");
    }

    @Test
    @DisplayName("selects the lane that is clicked, at its bar, too")
    void clicked() {
        robot.interact(() -> show(LiveScene.REST, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        Bounds news = lookup(".lane-head").get(1).localToScreen(lookup(".lane-head").get(1).getBoundsInLocal());
        robot.clickOn(news.getMaxX() + 200, news.getCenterY(), MouseButton.PRIMARY);
        assertThat(screens.model().selection().streamProperty().get()).contains(new StreamName("news"));
    }

    @Test
    @DisplayName("R25 has the same commands in the menu of a lane whatever goes on, each about the key shown when it opened")
    void menu() {
        robot.interact(() -> show(LiveScene.REST, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        MenuButton menu = (MenuButton) lookup(".lane-head .tile-menu").getFirst();
        robot.interact(menu::show);
        List<MenuItem> atRest = items(menu);
        assertThat(atRest).filteredOn(item -> !item.isDisable()).extracting(MenuItem::getText)
                .startsWith("Announce new key", "Change key now");
        robot.interact(menu::hide);
        robot.interact(() -> {
            screens.model().rekey(HALL, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(4))));
            menu.show();
        });
        assertThat(items(menu)).isEqualTo(atRest);
        MenuItem cancel = items(menu).stream().filter(item -> "Cancel 2".equals(item.getText())).findFirst()
                .orElseThrow();
        assertThat(cancel.isDisable()).isFalse();
        assertThat(atRest.getFirst().isDisable()).as("announce").isTrue();
        robot.interact(() -> {
            screens.turn(Duration.ofSeconds(5));
            screens.model().rekey(HALL, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(60))));
            screens.turn(Duration.ofSeconds(1));
        });
        assertThat(cancel.getText()).isEqualTo("Cancel 2");
        robot.interact(cancel::fire);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(screens.notice()).as("of the node").isPresent();
        assertThat(((KeyChip) lookup(".lane-head #next").getFirst()).getText()).isEqualTo("3");
    }

    @Test
    @DisplayName("R23 has no order in the menu of a lost node's lane, and says why; this console's own counters are no order")
    void menuOfLost() {
        robot.interact(() -> show(LiveScene.LOST, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        MenuButton menu = (MenuButton) lookup(".lane-head .tile-menu").getFirst();
        robot.interact(menu::show);
        assertThat(items(menu)).filteredOn(item -> !item.isDisable()).extracting(MenuItem::getId)
                .containsExactly("resetCounters");
        assertThat(items(menu).getFirst().getText()).startsWith("Nothing can be ordered: no connection to studio");
        robot.interact(menu::hide);
    }

    @Test
    @DisplayName("opens a folded lane for a client that a problem points at, and says why it does not decrypt")
    void reveals() {
        robot.interact(() -> {
            show(LiveScene.TWENTY, Theme.LIGHT, Language.ENGLISH, 1280, 800);
            screens.model().selection().reveal(new Target.OfClient(new NodeName("eavesdropper")));
            layOut();
        });
        assertThat(focused().getAccessibleText()).startsWith("Client eavesdropper");
        assertThat(robot.lookup(".why").tryQuery()).isPresent();
        assertThat(robot.lookup(".cures .button").queryAll()).isNotEmpty();
    }

    @Test
    @DisplayName("R29 offers to change the key at once where an impostor sends, or nobody vouches for packets")
    void impostor() {
        robot.interact(() -> {
            show(LiveScene.IMPOSTOR, Theme.LIGHT, Language.ENGLISH, 1280, 800);
            screens.model().selection().reveal(new Target.OfClient(new NodeName("client-1")));
            layOut();
        });
        assertThat(lookup(".lane-head .signed")).hasSize(2).allMatch(Node::isVisible);
        Button cure = robot.lookup(".cures .button").queryButton();
        assertThat(cure.getText()).isEqualTo("Change the key of lecture-hall now");
        robot.interact(cure::fire);
        robot.interact(() -> {
            screens.turn(Duration.ofSeconds(1));
            layOut();
        });
        assertThat(lookup(".lane-head #inUse")).map(KeyChip.class::cast).extracting(Labeled::getText)
                .containsExactlyInAnyOrder("3", "2");
        robot.interact(() -> {
            screens.model().selection().reveal(new Target.OfClient(new NodeName("client-4")));
            layOut();
        });
        assertThat(robot.lookup(".cures .button").queryAllAs(Button.class)).extracting(Labeled::getText)
                .contains("Change the key of news now");
    }

    @Test
    @DisplayName("R29 switches signing and the impostor of the lab in the menu of what can be added")
    void labSwitches() {
        robot.interact(() -> show(LiveScene.REST, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        MenuButton add = robot.lookup("#add").queryAs(MenuButton.class);
        for (String id : List.of("signing", "impostor")) {
            robot.interact(add::show);
            robot.interact(() -> press(item(add, id)));
            robot.interact(add::hide);
        }
        assertThat(screens.lab().isSigning()).isTrue();
        assertThat(screens.lab().hasImpostor()).isTrue();
        robot.interact(add::show);
        assertThat(item(add, "impostor").isSelected()).isTrue();
        robot.interact(() -> press(item(add, "impostor")));
        robot.interact(add::hide);
        assertThat(screens.lab().hasImpostor()).isFalse();
    }

    /// As a click does.
    private static void press(CheckMenuItem item) {
        item.setSelected(!item.isSelected());
        item.fire();
    }

    private static CheckMenuItem item(MenuButton menu, String id) {
        return menu.getItems().stream().filter(item -> id.equals(item.getId())).map(CheckMenuItem.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("draws the timeline at the scale of the screen when all is larger, and not again before it has moved a pixel")
    void sharp() {
        robot.interact(() -> show(LiveScene.REST, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        KeyTimeline timeline = (KeyTimeline) lookup(".key-timeline").getFirst();
        Canvas canvas = (Canvas) timeline.getChildrenUnmodifiable().getFirst();
        assertThat(canvas.getWidth()).isBetween(timeline.getWidth() - 1, timeline.getWidth() + 1);
        robot.interact(() -> {
            scene.shell().presentingProperty().set(true);
            layOut();
            layOut();
        });
        double scale = timeline.getLocalToSceneTransform().getMxx();
        assertThat(scale).isGreaterThan(1.3);
        assertThat(canvas.getWidth()).isBetween(timeline.getWidth() * scale - 1, timeline.getWidth() * scale + 2);
        assertThat(canvas.getLocalToSceneTransform().getMxx()).isBetween(0.999, 1.001);
    }

    @Test
    @DisplayName("grows with the window")
    void grows() {
        robot.interact(() -> show(LiveScene.REMOTE, Theme.LIGHT, Language.ENGLISH, 1280, 800));
        double usual = ((KeyTimeline) lookup(".key-timeline").getFirst()).slices().getFirst().height();
        robot.interact(() -> show(LiveScene.REMOTE, Theme.LIGHT, Language.ENGLISH, 960, 600));
        assertThat(((KeyTimeline) lookup(".key-timeline").getFirst()).slices().getFirst().height())
                .isLessThan(usual * 0.95);
    }

    private static List<MenuItem> items(MenuButton menu) {
        return menu.getItems().stream().filter(MenuItem::isVisible)
                .filter(item -> item.getText() != null && !item.getText().isEmpty()).toList();
    }

    private List<String> names() {
        return lookup(".client-strip .client-name").stream().map(Labeled.class::cast).map(Labeled::getText).toList();
    }

    private Node focused() {
        return scene.scene().getFocusOwner();
    }

    private List<Node> lookup(String query) {
        List<Node> found = new ArrayList<>(new HashSet<>(robot.lookup(query).queryAll()));
        found.sort((one, other) -> Double.compare(one.localToScene(0, 0).getY(), other.localToScene(0, 0).getY()));
        return found;
    }

    private void show(LiveScene situation, Theme theme, Language language, double width, double height) {
        screens = new FakeScreens();
        situation.begin(screens);
        scene = new ConsoleScene(screens.model(), theme, Path.of("operator"), new FakeDesktop(Optional.empty()));
        situation.happen(screens);
        stage.setScene(scene.scene());
        stage.show();
        look(theme, language, width, height);
    }

    private void look(Theme theme, Language language, double width, double height) {
        scene.shell().themeProperty().set(theme);
        scene.shell().languageProperty().set(language);
        stage.setWidth(width);
        stage.setHeight(height);
        layOut();
        screens.turn(Duration.ofMillis(200));
        layOut();
    }

    private void layOut() {
        for (int pass = 0; pass < 3; pass++) {
            scene.scene().getRoot().applyCss();
            scene.scene().getRoot().layout();
            layOutUnmanaged(scene.scene().getRoot());
        }
    }

    /// Roots of a layout of their own are laid out with the next pulse, which a test does not wait for.
    private static void layOutUnmanaged(Node node) {
        if (node instanceof Parent parent) {
            if (!parent.isManaged()) {
                parent.layout();
            }
            parent.getChildrenUnmodifiable().forEach(LiveLayoutTest::layOutUnmanaged);
        }
    }

    private void examine(String look, List<String> wrong) {
        for (Node row : lookup(".lane-row")) {
            List<Labeled> parts = new ArrayList<>();
            gather(row, parts);
            double rowEnd = row.localToScene(row.getBoundsInLocal()).getMaxX();
            for (Labeled part : parts) {
                Bounds bounds = part.localToScene(part.getBoundsInLocal());
                boolean isFirm = part.getStyleClass().stream().anyMatch(NEVER_CUT::contains)
                        && !part.getStyleClass().contains("crew");
                String name = look + ": " + part.getText() + " in " + row.getAccessibleText();
                if (isFirm && (part.isTextTruncated() || part.getWidth() < part.prefWidth(-1) - 0.6)) {
                    wrong.add("cut " + name);
                }
                if (bounds.getMaxX() > rowEnd + 0.6) {
                    wrong.add("outside " + name);
                }
                for (Labeled other : parts) {
                    Bounds others = other.localToScene(other.getBoundsInLocal());
                    if (other != part && bounds.getMinX() < others.getMinX() && bounds.getMaxX() > others.getMinX() + 1
                            && bounds.getMinY() < others.getMaxY() - 2 && bounds.getMaxY() > others.getMinY() + 2) {
                        wrong.add("overlapping " + other.getText() + ", " + name);
                    }
                }
            }
        }
    }

    private static void gather(Node node, List<Labeled> parts) {
        if (!node.isVisible() || node.getOpacity() == 0) {
            return;
        }
        if (node instanceof Labeled labeled) {
            parts.add(labeled);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> gather(child, parts));
        }
    }
}
