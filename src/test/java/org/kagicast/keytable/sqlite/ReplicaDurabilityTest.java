package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keytable.Changes.ALICE;
import static org.kagicast.keytable.Changes.BOB;
import static org.kagicast.keytable.Changes.NEWS;
import static org.kagicast.keytable.Changes.baseKey;
import static org.kagicast.keytable.Changes.grant;
import static org.kagicast.keytable.Changes.key;
import static org.kagicast.keytable.Changes.revocation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;

/// What becomes of a durable copy when its slave ends, in order or not.
class ReplicaDurabilityTest {

    private static final String TABLE = "3f0c6f0e-0000-4000-8000-000000000001";

    @TempDir
    private Path folder;
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    private void fill() {
        try (ReplicaTable copy = files.openCopy()) {
            copy.startOver(TABLE);
            apply(copy, 4, key(1, KeyState.ACTIVE, 1), grant(ALICE, Standing.GIVEN, 2), revocation(BOB, 3),
                    key(2, KeyState.PRE_ACTIVE, 4));
        }
    }

    private static void apply(ReplicaTable copy, long revision, TableChange... changes) {
        copy.apply(List.of(changes), new ReplicaTable.Reached(revision, "epoch", true));
        List.of(changes).forEach(TableChange::close);
    }

    private static void assertFilled(ReplicaTable copy) {
        assertThat(copy.tableId()).isEqualTo(TABLE);
        assertThat(copy.revision()).isEqualTo(4);
        assertThat(copy.describeAll()).extracting(key -> key.keyId().value()).containsExactly(1L, 2L);
        assertThat(copy.describeAll()).extracting(key -> key.number()).containsExactly(1L, 2L);
        try (KeyRecord key = copy.find(new KeyId(1)).orElseThrow()) {
            assertThat(key.decryptionKey()).contains(baseKey(1));
        }
        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).isEmpty();
        assertThat(copy.policy().refusal(BOB, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
    }

    @Test
    @DisplayName("R15 after a restart the copy is what it was: its table, its revision, keys, grants and revocations")
    void copyOutlivesItsSlave() {
        Instant then = files.time.now();
        fill();
        files.time.turn(Duration.ofHours(3));

        try (ReplicaTable copy = files.openCopy()) {
            assertFilled(copy);
            assertThat(copy.foundAsOf()).contains(then);
            apply(copy, 5, key(1, KeyState.DEACTIVATED, 5));
        }
        try (ReplicaTable copy = files.openCopy()) {
            assertThat(copy.describe(new KeyId(1)).orElseThrow().state()).isEqualTo(KeyState.DEACTIVATED);
        }
    }

    @Test
    @DisplayName("A copy that started over stays started over, and no former key is left in its files")
    void startingOverLasts() throws Exception {
        fill();
        List<byte[]> sealed = files.blobs("SELECT sealed_decryption FROM key_record");
        assertThat(files.countPresent(sealed)).isEqualTo(2);

        try (ReplicaTable copy = files.openCopy()) {
            copy.startOver("another");
        }

        try (ReplicaTable copy = files.openCopy()) {
            assertThat(copy.tableId()).isEqualTo("another");
            assertThat(copy.revision()).isZero();
            assertThat(copy.describeAll()).isEmpty();
            assertThat(copy.policy().isRevoked(Member.client(BOB))).isFalse();
            assertThat(copy.foundAsOf()).isEmpty();
        }
        assertThat(files.countPresent(sealed)).isZero();
    }

    @Test
    @DisplayName("A batch that does not fit changes nothing, not even by its first half")
    void batchIsAllOrNothing() {
        fill();
        try (ReplicaTable copy = files.openCopy()) {
            assertThatThrownBy(() -> apply(copy, 6, key(1, KeyState.COMPROMISED, 5), key(3, KeyState.ACTIVE, 6),
                    key(4, KeyState.ACTIVE, 6))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining(files.file.toString());
            assertFilled(copy);
        }
        try (ReplicaTable copy = files.openCopy()) {
            assertFilled(copy);
            assertThat(copy.describe(new KeyId(1)).orElseThrow().state()).isEqualTo(KeyState.ACTIVE);
        }
    }

    @Test
    @DisplayName("No key stands in the files unsealed, a destroyed one not even sealed, and the files are their owner's alone")
    void filesHoldNoKey() throws Exception {
        fill();
        List<byte[]> plain = LongStream.of(1, 2).mapToObj(keyId -> baseKey(keyId).copyBytes()).toList();
        List<byte[]> sealed = files.blobs("SELECT sealed_decryption FROM key_record WHERE key_id = 2");
        assertThat(files.countPresent(plain)).isZero();
        try (ReplicaTable copy = files.openCopy()) {
            apply(copy, 5, key(2, KeyState.DESTROYED, 5));
            assertThat(files.countPresent(plain)).isZero();
            assertThat(files.countPresent(sealed)).isZero();
            try (Stream<Path> all = Files.list(files.file.getParent())) {
                assertThat(all.toList()).isNotEmpty().allSatisfy(file -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
            }
        }
    }

    private void assertRefused(KekSource kek, String... words) {
        assertThatThrownBy(() -> files.openCopy(kek)).isInstanceOf(OperatorException.class)
                .hasMessageContaining(files.file.toString()).hasMessageContainingAll(words)
                .message().matches("[^\\n]*\\.");
    }

    @Test
    @DisplayName("Another KEK, a damaged file, a file in use and a key server's own table are each refused in one sentence")
    void whatDoesNotFitIsRefused() throws IOException {
        fill();
        assertRefused(KekFile.create(folder.resolve("other"), files.randomness), "copy of the key table",
                "another KEK file");
        try (ReplicaTable held = files.openCopy()) {
            assertRefused(files.kek, "in use");
            assertFilled(held);
        }
        assertThatThrownBy(files::open).isInstanceOf(OperatorException.class)
                .hasMessageContaining("is a copy of the key table, and a key table is needed");

        byte[] whole = Files.readAllBytes(files.file);
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Files.write(files.file, Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertRefused(files.kek, "remove it, and the key master sends everything again");
        }
        Files.delete(files.file);
        files.make(1);
        assertRefused(files.kek, "is a key table, and a copy of the key table is needed");
    }

    @Test
    @DisplayName("R15 after SIGKILL in the middle of applying, the copy is what the table was at one revision, the latest that was told or one after it")
    void copyIsConsistentAfterSigkill() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 3; round++) {
            long told = applyUntilKilled(1 + random.nextInt(60));
            try (ReplicaTable copy = files.openCopy()) {
                assertThat(copy.revision()).isGreaterThanOrEqualTo(told);
                assertThat(copy.revision() % CopyingProgram.BATCH).as("half a batch").isZero();
                CopyingProgram.assertAsOf(copy, copy.revision());
            }
        }
    }

    /// @return the latest revision that the program said it had reached
    private long applyUntilKilled(int batches) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), CopyingProgram.class.getName(), files.file.toString(),
                files.kek.path().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long told = 0;
        int seen = 0;
        try (BufferedReader lines = program.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told = Long.parseLong(line);
                if (++seen == batches) {
                    // The handle leaves the pipe open, unlike the process's own method.
                    program.toHandle().destroyForcibly();
                }
            }
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(seen).isGreaterThanOrEqualTo(batches);
        return told;
    }
}
