package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.Fuzz;

class ConfigurationFuzzTest {

    /// It lacks the stream, so that nothing starts.
    private static final String VALID = """
            # A content server
            identity = "/etc/kagicast/studio"
            key-server = ["ks-1:7400", "ks-2:7400"]
            group = "239.1.9.1:5004"
            interface = "eth0"
            ttl = 3
            source = ["film=file:/srv/film.ts?loop=true", 'udp://@:7000']
            key-label = ["premium=program:2", "basic=rest"]
            crypto-period = "10m"
            """;

    /// The second table lacks its source, so that nothing starts.
    private static final String SEVERAL = """
            identity = "/etc/kagicast/studio"
            key-server = "ks-1:7400"
            interface = "lo"
            [[stream]]
            name = "news"
            group = "239.1.9.1:5004"
            source = ["film=file:/srv/film.ts?loop=true", 'udp://@:7000']
            key-label = ["premium=program:2", "basic=rest"]
            [[stream]]
            name = "film"
            group = "239.1.9.2:5004"
            crypto-period = "10m"
            """;

    private final CommandLineFixture command = new CommandLineFixture();

    @Test
    @DisplayName("whatever a configuration file holds, it is wrong usage in a sentence and no fault")
    void configuration(@TempDir Path folder) throws IOException, InterruptedException {
        fuzz(VALID, folder.resolve("content-server.toml"));
    }

    @Test
    @DisplayName("whatever tables of streams a configuration file holds, it is wrong usage in a sentence and no fault")
    void tables(@TempDir Path folder) throws IOException, InterruptedException {
        fuzz(SEVERAL, folder.resolve("content-server.toml"));
    }

    private void fuzz(String valid, Path file) throws IOException, InterruptedException {
        Fuzz.run(25, random -> {
            byte[] bytes = Fuzz.damaged(valid.getBytes(StandardCharsets.UTF_8), random);
            Files.write(file, bytes);
            int status = command.run("content-server", "--config", file.toString());

            assertThat(status).as(command.errors()).isEqualTo(2);
            assertThat(command.errors()).startsWith("kagicast: ").doesNotContain("\tat ");
        });
    }
}
