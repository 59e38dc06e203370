package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The window, opened again,")
class MemoryTest {

    private final ManualTime time = new ManualTime();
    private final FxRobot robot = new FxRobot();
    private Preferences preferences = new Preferences();
    private ConsoleModel model;
    private ConsoleScene scene;
    private Stage stage;

    @Start
    void start(Stage given) {
        stage = given;
        stage.setWidth(1280);
        stage.setHeight(800);
        open();
    }

    private void open() {
        model = new ConsoleModel(scenario -> new FakeLab(time, Runnable::run, scenario), NodeDialer.NONE,
                Scenario.CLASSROOM, Language.ENGLISH, time, ZoneOffset.UTC, Runnable::run, Runnable::run, preferences);
        scene = new ConsoleScene(model, Theme.LIGHT, Path.of("operator"), new FakeDesktop(Optional.empty()));
        stage.setScene(scene.scene());
        stage.show();
        model.session().start(Scenario.CLASSROOM);
        time.turn(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("shows the screen, stream, columns, order and dividers that it showed last")
    void again() {
        robot.interact(() -> scene.shell().screenProperty().set(Screen.KEY_TABLES));
        robot.interact(() -> {
            model.selection().select(new StreamName("news"));
            table().getColumns().stream().filter(column -> "created".equals(column.getId())).findFirst()
                    .ifPresent(column -> table().getColumns().remove(column));
            TableColumn<?, ?> sorted = column("state");
            sorted.setSortType(TableColumn.SortType.DESCENDING);
            sort(table(), sorted);
        });
        double before = divider();
        robot.interact(() -> drag(robot.lookup("#upperAndLower > .split-pane-divider").query(), -90));
        double dragged = divider();
        assertThat(dragged).isLessThan(before - 0.05);
        String columns = columns();
        robot.interact(() -> {
            preferences = new Preferences(preferences.all());
            open();
        });
        assertThat(scene.shell().screenProperty().get()).isEqualTo(Screen.KEY_TABLES);
        assertThat(model.selection().streamProperty().get()).contains(new StreamName("news"));
        assertThat(columns()).isEqualTo(columns).doesNotContain("created");
        assertThat(table().getSortOrder()).singleElement().satisfies(column -> {
            assertThat(column.getId()).isEqualTo("state");
            assertThat(column.getSortType()).isEqualTo(TableColumn.SortType.DESCENDING);
        });
        robot.interact(() -> scene.shell().screenProperty().set(Screen.LIVE));
        assertThat(divider()).isCloseTo(dragged, Offset.offset(0.02));
    }

    /// As a mouse does it, whatever else the machine is busy with.
    private static void drag(Node divider, double by) {
        Point2D from = divider.localToScene(divider.getLayoutBounds().getCenterX(),
                divider.getLayoutBounds().getCenterY());
        List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_DRAGGED, MouseEvent.MOUSE_RELEASED).forEach(type -> {
            double y = from.getY() + (type == MouseEvent.MOUSE_PRESSED ? 0 : by);
            Event.fireEvent(divider, new MouseEvent(type, from.getX(), y, from.getX(), y, MouseButton.PRIMARY, 1, false,
                    false, false, false, type != MouseEvent.MOUSE_RELEASED, false, false, true, false, true, null));
        });
    }

    private double divider() {
        return robot.lookup("#upperAndLower").queryAs(SplitPane.class).getDividerPositions()[0];
    }

    private static <S> void sort(TableView<S> table, TableColumn<?, ?> by) {
        table.getSortOrder().setAll(List.of(table.getColumns().get(table.getColumns().indexOf(by))));
    }

    private TableColumn<?, ?> column(String id) {
        return table().getColumns().stream().filter(column -> id.equals(column.getId())).findFirst().orElseThrow();
    }

    private String columns() {
        return table().getColumns().stream().filter(TableColumn::isVisible).map(TableColumn::getId)
                .collect(Collectors.joining(","));
    }

    private TableView<?> table() {
        return robot.lookup("#keyTable").queryAs(TableView.class);
    }
}
