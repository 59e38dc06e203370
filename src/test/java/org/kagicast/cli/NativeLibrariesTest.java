package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A folder that is no folder stands for one that lets nothing run.
@DisabledOnOs(OS.WINDOWS)
class NativeLibrariesTest {

    @TempDir
    private Path home;

    private final Properties properties = new Properties();

    @BeforeEach
    void nothingRuns() throws Exception {
        properties.setProperty("user.home", home.toString());
        properties.setProperty("java.io.tmpdir", Files.createFile(home.resolve("noexec")).toString());
    }

    @Test
    @DisplayName("libraries are loaded from the temporary folder where programs may run there")
    void ordinary() {
        properties.setProperty("java.io.tmpdir", home.toString());

        NativeLibraries.choose(properties, Map.of());

        assertThat(properties).doesNotContainKeys("org.sqlite.tmpdir", "io.netty.native.workdir");
        assertThat(home).isDirectoryNotContaining("glob:**kagicast*");
    }

    @Test
    @DisplayName("where nothing may run in the temporary folder, they are loaded from a private one in the user's cache")
    void cache() throws Exception {
        NativeLibraries.choose(properties, Map.of());

        Path folder = home.resolve(".cache/kagicast/native");
        assertThat(properties).containsEntry("org.sqlite.tmpdir", folder.toString())
                .containsEntry("io.netty.native.workdir", folder.toString());
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("a service takes the folder that systemd gives it")
    void service() throws Exception {
        Path state = Files.createDirectory(home.resolve("state"));

        NativeLibraries.choose(properties, Map.of("STATE_DIRECTORY", state + ":" + home));

        assertThat(properties).containsEntry("org.sqlite.tmpdir", state.resolve("native").toString());
    }

    @Test
    @DisplayName("a folder that was named stays")
    void named() {
        properties.setProperty("org.sqlite.tmpdir", "/named");

        NativeLibraries.choose(properties, Map.of());

        assertThat(properties).containsEntry("org.sqlite.tmpdir", "/named").containsEntry("io.netty.native.workdir",
                home.resolve(".cache/kagicast/native").toString());
    }
}
