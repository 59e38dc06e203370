package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

/// Kills a process that creates keys with eight creations in flight, and looks for every key that it was answered.
class CrashTest {

    private static final int THREADS = 8;

    /// Other lines come from programs that are asked about the system at the start.
    private static final Pattern ANSWER = Pattern.compile("\"\\d+ [0-9a-f]{8}");

    @TempDir
    private Path folder;
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    @Test
    @DisplayName("R3 no answered key is missing after SIGKILL at a random moment")
    void noAnsweredKeyIsMissing() throws Exception {
        crash(3, 1);
    }

    @Test
    @Tag("acceptance")
    @DisplayName("R3 no answered key is missing after SIGKILL at a random moment, over and over (-Dcrash.rounds=200)")
    void noAnsweredKeyIsMissingOverAndOver() throws Exception {
        crash(Integer.getInteger("crash.rounds", 10), 2);
    }

    private void crash(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Map<KeyId, String> answered = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Map<KeyId, String> now = createUntilKilled(1 + random.nextInt(400));
            answered.putAll(now);
            try (KeyTable table = files.open()) {
                for (Map.Entry<KeyId, String> key : now.entrySet()) {
                    assertThat(fingerprint(table, key.getKey())).as("round %d, key %s", round, key.getKey())
                            .isEqualTo(key.getValue());
                }
                assertThat(table.describeAll()).hasSizeBetween(answered.size(),
                        answered.size() + THREADS * (round + 1));
                assertThat(table.revision()).isEqualTo(table.describeAll().size());
            }
        }
    }

    private static String fingerprint(KeyTable table, KeyId keyId) {
        try (KeyRecord record = table.find(keyId).orElseThrow()) {
            return record.decryptionKey().orElseThrow().fingerprint();
        }
    }

    /// Lines that were in the pipe when the process died are answers too.
    private Map<KeyId, String> createUntilKilled(int answers) throws IOException, InterruptedException {
        Map<KeyId, String> answered = new LinkedHashMap<>();
        Process program = start(List.of(), THREADS);
        try (BufferedReader lines = program.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                answered.put(new KeyId(Long.parseLong(words[0])), words[1]);
                if (answered.size() == 1) {
                    assertThatThrownBy(files::open).isInstanceOf(OperatorException.class)
                            .hasMessageContaining("in use by another key server");
                }
                if (answered.size() == answers) {
                    // The handle leaves the pipe open, unlike the process's own method.
                    program.toHandle().destroyForcibly();
                }
            }
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(answered).hasSizeGreaterThanOrEqualTo(answers);
        return answered;
    }

    private Process start(List<String> before, int threads) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), CreatingProgram.class.getName(), files.file.toString(),
                files.kek.path().toString(), Integer.toString(threads)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    @Tag("acceptance")
    @DisplayName("A trace of system calls shows the write-ahead log synced before each answer")
    void logIsSyncedBeforeTheAnswer() throws Exception {
        Path trace = folder.resolve("trace");
        Process program;
        try {
            program = start(List.of("strace", "-f", "-y", "-o", trace.toString(), "-e",
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
