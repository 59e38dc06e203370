package org.kagicast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Configuration files in the place of options.
class ConfigurationFileTest {

    private static final Path EXAMPLES = Path.of("installer", "config");

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"key-server", "key-master", "key-slave", "content-server", "client"})
    @DisplayName("R22 the example of each role is understood whole: all that is missing is what it points to")
    void examples(String role) throws IOException {
        Path file = Files.writeString(folder.resolve("example.toml"), Files.readString(EXAMPLES.resolve(role + ".toml"))
                .replace("/var/lib/kagicast", folder.toString()).replace("eth0", "lo"));

        assertThat(run(role, "--config", file.toString())).as(errors.toString(UTF_8)).isEqualTo(1);

        assertThat(errors.toString(UTF_8)).contains(folder.toString());
    }

    @Test
    @DisplayName("an array stands for an option with several values, and an option on the command line wins")
    void arrays() throws IOException {
        Path file = Files.writeString(folder.resolve("client.toml"), """
                identity = "%s"
                key-server = ["127.0.0.1:7400", "nonsense"]
                group = "239.1.1.1:5004"
                interface = "lo"
                """.formatted(folder));

        assertThat(run("client", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString(UTF_8)).contains("nonsense");
        errors.reset();

        assertThat(run("client", "--config", file.toString(), "--key-server", "127.0.0.1:7400", "--sink", "count"))
                .isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains(folder.toString());
    }

    @Test
    @DisplayName("R6 rules for key labels and several sources stand in arrays, commas and all")
    void keyLabels() throws IOException {
        String text = """
                identity = "%s"
                key-server = "127.0.0.1:7400"
                stream = "film"
                group = "239.1.1.1:5004"
                interface = "lo"
                source = ["main=test-card", "pattern:rate=5"]
                key-label = ["premium=pid:0x101,0x102", "premium=source:2&time:20:00-23:00", "basic=rest"]
                """.formatted(folder);
        Path file = Files.writeString(folder.resolve("film.toml"), text);

        assertThat(run("content-server", "--config", file.toString())).as(errors.toString(UTF_8)).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains(folder.toString());
        errors.reset();
        Files.writeString(file, text.replace("source:2", "source:3"));
        assertThat(run("content-server", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString(UTF_8)).contains("its sources are main, 2.");
    }

    @Test
    @DisplayName("a name that is no option is told, and so is the file")
    void unknownName() throws IOException {
        Path file = Files.writeString(folder.resolve("client.toml"), "listn = 1");

        assertThat(run("client", "--config", file.toString())).isEqualTo(2);

        assertThat(errors.toString(UTF_8)).contains(file.toString(), "listn", "no option of client");
    }

    private int run(String... arguments) {
        return new Kagicast(InputStream.nullInputStream(), OutputStream.nullOutputStream(), errors).run(arguments);
    }
}
