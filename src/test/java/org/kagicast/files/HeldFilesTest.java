package org.kagicast.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StorageMessage;

@DisplayName("Files that are held open")
class HeldFilesTest {

    @TempDir
    private Path folder;

    private HeldFiles held(Path... files) throws Exception {
        return HeldFiles.of(List.of(files), StorageMessage.NOTHING_STORED, StorageMessage.RESTORE_BACKUP);
    }

    @Test
    @DisplayName("are in place as long as they are the same files, whatever is written to them")
    void written() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "1");
        HeldFiles held = held(file, folder.resolve("never-there"));

        Files.writeString(file, "2 and more");
        Files.writeString(folder.resolve("never-there"), "3");

        assertThat(held.look()).isTrue();
        assertThat(held.problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("are not when one is removed or replaced, be it by its own copy, and are again when it is back")
    void removedReplacedAndBack() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "1");
        Path away = folder.resolve("away");
        HeldFiles held = held(Files.writeString(folder.resolve("b"), "1"), file);
        Files.move(file, away);

        assertThat(held.areInPlace()).as("nobody has looked").isTrue();
        assertThat(held.look()).isFalse();
        assertThat(held.problem().map(CodedMessage::text).orElseThrow()).contains(file + " was removed",
                "so nothing more is stored",
                "put the former folder back", "If that is gone, stop this program, restore the latest backup");

        Files.move(away, file);
        assertThat(held.look()).isTrue();
        assertThat(held.problem().map(CodedMessage::text)).isEmpty();
        Files.copy(file, away);
        Files.move(file, folder.resolve("former"));
        Files.move(away, file);
        assertThat(held.look()).isFalse();
        assertThat(held.problem().map(CodedMessage::text).orElseThrow()).contains(file + " was replaced");
    }

    @Test
    @DisplayName("are not when their folder is gone, or something else lies where it was")
    void folderGone() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        HeldFiles held = held(Files.writeString(data.resolve("a"), "1"));
        Files.move(data, folder.resolve("away"));
        assertThat(held.look()).isFalse();
        Files.writeString(data, "no folder");
        assertThat(held.look()).isFalse();
    }
}
