package org.kagicast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.node.program.ClientProgramSettings.Reception;

/// Configuration files in the place of options.
class ConfigurationFileTest {

    private static final Path EXAMPLES = Path.of("installer", "config");

    private static final String STREAMS = """
            identity = "%s"
            key-server = "127.0.0.1:7400"
            interface = "lo"
            ttl = 3
            crypto-period = "9m"
            lead-time = "4s"

            [[stream]]
            name = "news"
            group = "239.1.1.1:5004"
            source = "pattern:rate=5"
            [[stream]]
            name = "film"
            group = "239.1.1.2:5004"
            ttl = 7
            crypto-period = "60s"
            source = ["main=test-card", "pattern:rate=5"]
            """;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"key-server", "key-master", "key-slave", "content-server", "client",
            "content-server-channels", "client-channels"})
    @DisplayName("R22 the example of each role is understood whole: all that is missing is what it points to")
    void examples(String example) throws IOException {
        String role = example.replace("-channels", "");
        Path file = Files.writeString(folder.resolve("example.toml"),
                Files.readString(EXAMPLES.resolve(example + ".toml"))
                        .replace("/var/lib/kagicast", folder.toString()).replace("eth0", "lo"));

        assertThat(run(role, "--config", file.toString())).as(errors.toString(UTF_8)).isEqualTo(1);

        assertThat(errors.toString(UTF_8)).contains(folder.toString());
    }

    @Test
    @DisplayName("a file that is too long, or no text, is refused with what to do, however much there is of it")
    void bounded() throws IOException {
        Path longer = Files.writeString(folder.resolve("longer.toml"), "#".repeat(1024 * 1024) + "\n");
        assertThat(run("client", "--config", longer.toString())).isNotZero();
        assertThat(errors.toString(UTF_8))
                .contains("longer.toml is longer than 1024 KiB: name the file that was meant");
        errors.reset();

        Path binary = Files.write(folder.resolve("binary.toml"), new byte[]{'a', (byte) 0xff, (byte) 0xfe});
        assertThat(run("client", "--config", binary.toString())).isNotZero();
        assertThat(errors.toString(UTF_8)).contains("binary.toml is no TOML: it is not text in UTF-8");
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

    @Test
    @DisplayName("several streams stand in tables [[stream]], with what they share above them")
    void streams() throws IOException {
        Path file = Files.writeString(folder.resolve("studio.toml"), STREAMS.formatted(folder));

        assertThat(run("content-server", "--config", file.toString())).as(errors.toString(UTF_8)).isEqualTo(1);

        assertThat(errors.toString(UTF_8)).contains(folder.toString());
        List<StreamSettings> streams = Kagicast.read(List.of("content-server", "--config", file.toString()),
                ContentServerCommand.class, command -> command.settings().streams());
        assertThat(streams).extracting(one -> one.name().value()).containsExactly("news", "film");
        assertThat(streams).extracting(StreamSettings::ttl).containsExactly(3, 7);
        assertThat(streams).extracting(one -> one.rekeying().cryptoPeriod()).containsExactly(Duration.ofMinutes(9),
                Duration.ofSeconds(60));
        assertThat(streams.getLast().source().names()).containsExactly("main", "2");
    }

    @Test
    @DisplayName("several groups of a client stand in tables [[group]], with what they share above them")
    void groups() throws IOException {
        Path file = Files.writeString(folder.resolve("screen.toml"), """
                identity = "%s"
                key-server = "127.0.0.1:7400"
                interface = "lo"
                sink = "count"
                [[group]]
                group = "239.1.1.1:5004"
                [[group]]
                group = ["239.1.1.2:5004", "239.1.1.3:5004"]
                sink = "udp://127.0.0.1:7001"
                key-idle = "30m"
                """.formatted(folder));

        List<Reception> receptions = Kagicast.read(List.of("client", "--config", file.toString()),
                ClientCommand.class, command -> command.settings().receptions());

        assertThat(receptions).extracting(Reception::sink).containsExactly("count", "udp://127.0.0.1:7001");
        assertThat(receptions).extracting(one -> one.groups().size()).containsExactly(1, 2);
        assertThat(receptions).extracting(one -> one.limits().keyIdle()).containsExactly(Duration.ofMinutes(10),
                Duration.ofMinutes(30));
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ttl = 7         | tttl = 7          | [[stream]] "film" at line 12 of the configuration | holds "tttl" at line 15
            ttl = 7         | ttl = "far"       | [[stream]] "film" at line 12                      | 'far'
            name = "film"   | name = "news"     | Two streams are called news                       | another name
            239.1.1.2       | 239.1.1.1         | both go to 239.1.1.1:5004                         | news and film
            name = "film"   | keys = "ask"      | [[stream]] at line 12 of the configuration        | lacks name
            name = "film"   | name = "x y"      | [[stream]] "x y" at line 12                       | x y
            ttl = 3         | stream = "one"    | is no TOML                                        | stream
            lead-time       | crypto-period     | is no TOML                                        | crypto-period
            source = ["main | sourc = ["main    | "film"                                            | holds "sourc"
            name = "film"   | stream = "film";;name = "film" | has both name and stream            | keep one
            """)
    @DisplayName("what is wrong with a table is told with its name and line")
    void wrongTables(String right, String wrong, String sentence, String also) throws IOException {
        Path file = Files.writeString(folder.resolve("studio.toml"),
                STREAMS.formatted(folder).replace(right, wrong.replace(";;", "\n")));

        assertThat(run("content-server", "--config", file.toString())).isEqualTo(2);

        assertThat(errors.toString(UTF_8)).contains(sentence, also);
    }

    @Test
    @DisplayName("with tables [[stream]] the options of a stream cannot stand on the command line, others can")
    void optionsBesideTables() throws IOException {
        Path file = Files.writeString(folder.resolve("studio.toml"), STREAMS.formatted(folder));

        assertThat(run("content-server", "--config", file.toString(), "--ttl=2")).isEqualTo(2);
        assertThat(errors.toString(UTF_8)).contains("[[stream]]", "--ttl cannot stand on the command line");

        assertThat(run("content-server", "--config", file.toString(), "--listen", "127.0.0.1:0")).isEqualTo(1);
    }

    @Test
    @DisplayName("a table with single brackets, and more than 1,000 tables, are refused")
    void oddTables() throws IOException {
        Path file = Files.writeString(folder.resolve("studio.toml"), "[stream]\nname = \"a\"\n");
        assertThat(run("content-server", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString(UTF_8)).contains("write [[stream]]");

        Files.writeString(file, "[[stream]]\nname = \"a\"\n".repeat(1001));
        assertThat(run("content-server", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString(UTF_8)).contains("1001 tables", "at most 1000");
    }

    private int run(String... arguments) {
        return new Kagicast(InputStream.nullInputStream(), OutputStream.nullOutputStream(), errors).run(arguments);
    }
}
