package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.sqlite.KeyTableBackup.Existing;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.OperatorException;

class KeyTableBackupTest {

    @TempDir
    private Path folder;
    private TableFixture files;
    private Path backup;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
        backup = folder.resolve("backup.db");
    }

    @Test
    @DisplayName("A backup taken while keys are created holds every key answered before it, and is its owner's alone")
    void backupWhileCreating() throws IOException {
        List<KeyId> answered = new ArrayList<>();
        try (SqliteKeyTable table = files.open()) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> creator = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    KeyId keyId = files.create(table).description().keyId();
                    synchronized (answered) {
                        answered.add(keyId);
                    }
                }
            });
            List<KeyId> before;
            do {
                synchronized (answered) {
                    before = List.copyOf(answered);
                }
            } while (before.size() < 5);

            table.backUp(backup);

            enough.set(true);
            creator.join();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup))).isEqualTo("rw-------");
            Path elsewhere = folder.resolve("elsewhere/key-table.db");
            KeyTableBackup.restore(backup, elsewhere, Existing.REFUSE, files.randomness);
            try (KeyTable restored = files.open(elsewhere, files.kek,
                    new RandomKeyIds(files.randomness))) {
                assertThat(restored.describeAll()).extracting(KeyDescription::keyId).containsAll(before);
                assertThat(restored.find(before.getFirst())).isEqualTo(table.find(before.getFirst()));
            }
        }
    }

    @Test
    @DisplayName("A restored table is what the backup was, under another identity, so that its copies start over")
    void restoredTableHasAnotherIdentity() {
        files.make(3);
        KeyTableBackup.backUp(files.file, backup);
        List<KeyDescription> then;
        String identity;
        try (KeyTable table = files.open()) {
            then = table.describeAll();
            identity = table.tableId();
            files.create(table);
        }

        KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness);

        String restored;
        try (KeyTable table = files.open()) {
            restored = table.tableId();
            assertThat(restored).isNotEqualTo(identity);
            assertThat(table.describeAll()).isEqualTo(then);
            assertThat(table.find(then.getFirst().keyId()).orElseThrow().decryptionKey()).isPresent();
            files.create(table);
        }
        try (KeyTable table = files.open()) {
            assertThat(table.tableId()).isEqualTo(restored);
        }
    }

    @Test
    @DisplayName("R31 after a restore, or when the whole folder was put back, keys get numbers above all that their content server has seen")
    void numbersAfterARestore() {
        files.make(3);
        KeyTableBackup.backUp(files.file, backup);
        KeyLine line = new KeyLine(TableFixture.NEWS);
        try (KeyTable table = files.open()) {
            files.create(table);
            assertThat(files.create(table).description().number()).isEqualTo(5);
        }
        try (KeyTable table = files.open()) {
            assertThat(files.create(table).description().number()).as("after a restart").isEqualTo(6);
        }

        KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness);

        try (KeyTable table = files.open()) {
            assertThat(files.create(table, line, 6).description().number()).isEqualTo(7);
            assertThat(files.create(table, line, 0).description().number()).isEqualTo(8);
        }
    }

    @Test
    @DisplayName("A restored table takes no counted key IDs, which it would give out twice")
    void restoredTableRefusesCountedIds() {
        files.make(1);
        KeyTableBackup.backUp(files.file, backup);
        KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness);

        assertThatThrownBy(() -> files.open(files.file, files.kek, new SequentialKeyIds()))
                .isInstanceOf(OperatorException.class).hasMessageContaining("choose random key IDs");
        files.open().close();
    }

    @Test
    @DisplayName("Restoring leaves a table alone that is there, or open, and a backup that is there is not overwritten")
    void nothingIsOverwrittenUnasked() {
        files.make(1);
        KeyTableBackup.backUp(files.file, backup);

        assertThatThrownBy(() -> KeyTableBackup.backUp(files.file, backup)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> KeyTableBackup.restore(backup, files.file, Existing.REFUSE, files.randomness))
                .isInstanceOf(OperatorException.class).hasMessageContaining("is there already");
        try (KeyTable table = files.open()) {
            assertThatThrownBy(() -> KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("in use");
            assertThat(files.create(table)).isNotNull();
        }
    }

    @Test
    @DisplayName("A damaged backup is refused, and the table stays as it is")
    void damagedBackupIsRefused() throws IOException {
        files.make(50);
        KeyTableBackup.backUp(files.file, backup);
        byte[] whole = Files.readAllBytes(backup);
        Files.write(backup, Arrays.copyOf(whole, whole.length - 5000));

        assertThatThrownBy(() -> KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness))
                .isInstanceOf(OperatorException.class).hasMessageContaining(backup.toString());

        try (KeyTable table = files.open()) {
            assertThat(table.describeAll()).hasSize(50);
        }
    }

    @Test
    @DisplayName("A backup opens with the table's KEK only")
    void backupNeedsTheKek() {
        files.make(1);
        KeyTableBackup.backUp(files.file, backup);
        KeyTableBackup.restore(backup, files.file, Existing.REPLACE, files.randomness);

        assertThatThrownBy(() -> files.open(KekFile.create(folder.resolve("other"), files.randomness)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("another KEK file");
    }

    @Test
    @DisplayName("A restore that was interrupted after its content was complete is finished at the next opening")
    void interruptedRestoreIsFinished() throws IOException {
        files.make(2);
        KeyTableBackup.backUp(files.file, backup);
        Path elsewhere = folder.resolve("elsewhere/key-table.db");
        KeyTableBackup.restore(backup, elsewhere, Existing.REFUSE, files.randomness);
        files.make(3);
        Files.write(files.file.resolveSibling("key-table.db-wal"), new byte[10_000]);
        Files.move(elsewhere, files.file.resolveSibling("key-table.db.restoring"), StandardCopyOption.ATOMIC_MOVE);

        try (KeyTable table = files.open()) {
            assertThat(table.describeAll()).hasSize(2);
        }
    }

    @Test
    @DisplayName("Where there is nothing to back up or restore, that is told")
    void missingFilesAreTold() {
        assertThatThrownBy(() -> KeyTableBackup.backUp(files.file, backup)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("There is no key table");
        assertThat(backup).doesNotExist();
        assertThatThrownBy(() -> KeyTableBackup.restore(backup, files.file, Existing.REFUSE, files.randomness))
                .isInstanceOf(OperatorException.class).hasMessageContaining("There is no backup");
    }
}
