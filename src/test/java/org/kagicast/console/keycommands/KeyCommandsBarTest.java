package org.kagicast.console.keycommands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Spinner;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;
import org.kagicast.model.StreamSnapshot;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The bar of key commands")
class KeyCommandsBarTest {

    private final FakeScreens screens = new FakeScreens();
    private final FxRobot robot = new FxRobot();
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
    }

    @ParameterizedTest
    @CsvSource({"PT5M, 300 s", "PT2H, 7200 s", "PT24H, 86400 s", "PT0.5S, 0.5 s", "PT1.5S, 1.5 s"})
    @DisplayName("R25 shows the stream's own lead time, however long or short, and announces with it")
    void ownLeadTime(Duration own, String shown) {
        robot.interact(() -> {
            run(own);
            assertThat(leadTime().getEditor().getText()).isEqualTo(shown);
            leadTime().commitValue();
            button("announce").fire();
            assertThat(announced()).isEqualTo(own);
        });
    }

    @ParameterizedTest
    @CsvSource({"90 s, 90", "3600, 3600", "0 s, 1", "999999 s, 86400"})
    @DisplayName("R25 announces with the lead time that was typed, as near as may be")
    void typedLeadTime(String typed, long seconds) {
        robot.interact(() -> {
            run(Duration.ofMinutes(5));
            leadTime().getEditor().setText(typed);
            leadTime().commitValue();
            button("announce").fire();
            assertThat(announced()).isEqualTo(Duration.ofSeconds(seconds));
        });
    }

    @Test
    @DisplayName("R25 Cancel, held down while the countdown ends, keeps its words and changes nothing")
    void cancelHeldDown() {
        robot.interact(() -> {
            run(Duration.ofSeconds(5));
            button("announce").fire();
            screens.turn(Duration.ofMillis(4_800));
            button("cancel").arm();
            screens.turn(Duration.ofMillis(700));
            assertThat(button("cancel").getText()).isEqualTo("Cancel 2");
            assertThat(button("cancel").isDisabled()).isFalse();
            long before = stream().inUse().orElseThrow().keyId().value();
            button("cancel").fire();
            button("cancel").disarm();
            assertThat(stream().inUse().orElseThrow().keyId().value()).isEqualTo(before);
            assertThat(stream().pending()).isEmpty();
            assertThat(screens.notice().orElseThrow()).contains("nothing was cancelled");
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> {
            assertThat(button("cancel").isDisabled()).isTrue();
            assertThat(button("cancel").getText()).isEqualTo("Cancel");
        });
    }

    @Test
    @DisplayName("R25 buttons neither move nor change their order while a change is announced, held, and over")
    void places() {
        robot.interact(() -> {
            run(Duration.ofSeconds(5));
            double[] atRest = lefts();
            button("announce").fire();
            assertThat(lefts()).isEqualTo(atRest);
            button("hold").fire();
            assertThat(lefts()).isEqualTo(atRest);
            button("switchNow").fire();
            assertThat(lefts()).isEqualTo(atRest);
        });
    }

    @Test
    @DisplayName("R25 commands to all streams of a real domain are asked back, and the focus stays on leaving it")
    void confirmed() {
        robot.interact(() -> {
            screens.connect();
            screens.turn(Duration.ofSeconds(1));
            show();
            ((MenuButton) find("allStreams")).getItems().getLast().fire();
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stream().inUse().orElseThrow().keyId().value()).isEqualTo(1);
        Button confirm = robot.lookup("#confirm").queryAs(Button.class);
        assertThat(confirm.getText()).isEqualTo("Change the keys of all 2 streams now");
        assertThat(confirm.isFocused()).isFalse();
        robot.interact(confirm::fire);
        robot.interact(() -> screens.turn(Duration.ofSeconds(1)));
        assertThat(stream().inUse().orElseThrow().keyId().value()).isGreaterThan(1);
    }

    private double[] lefts() {
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
        return new double[]{left("announce"), left("changeNow"), left("switchNow"), left("hold"), left("cancel")};
    }

    private double left(String id) {
        Node node = find(id);
        return node.localToScene(node.getBoundsInLocal()).getMinX();
    }

    private void run(Duration leadTime) {
        screens.run(Scenario.CLASSROOM);
        screens.lab().leadTime(leadTime);
        screens.turn(Duration.ofSeconds(1));
        show();
    }

    private void show() {
        KeyCommandsBar bar = new KeyCommandsBar(new KeyCommandsViewModel(screens.model()),
                Texts.in(Language.ENGLISH, ZoneOffset.UTC));
        Scene scene = new Scene(new StackPane(bar.node()), 960, 100);
        scene.getStylesheets().add(KeyCommandsBarTest.class.getResource("/css/console.css").toExternalForm());
        stage.setScene(scene);
        stage.show();
    }

    private Node find(String id) {
        return stage.getScene().lookup("#" + id);
    }

    private Button button(String id) {
        return (Button) find(id);
    }

    @SuppressWarnings("unchecked")
    private Spinner<Integer> leadTime() {
        return (Spinner<Integer>) find("leadTime");
    }

    private StreamSnapshot stream() {
        return screens.model().frame().snapshot().orElseThrow().contentServers().getFirst().streams().getFirst();
    }

    private Duration announced() {
        return stream().pending().map(change -> Duration.between(change.announced(), change.switchAt())).orElseThrow();
    }
}
