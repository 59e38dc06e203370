package org.kagicast.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.OperatorException;

class PrivateFilesTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("Where a file system cannot keep a file to one user, no secret is written, and the cure is told")
    void noPermissions() throws Exception {
        try (FileSystem other = FileSystems.newFileSystem(URI.create("jar:" + folder.resolve("a.zip").toUri()),
                Map.of("create", "true"))) {
            Path secret = other.getPath("/secrets/kek");

            assertThatThrownBy(() -> PrivateFiles.write(secret, new byte[32])).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("/secrets").hasMessageContaining("POSIX permissions");

            assertThat(secret).doesNotExist();
            Files.write(other.getPath("/kek"), new byte[32]);
            assertThatThrownBy(() -> PrivateFiles.isOpenToOthers(other.getPath("/kek")))
                    .isInstanceOf(OperatorException.class);
        }
    }
}
