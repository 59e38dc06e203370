package org.kagicast.console;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.kagicast.console.fake.FakeLab;
import org.testfx.framework.junit5.Start;

@DisplayName("The console with a lab that pretends")
class FakeConsoleScreensTest extends ConsoleScreens {

    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    @Start
    void open(Stage stage) {
        open(stage, scenario -> new FakeLab(time(), executor, scenario));
    }
}
