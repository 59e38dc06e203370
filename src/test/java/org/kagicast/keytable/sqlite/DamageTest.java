package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;

/// A table that is not sound is refused with one sentence, and never half-read.
class DamageTest {

    private static final StreamName NEWS = new StreamName("news");

    @TempDir
    private Path folder;
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(files::open).isInstanceOf(OperatorException.class)
                .hasMessageContaining(files.file.toString()).hasMessageContainingAll(words)
                .message().matches("[^\\n]*\\.");
    }

    @Test
    @DisplayName("A file cut off anywhere is refused")
    void cutOffFileIsRefused() throws IOException {
        files.make(100);
        byte[] whole = Files.readAllBytes(files.file);
        Random random = new Random(5);

        for (int i = 0; i < 40; i++) {
            int length = switch (i) {
                case 0 -> 0;
                case 1 -> whole.length - 1;
                case 2 -> whole.length - 4096;
                case 3 -> 4096;
                default -> random.nextInt(whole.length);
            };
            Files.write(files.file, Arrays.copyOf(whole, length));
            assertRefused("restore a backup");
        }
        Files.write(files.file, whole);
        files.open().close();
    }

    @Test
    @DisplayName("A damaged page is refused")
    void damagedPageIsRefused() throws IOException {
        files.make(300);
        byte[] whole = Files.readAllBytes(files.file);
        for (int page = 0; page < whole.length / 4096; page++) {
            byte[] damaged = whole.clone();
            new Random(page).nextBytes(damaged);
            System.arraycopy(whole, 0, damaged, 0, page * 4096);
            System.arraycopy(whole, (page + 1) * 4096, damaged, (page + 1) * 4096, whole.length - (page + 1) * 4096);
            Files.write(files.file, damaged);
            assertRefused("restore a backup");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE key_record SET sealed_verification = (SELECT sealed_verification FROM key_record WHERE number = 2) WHERE number = 1",
            "UPDATE key_record SET sealed_verification = sealed_signing WHERE number = 1",
            "UPDATE key_record SET sealed_signing = (SELECT sealed_signing FROM key_record WHERE number = 2) WHERE number = 1",
            "UPDATE key_record SET sealed_verification = NULL, sealed_signing = NULL WHERE number = 1",
            "UPDATE key_record SET sealed_verification = NULL, sealed_signing = NULL, suite = 5 WHERE number = 1"})
    @DisplayName("R29 a key that signs cannot be made one that does not, nor be given what another one signs or verifies with")
    void changedSigningKeyIsRefused(String change) throws Exception {
        try (KeyTable table = files.open()) {
            table.policy().own(NEWS, new NodeName("cs-1"));
            for (long number = 1; number <= 2; number++) {
                table.create(new KeyCreationRequest(new NodeName("cs-1"), NEWS,
                        CipherSuite.AES_256_GCM_ED25519, new UUID(0, number)));
            }
        }
        files.execute(change);

        assertRefused("damaged", "has been changed");
    }

    @Test
    @DisplayName("A sealed key with one bit changed is refused with the key's ID")
    void changedKeyIsRefused() throws Exception {
        files.make(3);
        byte[] sealed = files.blobs("SELECT sealed_decryption FROM key_record WHERE number = 2").getFirst();
        String keyId = new String(
                files.blobs("SELECT CAST(key_id AS TEXT) FROM key_record WHERE number = 2").getFirst(),
                StandardCharsets.US_ASCII);
        int at = TableFixture.text(Files.readAllBytes(files.file)).indexOf(TableFixture.text(sealed));
        try (FileChannel channel = FileChannel.open(files.file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[]{(byte) (sealed[20] ^ 1)}), at + 20L);
        }

        assertRefused("damaged", "key " + keyId + " has been changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE key_record SET sealed_decryption = (SELECT sealed_decryption FROM key_record WHERE number = 2) WHERE number = 1",
            "UPDATE key_record SET sealed_decryption = sealed_encryption WHERE number = 1",
            "UPDATE key_record SET key_id = key_id + 1 WHERE number = 1",
            "UPDATE key_record SET suite = 4 WHERE number = 1",
            "INSERT INTO stream_owner VALUES ('sport', 'cs-1'); UPDATE key_record SET stream = 'sport' WHERE number = 1",
            "UPDATE stream_owner SET owner = 'cs-2'; UPDATE key_record SET owner = 'cs-2'",
            "UPDATE key_table SET origin = 'another'; UPDATE kek SET salt = NULL",
            "UPDATE key_record SET suite = 77 WHERE number = 1",
            "UPDATE key_record SET stream = 'nobody' WHERE number = 1",
            "DELETE FROM key_table",
            "DELETE FROM kek",
    })
    @DisplayName("A record that was changed, moved or given to another in the file is refused")
    void changedRecordIsRefused(String sql) throws SQLException {
        files.make(3);
        try (Connection connection = files.connect(); Statement statement = connection.createStatement()) {
            for (String each : sql.split(";")) {
                statement.execute(each);
            }
        }

        assertThatThrownBy(files::open).isInstanceOf(OperatorException.class)
                .hasMessageContaining(files.file.toString());
    }

    @Test
    @DisplayName("Another KEK is told, and the right one still opens the table afterwards")
    void otherKekIsTold() {
        files.make(1);
        KekFile other = KekFile.create(folder.resolve("other-kek"), files.randomness);

        assertThatThrownBy(() -> files.open(other)).isInstanceOf(OperatorException.class)
                .hasMessage("The key table " + files.file + " has been made with another KEK file: give that one.");
        files.open().close();
    }

    @Test
    @DisplayName("Files of other programs and of later versions are refused and left as they are")
    void foreignFilesAreRefused() throws Exception {
        files.execute("CREATE TABLE somebody_elses (x)");
        byte[] before = Files.readAllBytes(files.file);
        assertRefused("belongs to another program");
        assertThat(Files.readAllBytes(files.file)).isEqualTo(before);

        Files.writeString(files.file, "This is a letter to my aunt, and no database. ".repeat(100));
        assertRefused("no key table");

        Files.delete(files.file);
        files.make(1);
        files.execute("PRAGMA user_version = 999");
        assertRefused("newer Kagicast");
    }

    @Test
    @DisplayName("A table whose file has gone and left its journal is not begun anew")
    void leftJournalIsTold() throws IOException {
        files.make(1);
        Files.move(files.file, files.file.resolveSibling("key-table.db-wal"));

        assertRefused("only its journal");
    }

    @Test
    @DisplayName("A table that is open cannot be opened again until it is closed")
    void tableOpenElsewhereIsTold() {
        try (KeyTable table = files.open()) {
            files.create(table);
            assertRefused("in use by another key server");
        }
        files.open().close();
    }

    @Test
    @DisplayName("A table locked by another program says so, loses nothing, and goes on when the lock has gone")
    void lockedTableSaysSo() throws Exception {
        try (KeyTable table = files.open()) {
            try (Connection other = files.connect(); Statement statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                assertThatThrownBy(() -> files.create(table)).isInstanceOf(OperatorException.class)
                        .hasMessageContaining("locked by another program");
                statement.execute("ROLLBACK");
            }
            assertThat(files.create(table).description().revision()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("A file that cannot be written is refused at opening")
    void readOnlyFileIsRefused() throws IOException {
        files.make(1);
        Files.setPosixFilePermissions(files.file, PosixFilePermissions.fromString("r--------"));
        assumeFalse(Files.isWritable(files.file), "this user may write everything");

        assertRefused("cannot be written");
    }

    @Test
    @DisplayName("A folder where the file should be, or a file where its folder should be, is told")
    void folderInPlaceOfFileIsTold() throws IOException {
        Files.createDirectories(files.file);
        assertRefused("cannot be written");
        Path inFile = files.kek.path().resolve("key-table.db");

        assertThatThrownBy(() -> files.open(inFile, files.kek, new SequentialKeyIds()))
                .isInstanceOf(OperatorException.class).hasMessageContaining(inFile.toString());
    }

    @Test
    @DisplayName("What a crash left of a table in the making is made anew")
    void halfMadeTableIsMadeAnew() throws IOException {
        Files.write(files.file.resolveSibling("key-table.db.making"), List.of("half"));

        files.make(2);

        try (KeyTable table = files.open()) {
            assertThat(table.describeAll()).hasSize(2);
        }
    }
}
