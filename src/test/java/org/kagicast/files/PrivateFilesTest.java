package org.kagicast.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

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

    @Test
    @DisplayName("A file is replaced as a whole, for its owner only, and nothing else stays in its folder, whether it can be or not")
    void replacing() throws Exception {
        Path file = folder.resolve("kept");
        PrivateFiles.store(file, "first".getBytes(US_ASCII));
        PrivateFiles.store(file, "second".getBytes(US_ASCII));

        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.createFile(taken.resolve("inside"));
        assertThatThrownBy(() -> PrivateFiles.store(taken, new byte[1])).isInstanceOf(OperatorException.class)
                .hasMessageContaining(taken + " cannot be written");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(file, taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    @DisplayName("A secret that others may use in any way is not read, and the cure is told")
    void openToOthers(String permissions) throws Exception {
        Path file = folder.resolve("kek");
        PrivateFiles.write(file, new byte[32]);
        assertThat(PrivateFiles.isOpenToOthers(file)).isFalse();
        assertThat(PrivateFiles.read(FileMessage.PASSPHRASE_FILE, file)).hasSize(32);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThat(PrivateFiles.isOpenToOthers(file)).isTrue();
        assertThatThrownBy(() -> PrivateFiles.read(FileMessage.PASSPHRASE_FILE, file))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    @DisplayName("A file that is missing or longer than any real one is told as such")
    void unreadable() throws Exception {
        assertThatThrownBy(() -> PrivateFiles.read(FileMessage.KEY_FILE, folder.resolve("none")))
                .isInstanceOf(OperatorException.class).hasMessageContaining("there is none");
        Path file = folder.resolve("long");
        PrivateFiles.write(file, new byte[65_537]);
        assertThatThrownBy(() -> PrivateFiles.read(FileMessage.KEY_FILE, file)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("longer than any real one");
    }
}
