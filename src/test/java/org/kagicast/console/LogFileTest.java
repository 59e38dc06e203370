package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("The console's log file")
class LogFileTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogFileTest.class);
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private final List<String> troubles = new ArrayList<>();

    @Test
    @DisplayName("has what is logged, faults in full, is only its owner's, and goes on at the next start")
    void written() throws IOException {
        Path file = folder.resolve("state").resolve("kagicast").resolve("console.log");
        try (LogFile log = new LogFile(file, troubles::add)) {
            log.open();
            LOG.error("A screen failed.", new IllegalStateException("innards"));
        }
        LOG.warn("Nobody writes this down.");
        try (LogFile log = new LogFile(file, troubles::add)) {
            log.open();
            LOG.warn("The next start.");
        }
        assertThat(Files.readString(file)).contains("A screen failed.", "IllegalStateException: innards",
                "at org.kagicast.console.LogFileTest", "The next start.").doesNotContain("Nobody");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
        assertThat(troubles).isEmpty();
    }

    @Test
    @DisplayName("stays small, and its former parts are only its owner's, too")
    void bounded() throws IOException, InterruptedException {
        Path file = folder.resolve("console.log");
        String line = "x".repeat(50_000);
        try (LogFile log = new LogFile(file, troubles::add)) {
            log.open();
            for (int number = 0; number < 400; number++) {
                LOG.warn(line);
                if (number % 20 == 0) {
                    Thread.sleep(110);
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(3).allSatisfy(each -> {
                assertThat(permissions(each)).isEqualTo("rw-------");
                assertThat(Files.size(each)).isLessThan(3L << 20);
            });
        }
    }

    @Test
    @EnabledIf("hasFullDevice")
    @DisplayName("on a full disk harms nothing, and that is told in one sentence, once")
    void fullDisk() throws IOException {
        Path file = Files.createSymbolicLink(folder.resolve("console.log"), FULL);
        try (LogFile log = new LogFile(file, troubles::add)) {
            log.open();
            for (int number = 0; number < 100; number++) {
                LOG.warn("Number {}", number);
            }
        }
        assertThat(troubles).singleElement().asString().contains(file.toString(), "free some space");
    }

    @Test
    @DisplayName("that cannot be made keeps the console from nothing")
    void noFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("console.log");
        try (LogFile log = new LogFile(file, troubles::add)) {
            log.open();
            LOG.warn("It goes on.");
        }
        assertThat(file).doesNotExist();
    }

    static boolean hasFullDevice() {
        return Files.exists(FULL);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
