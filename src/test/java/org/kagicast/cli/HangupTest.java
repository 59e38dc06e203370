package org.kagicast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// SIGHUP to a program that is not up yet, with a named pipe for its configuration that holds it there.
@EnabledOnOs({OS.LINUX, OS.MAC})
class HangupTest {

    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    private Path configuration;

    @BeforeEach
    void pipe() throws IOException, InterruptedException {
        configuration = folder.resolve("client.toml");
        assertThat(new ProcessBuilder("mkfifo", configuration.toString()).start().waitFor()).isZero();
    }

    @Test
    @DisplayName("a SIGHUP that comes while a program starts does not end it")
    void early() throws IOException, InterruptedException {
        Process program = start("");
        try {
            // Opening waits until the program reads.
            try (var writer = Files.newBufferedWriter(configuration)) {
                assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(program.pid())).start().waitFor())
                        .isZero();
                writer.write("nonsense = 1\n");
            }
            assertThat(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(said()).contains("holds \"nonsense\"");
            assertThat(program.exitValue()).isEqualTo(2);
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    @DisplayName("a program that was started with SIGHUP ignored, as by nohup, says that it will not read its configuration again")
    void ignored() throws IOException, InterruptedException {
        Process program = start("trap '' HUP; ");
        try {
            Files.writeString(configuration, """
                    identity = "%s"
                    key-server = "127.0.0.1:7400"
                    group = "239.1.1.1:5004"
                    interface = "lo"
                    sink = "count"
                    """.formatted(folder.resolve("none")));
            assertThat(program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(said()).contains("SIGHUP is ignored");
        } finally {
            program.destroyForcibly();
        }
    }

    private Process start(String before) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "client", "--config",
                configuration.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"), UTF_8);
    }
}
