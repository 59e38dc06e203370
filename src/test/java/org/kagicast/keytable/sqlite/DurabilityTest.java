package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keytable.sqlite.TableFixture.CS1;
import static org.kagicast.keytable.sqlite.TableFixture.NEWS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.keytable.DepositOutcome;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.KekPassphrase;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;

class DurabilityTest {

    private static final NodeName ALICE = new NodeName("alice");

    @TempDir
    private Path folder;
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    @Test
    @DisplayName("R31 a key grows older while the table is open, not while it is closed, whatever the clock says at the next start")
    void agesAreKeptOverRestarts() {
        Retention aWeek = new Retention(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(7),
                Duration.ofDays(7));
        try (KeyTable table = files.open()) {
            files.create(table).close();
            files.time.turn(Duration.ofDays(3));
        }
        files.time.stepWallClock(Duration.ofDays(-1000));
        files.time.turn(Duration.ofDays(30));
        try (KeyTable table = files.open()) {
            assertThat(table.sweep(aWeek)).isEmpty();
            files.time.turn(Duration.ofDays(2));
            table.sweep(aWeek);
        }
        files.time.stepWallClock(Duration.ofDays(4000));
        try (KeyTable table = files.open()) {
            files.time.turn(Duration.ofDays(2).minusNanos(1));
            assertThat(table.sweep(aWeek)).isEmpty();
            files.time.turn(Duration.ofNanos(1));

            assertThat(table.sweep(aWeek)).hasSize(1);
        }
    }

