package org.kagicast.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A lock against other processes")
class ProcessLockTest {

    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is had by one at a time, by whichever name its file is called")
    void oneHolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);

        try (ProcessLock _ = ProcessLock.take(data.resolve("table")).orElseThrow()) {
            assertThat(ProcessLock.take(data.resolve("table"))).isEmpty();
            assertThat(ProcessLock.take(link.resolve("table"))).isEmpty();
            assertThat(ProcessLock.takeFile(data.resolve("table.lock"))).isEmpty();
        }

        ProcessLock again = ProcessLock.take(link.resolve("table")).orElseThrow();
        again.close();
        again.close();
    }

    @Test
    @DisplayName("stays with its holder when somebody else in the process asks for it in vain")
    void refusedTakeKeepsTheLock() throws IOException {
        assumeTrue(Files.isReadable(LOCKS));
        Path table = folder.resolve("table");

        try (ProcessLock _ = ProcessLock.take(table).orElseThrow()) {
            assertThat(isLockedForOthers(table)).isTrue();
            assertThat(ProcessLock.take(table)).isEmpty();

            assertThat(isLockedForOthers(table)).isTrue();
        }
        assertThat(isLockedForOthers(table)).isFalse();
    }

    /// By what the kernel lists: `POSIX ADVISORY WRITE` with this process's ID and the file's inode.
    private static boolean isLockedForOthers(Path table) throws IOException {
        String inode = ":" + Files.getAttribute(table.resolveSibling(table.getFileName() + ".lock"), "unix:ino") + " ";
        String process = " " + ProcessHandle.current().pid() + " ";
        return Files.readAllLines(LOCKS).stream().anyMatch(lock -> lock.contains("POSIX") && lock.contains(inode)
                && lock.contains(process));
    }
}
