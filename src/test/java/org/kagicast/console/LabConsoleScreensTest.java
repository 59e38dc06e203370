package org.kagicast.console;

import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.kagicast.lab.Lab;
import org.kagicast.lab.LabOptions;
import org.testfx.framework.junit5.Start;

@DisplayName("The console with the lab")
class LabConsoleScreensTest extends ConsoleScreens {

    @Start
    void open(Stage stage) {
        open(stage, scenario -> Lab.start(LabOptions.of(scenario), time()));
    }
}
