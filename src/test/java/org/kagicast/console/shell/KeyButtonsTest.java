package org.kagicast.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The key buttons")
class KeyButtonsTest {

    private final FakeScreens screens = new FakeScreens();
    private Spinner<Integer> leadTime;
    private Button main;

    @Start
    void open(Stage stage) {
        leadTime = new Spinner<>();
        main = new Button();
    }

    private void show() {
        Texts texts = Texts.in(Language.ENGLISH, ZoneOffset.UTC);
        leadTime.setEditable(true);
        new KeyButtons(new RekeyViewModel(screens.model()), texts, new Label(), leadTime, main, new Button(),
                new Button(), new MenuButton(), new MenuItem(), new MenuItem()).prepare();
    }

    @ParameterizedTest
    @CsvSource({"PT5M, 300 s", "PT2H, 7200 s", "PT24H, 86400 s", "PT0.5S, 0.5 s", "PT1.5S, 1.5 s"})
    @DisplayName("R25 show the stream's own lead time, however long or short, and announce with it")
    void ownLeadTime(Duration own, String shown) {
        new FxRobot().interact(() -> {
            screens.run(Scenario.CLASSROOM);
            screens.lab().leadTime(own);
            screens.turn(Duration.ofSeconds(1));
            show();
            assertThat(leadTime.getEditor().getText()).isEqualTo(shown);
            leadTime.commitValue();

            main.fire();

            assertThat(announced()).isEqualTo(own);
        });
    }

    @ParameterizedTest
    @CsvSource({"90 s, 90", "3600, 3600", "0 s, 1", "999999 s, 86400"})
    @DisplayName("R25 announce with the lead time that was typed, as near as may be")
    void typedLeadTime(String typed, long seconds) {
        new FxRobot().interact(() -> {
            screens.run(Scenario.CLASSROOM);
            screens.lab().leadTime(Duration.ofMinutes(5));
            screens.turn(Duration.ofSeconds(1));
            show();
            leadTime.getEditor().setText(typed);
            leadTime.commitValue();

            main.fire();

            assertThat(announced()).isEqualTo(Duration.ofSeconds(seconds));
        });
    }

    private Duration announced() {
        return screens.model().frame().snapshot().orElseThrow().contentServers().getFirst().streams().getFirst()
                .pending().map(change -> Duration.between(change.announced(), change.switchAt())).orElseThrow();
    }
}
