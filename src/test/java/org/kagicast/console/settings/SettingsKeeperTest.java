package org.kagicast.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.time.ManualTime;

@DisplayName("Saving the settings")
class SettingsKeeperTest {

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Preferences preferences = new Preferences();

    private SettingsKeeper keeper() {
        ConsoleSettings first = file().load();
        SettingsKeeper keeper = new SettingsKeeper(file(), () -> new ConsoleSettings(Optional.empty(), first.theme(),
                first.language(), Optional.empty(), false, first.nodes(), Optional.empty(), preferences.all()), time,
                Runnable::run, background::add);
        preferences.onChange(keeper::changed);
        return keeper;
    }

    @Test
    @DisplayName("happens a second after a change, in the background, so that a process that is killed has lost nothing older")
    void aSecondLater() {
        keeper();
        remember("news");
        remember("film");
        time.turn(Duration.ofMillis(999));
        assertThat(background).isEmpty();
        time.turn(Duration.ofMillis(1));
        assertThat(background).hasSize(1);
        assertThat(Files.exists(folder.resolve("settings"))).as("not on the console's thread").isFalse();
        background.remove().run();
        assertThat(remembered()).isEqualTo("film");
    }

    @Test
    @DisplayName("goes on while changes go on, and writes nothing where nothing changed")
    void whileDragging() {
        keeper();
        for (int step = 0; step < 50; step++) {
            remember("stream-" + step);
            time.turn(Duration.ofMillis(100));
        }
        assertThat(background).hasSizeBetween(4, 5);
        background.clear();
        time.turn(Duration.ofSeconds(2));
        background.clear();
        time.turn(Duration.ofMinutes(10));
        assertThat(background).isEmpty();
    }

    @Test
    @DisplayName("does not put older settings in place of newer ones, whichever write comes first")
    void newestStays() {
        keeper();
        remember("old");
        time.turn(Duration.ofSeconds(1));
        Runnable first = background.remove();
        remember("new");
        time.turn(Duration.ofSeconds(1));
        background.remove().run();
        first.run();
        assertThat(remembered()).isEqualTo("new");
    }

    @Test
    @DisplayName("happens a last time as the window is closed, and not again for what closing changes")
    void closing() {
        SettingsKeeper keeper = keeper();
        remember("news");
        keeper.close();
        remember("closing");
        time.turn(Duration.ofSeconds(5));
        keeper.write();
        assertThat(remembered()).isEqualTo("news");
        assertThat(background).isEmpty();
    }

    private void remember(String stream) {
        preferences.set(Settings.STREAM.of("demo"), stream);
    }

    private String remembered() {
        return new Preferences(file().load().remembered()).get(Settings.STREAM.of("demo"));
    }

    private SettingsFile file() {
        return new SettingsFile(folder.resolve("settings"));
    }
}
