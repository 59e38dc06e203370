package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The longer proofs that what was answered is on the disk.
class CrashAcceptance {

    /// Other lines come from programs that are asked about the system at the start.
    private static final Pattern ANSWER = Pattern.compile("\"\\d+ [0-9a-f]{8}");

    /// A growing table takes longer to open.
    private static final int ROUNDS_OF_A_TABLE = 10;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("R3 no answered key is missing after SIGKILL at a random moment, over and over (-Dcrash.rounds=200)")
    void noAnsweredKeyIsMissingOverAndOver() throws Exception {
        int left = Integer.getInteger("crash.rounds", 10);
        for (int table = 0; left > 0; table++, left -= ROUNDS_OF_A_TABLE) {
            new CrashRounds(new TableFixture(folder.resolve("data-" + table)))
                    .crash(Math.min(left, ROUNDS_OF_A_TABLE), table);
        }
    }

    @Test
    @DisplayName("A trace of system calls shows the write-ahead log synced before each answer")
    void logIsSyncedBeforeTheAnswer() throws Exception {
        Path trace = folder.resolve("trace");
        Process program;
        try {
            program = new CrashRounds(new TableFixture(folder.resolve("data")))
                    .start(List.of("strace", "-f", "-y", "-o", trace.toString(), "-e",
                            "trace=write,pwrite64,fsync,fdatasync"), 1);
        } catch (IOException e) {
            assumeTrue(false, "strace is not installed: " + e.getMessage());
            return;
        }
        int answers = 0;
        try (BufferedReader lines = program.inputReader()) {
            while (answers < 50 && lines.readLine() != null) {
                answers++;
            }
        } finally {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assumeTrue(answers == 50, "system calls cannot be traced here");

        assertThat(answersWithoutSync(Files.readAllLines(trace))).isEmpty();
    }

    /// Answers that no sync of the log came before since the answer before, or with more of the log written after it.
    private static List<String> answersWithoutSync(List<String> trace) {
        List<String> tooEarly = new ArrayList<>();
        boolean synced = false;
        int answers = 0;
        for (String call : trace) {
            if (call.contains("pwrite64(") && call.contains("-wal>")) {
                synced = false;
            } else if (call.contains("sync(") && call.contains("-wal>") && call.endsWith("= 0")) {
                synced = true;
            } else if (call.contains(" write(1<") && ANSWER.matcher(call).find()) {
                answers++;
                if (!synced) {
                    tooEarly.add(call);
                }
                synced = false;
            }
        }
        assertThat(answers).isGreaterThanOrEqualTo(50);
        return tooEarly;
    }
}
