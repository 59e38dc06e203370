package org.kagicast.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.HostPort;

@DisplayName("The console's settings")
class SettingsFileTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("survive a restart")
    void roundTrip() {
        ConsoleSettings settings = new ConsoleSettings(Optional.of(new WindowBounds(10, -20.5, 1280, 800, true)),
                Theme.DARK, Language.JAPANESE, Optional.of(Scenario.CLASSROOM), false,
                List.of(new Destination(new HostPort("2001:db8::1", 7400), Path.of("/home/me/a folder/operator")),
                        new Destination(new HostPort("ks.example", 7401), Path.of("/etc/kagicast/operator"))),
                Optional.of("demo"), Map.of("screen", "key_tables", "stream.demo", "news", "sort.keyTable", "a,-b"));
        Path file = folder.resolve("kagicast").resolve("console.properties");
        new SettingsFile(file).save(settings);
        assertThat(new SettingsFile(file).load()).isEqualTo(settings);
    }

    @Test
    @DisplayName("are the defaults at the first start")
    void firstStart() {
        ConsoleSettings settings = new SettingsFile(folder.resolve("absent")).load();
        assertThat(settings.window()).isEmpty();
        assertThat(settings.theme()).isEqualTo(Theme.LIGHT);
        assertThat(settings.scenario()).isEmpty();
        assertThat(settings.nodes()).isEmpty();
        assertThat(settings.labOpen()).as("the start centre asks").isFalse();
    }

    @Test
    @DisplayName("do not keep the console from opening when the file is damaged")
    void damaged() throws IOException {
        Path file = Files.writeString(folder.resolve("console.properties"),
                "theme=purple\nwindow=1 2 NaN 4\nlanguage=\\u00zz\nscenario=\n");
        assertThat(new SettingsFile(file).load().window()).isEmpty();
        Files.writeString(file,
                "window=0 0 1e9 3 5\nscenario=fourth\nnode.0=nowhere\nnode.1=h:99999 x\nnode.2=h:1 /x\n");
        assertThat(new SettingsFile(file).load().scenario()).isEmpty();
        assertThat(new SettingsFile(file).load().nodes())
                .containsExactly(new Destination(new HostPort("h", 1), Path.of("/x")));
    }

    @Test
    @DisplayName("are left alone when they cannot be written")
    void unwritable() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("console.properties");
        new SettingsFile(file).save(new SettingsFile(file).load());
        assertThat(file).doesNotExist();
    }

    @Test
    @DisplayName("are read as they were or as they are, never half, and leave nothing else behind")
    void atOnce() throws IOException {
        Path file = folder.resolve("console.properties");
        SettingsFile settings = new SettingsFile(file);
        settings.save(settings.load());
        Object before = Files.readAttributes(file, "unix:ino").get("ino");
        settings.save(settings.load());
        assertThat(Files.readAttributes(file, "unix:ino").get("ino")).as("another file took its place")
                .isNotEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
