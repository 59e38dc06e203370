package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Measurements of a moment: whether they measure, not how much.
class BenchCommandTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    @DisplayName("key-requests prints a row for each kind of connection, and every request got its key")
    void keyRequests() {
        int status = run("bench", "key-requests", "--seconds", "0.3", "--connections", "3", "--json");

        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        List<JsonNode> rows = output.toString(StandardCharsets.UTF_8).lines()
                .map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(rows).extracting(row -> row.get("mode").asString()).containsExactly("persistent", "full-handshake",
                "resumed-handshake");
        assertThat(rows).allSatisfy(BenchCommandTest::isSound);
        assertThat(rows.get(0).get("full").asLong() + rows.get(0).get("resumed").asLong()).isZero();
        assertThat(rows.get(1).get("full").asLong()).isEqualTo(rows.get(1).get("requests").asLong());
        assertThat(rows.get(2).get("resumed").asLong()).isPositive();
    }

    private static void isSound(JsonNode row) {
        assertThat(row.get("connections").asInt()).isEqualTo(3);
        assertThat(row.get("requests").asLong()).isGreaterThanOrEqualTo(3);
        for (String positive : List.of("seconds", "perSecond", "p50Ms", "p99Ms", "maxMs", "barePerSecond", "bareP50Ms",
                "bareP99Ms", "ratio")) {
            assertThat(row.get(positive).asDouble()).as(positive).isPositive();
        }
        for (String zero : List.of("refused", "faults", "wrong")) {
            assertThat(row.get(zero).asLong()).as(zero).isZero();
        }
    }

    @Test
    @DisplayName("signing tells what one thread does, packets with and without signatures, and at each rate what they add")
    void signing() {
        int status = run("bench", "signing", "--seconds", "1", "--turns", "1", "--megabits", "5", "--json");

        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        List<JsonNode> rows = output.toString(StandardCharsets.UTF_8).lines()
                .map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("signaturesPerSecond").asLong()).isPositive();
        assertThat(rows.get(0).get("verificationsPerSecond").asLong()).isPositive();
        assertThat(rows.get(1).get("plainPps").asLong()).isPositive();
        assertThat(rows.get(1).get("signedPps").asLong()).isPositive();
        assertThat(rows.get(2).get("megabits").asInt()).isEqualTo(5);
        assertThat(rows.get(2).get("addedBytesPercent").asDouble()).isBetween(2.0, 8.0);
        assertThat(rows.get(2).get("signedP50").asDouble()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("console starts one launcher and another in turn, waits for window and picture, and tells what they took")
    void console(@TempDir Path folder) throws Exception {
        for (String name : List.of("a", "b")) {
            launcher(folder.resolve(name),
                    "echo $1 $2 $3 $4 $5 >>" + folder + "/said\necho '1 INFO - The window is open.' >&2\n"
                            + "echo '2 INFO - The first picture is shown.' >&2\nexec sleep 60\n");
        }

        int status = run("bench", "console", "--launcher", folder + "/a", "--launcher", folder + "/b", "--starts", "2",
                "--seconds", "0", "--json");

        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        List<JsonNode> rows = output.toString(StandardCharsets.UTF_8).lines()
                .map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(rows).extracting(row -> row.get("launcher").asString()).containsExactly(folder + "/a",
                folder + "/b");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("starts").asInt()).isEqualTo(2);
            assertThat(row.get("windowSeconds").asDouble()).isPositive();
            assertThat(row.get("pictureSeconds").asDouble()).isGreaterThanOrEqualTo(
                    row.get("windowSeconds").asDouble());
        });
        assertThat(Files.readAllLines(folder.resolve("said"))).hasSize(4)
                .containsOnly("console --lab classroom --crypto-period 10s");
    }

    @Test
    @DisplayName("console tells what a console said that did not open, and which launcher there is not")
    void noConsole(@TempDir Path folder) throws Exception {
        launcher(folder.resolve("a"), "echo 'kagicast: no display' >&2\nexit 1\n");

        assertThat(run("bench", "console", "--launcher", folder + "/a", "--starts", "1", "--seconds", "0"))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("it said: kagicast: no display");
        assertThat(run("bench", "console", "--launcher", folder + "/b")).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("no launcher " + folder + "/b", "--launcher");
    }

    private static void launcher(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    @DisplayName("a mode that there is not is told with those that there are")
    void unknownMode() {
        assertThat(run("bench", "key-requests", "--mode", "quick")).isEqualTo(2);

        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--mode", "full-handshake");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"# none", "org.kagicast.bench.OfAnotherBuild"})
    @DisplayName("in a package whose benchmark is missing or broken, bench tells in one sentence how to get it, and all else works")
    void withoutBenchmark(String provider, @TempDir Path folder) throws Exception {
        ClassLoader offering = new Offering(Files.writeString(folder.resolve("providers"), provider).toUri().toURL());

        for (List<String> words : List.of(List.of("bench"), List.of("bench", "data-plane", "--seconds", "2"),
                List.of("bench", "--help"))) {
            errors.reset();
            assertThat(run(offering, words.toArray(String[]::new))).isEqualTo(1);
            assertThat(errors.toString(StandardCharsets.UTF_8)).hasLineCount(1).startsWith("kagicast: ")
                    .contains("no benchmark", "kagicast-bench.jar", "'mvn package'");
        }
        assertThat(run(offering, "--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("key-table").doesNotContain("bench");
        assertThat(run("--help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("bench");
    }

    private int run(ClassLoader addOns, String... arguments) {
        return new Kagicast(InputStream.nullInputStream(), output, errors, InstantSource.system(), addOns)
                .run(arguments);
    }

    /// Whatever service it is asked for, the providers are those of one file.
    private static final class Offering extends ClassLoader {

        private final URL providers;

        Offering(URL providers) {
            super(Kagicast.class.getClassLoader());
            this.providers = providers;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/")
                    ? Collections.enumeration(List.of(providers))
                    : super.getResources(name);
        }
    }

    private int run(String... arguments) {
        return new Kagicast(InputStream.nullInputStream(), output, errors).run(arguments);
    }
}