    @Test
    @DisplayName("A table opened again is the same table: identity, revision, keys, times, owners, grants, log, retries")
    void reopenedTableIsTheSame() {
        KeyCreationRequest request = new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_128_GCM, new UUID(3, 4));
        BaseKey deposited = BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII));
        String identity;
        KeyRecord key;
        List<KeyDescription> all;
        List<TableChange> log;
        try (KeyTable table = files.open()) {
            identity = table.tableId();
            table.policy().own(NEWS, CS1);
            table.create(request);
            files.time.turn(Duration.ofNanos(1_234_567_891));
            key = files.create(table);
            table.setState(key.description().keyId(), KeyState.ACTIVE);
            table.setState(files.create(table).description().keyId(), KeyState.DESTROYED);
            table.deposit(new KeyDeposit(CS1, NEWS, CipherSuite.AES_128_GCM, new KeyId(5), deposited));
            table.policy().grant(new Grant(ALICE, NEWS));
            table.policy().grant(new Grant(new NodeName("bob"), NEWS));
            table.policy().ungrant(new Grant(ALICE, NEWS));
            all = table.describeAll();
            log = table.changesAfter(0, 100);
        }

        try (KeyTable table = files.open()) {
            assertThat(table.tableId()).isEqualTo(identity);
            assertThat(table.revision()).isEqualTo(9);
            assertThat(table.describeAll()).isEqualTo(all).hasSize(4);
            assertThat(table.changesAfter(0, 100)).isEqualTo(log);
            KeyRecord found = table.find(key.description().keyId()).orElseThrow();
            assertThat(found.encryptionKey()).isEqualTo(key.encryptionKey());
            assertThat(found.description().state()).isEqualTo(KeyState.ACTIVE);
            assertThat(table.find(new KeyId(5)).orElseThrow().decryptionKey()).contains(deposited);
            assertThat(table.create(request)).isInstanceOf(Repeated.class);
            assertThat(table.ownerOf(NEWS)).contains(CS1);
            assertThat(table.policy().grants()).containsExactly(new Grant(new NodeName("bob"), NEWS));
            assertThat(table.policy().everGranted()).hasSize(2);
            table.policy().grant(new Grant(ALICE, NEWS));
            assertThat(table.revision()).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("R3 counted key IDs go on after a restart, past every ID ever held")
    void countedIdsGoOn() {
        try (KeyTable table = files.open(files.file, files.kek, new SequentialKeyIds())) {
            files.create(table);
            table.setState(files.create(table).description().keyId(), KeyState.DESTROYED);
        }
        try (KeyTable table = files.open(files.file, files.kek, new SequentialKeyIds())) {
            assertThat(files.create(table).description().keyId()).isEqualTo(new KeyId(3));
        }
    }

    @Test
    @DisplayName("A table under a passphrase opens with it, and with no other")
    void passphraseOpensTheTable() {
        KeyRecord key;
        try (KeyTable table = files.open(KekPassphrase.of("correct horse battery".toCharArray()))) {
            key = files.create(table);
        }
        try (KeyTable table = files.open(KekPassphrase.of("correct horse battery".toCharArray()))) {
            assertThat(table.find(key.description().keyId()).orElseThrow().decryptionKey())
                    .isEqualTo(key.decryptionKey());
        }
        assertThatThrownBy(() -> files.open(KekPassphrase.of("correct horse batterz".toCharArray())))
                .isInstanceOf(OperatorException.class).hasMessageContaining("another passphrase");
    }

    @Test
    @DisplayName("No file of a table holds a key or its KEK, and nobody but the owner may read any of them")
    void filesHoldNoKeyAndArePrivate() throws Exception {
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(Files.readAllBytes(files.kek.path()));
        try (KeyTable table = files.open()) {
            for (int i = 0; i < 20; i++) {
                secrets.add(files.create(table).decryptionKey().orElseThrow().copyBytes());
            }
            List<byte[]> written = new ArrayList<>();
            secrets.forEach(secret -> written.add(
                    HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII)));
            assertThat(files.countPresent(List.of("cs-1".getBytes(StandardCharsets.US_ASCII)))).isOne();
            assertThat(files.countPresent(secrets)).isZero();
            assertThat(files.countPresent(written)).isZero();
            try (Stream<Path> list = Files.list(files.file.getParent())) {
                assertThat(list.toList()).hasSize(5).allSatisfy(file -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.file.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @DisplayName("Destroyed keys leave no sealed byte in any file, and their IDs stay")
    void destroyedKeysLeaveNoTrace() throws Exception {
        try (KeyTable table = files.open()) {
            for (int i = 0; i < 120; i++) {
                KeyId keyId = files.create(table).description().keyId();
                if (i % 3 != 0) {
                    table.setState(keyId, KeyState.ACTIVE);
                    table.setState(keyId, KeyState.DEACTIVATED);
                }
            }
            String sealed = "SELECT sealed_encryption FROM key_record WHERE state = '%s' UNION ALL "
                    + "SELECT sealed_decryption FROM key_record WHERE state = '%1$s'";
            List<byte[]> doomed = files.blobs(sealed.formatted("DEACTIVATED"));
            List<byte[]> kept = files.blobs(sealed.formatted("PRE_ACTIVE"));
            assertThat(doomed).hasSize(160);
            assertThat(files.countPresent(doomed)).isEqualTo(160);

            List<KeyDescription> destroyed = table
                    .sweep(new Retention(Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(9)));

            assertThat(destroyed).hasSize(80);
            assertThat(files.countPresent(doomed)).isZero();
            assertThat(files.countPresent(kept)).isEqualTo(80);
            assertThat(table.describeAll()).hasSize(120);
        }
    }

    @Test
    @DisplayName("Traces that a reader of the log kept alive are removed with the next write after it has gone")
    void tracesGoOnceTheReaderHasGone() throws Exception {
        try (KeyTable table = files.open()) {
            KeyId keyId = files.create(table).description().keyId();
            List<byte[]> sealed = files.blobs("SELECT sealed_decryption FROM key_record");
            try (Connection reader = files.connect(); Statement statement = reader.createStatement()) {
                statement.execute("BEGIN");
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM key_record")) {
                    rows.next();
                }
                table.setState(keyId, KeyState.DESTROYED);
                assertThat(files.countPresent(sealed)).isOne();
                statement.execute("ROLLBACK");
            }

            table.policy().grant(new Grant(ALICE, NEWS));

            assertThat(files.countPresent(sealed)).isZero();
        }
    }

    @Test
    @DisplayName("Nothing of a table prints a KEK or a key")
    void nothingPrintsAKey() {
        try (KeyTable table = files.open(); Kek kek = files.kek.open(files.kek.begin(files.randomness))) {
            KeyRecord key = files.create(table);

            assertThat(List.of(table, kek, key, files.kek)).allSatisfy(each -> assertThat(each.toString())
                    .doesNotContain(HexFormat.of().formatHex(key.decryptionKey().orElseThrow().copyBytes())));
        }
    }

    @Test
    @DisplayName("What is forgotten stays forgotten over a restart: the ID is not given out again, and the stream keeps its owner")
    void forgettingLasts() throws Exception {
        Retention atOnce = new Retention(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        KeyId forgotten;
        try (KeyTable table = files.open()) {
            forgotten = files.create(table).description().keyId();
            table.sweep(atOnce);
            assertThat(table.describeAll()).isEmpty();
        }

        try (KeyTable table = files.open()) {
            assertThat(table.describeAll()).isEmpty();
            assertThat(table.forgottenUpTo()).isEqualTo(2);
            assertThat(table.revision()).isEqualTo(2);
            assertThat(table.ownerOf(TableFixture.NEWS)).contains(TableFixture.CS1);
            BaseKey key = BaseKey.random(CipherSuite.AES_256_GCM, files.randomness);
            assertThat(table.deposit(new KeyDeposit(TableFixture.CS1, TableFixture.NEWS, CipherSuite.AES_256_GCM,
                    forgotten, key))).isEqualTo(new DepositOutcome.IdTaken());
            assertThat(files.create(table).description().keyId()).isNotEqualTo(forgotten);
        }
    }
}
