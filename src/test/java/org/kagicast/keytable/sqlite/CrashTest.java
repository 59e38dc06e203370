package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("R3 no answered key is missing after SIGKILL at a random moment")
    void noAnsweredKeyIsMissing() throws Exception {
        new CrashRounds(new TableFixture(folder.resolve("data"))).crash(3, 1);
    }
}
