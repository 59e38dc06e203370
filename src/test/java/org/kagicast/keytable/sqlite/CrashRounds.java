package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

/// Kills a process that creates keys with eight creations in flight, and looks for every key that it was answered.
final class CrashRounds {

    private static final int THREADS = 8;

    private final TableFixture files;

    CrashRounds(TableFixture files) {
        this.files = files;
    }

    /// Several rounds on one table.
    void crash(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        int answered = 0;
        for (int round = 0; round < rounds; round++) {
            Map<KeyId, String> now = createUntilKilled(1 + random.nextInt(400));
            answered += now.size();
            try (KeyTable table = files.open()) {
                for (Map.Entry<KeyId, String> key : now.entrySet()) {
                    assertThat(fingerprint(table, key.getKey())).as("round %d, key %s", round, key.getKey())
                            .isEqualTo(key.getValue());
                }
                assertThat(table.describeAll()).hasSizeBetween(answered, answered + THREADS * (round + 1));
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

    /// @param before what the program is started by, such as a tracer
    Process start(List<String> before, int threads) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), CreatingProgram.class.getName(), files.file.toString(),
                files.kek.path().toString(), Integer.toString(threads)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
