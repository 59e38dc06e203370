package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.Changes;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// A table that an earlier version made is brought to this one's form as it is opened.
class MigrationTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName BOB = new NodeName("bob");
    private static final String FORMER_COLUMNS = "number, key_id, stream, owner, suite, state, created, activated, "
            + "deactivated, fingerprint, revision, request, sealed_encryption, sealed_decryption, label, line_number, "
            + "kept_from";
    private static final List<String> TO_VERSION_7 = List.of(
            "INSERT OR IGNORE INTO stream_owner SELECT DISTINCT stream, owner FROM key_record",
            "DROP INDEX key_record_in_use", "DROP INDEX key_record_by_request", "DROP INDEX key_record_by_line",
            "ALTER TABLE key_record RENAME TO key_record_8",
            "CREATE TABLE key_record (number INTEGER PRIMARY KEY, key_id INTEGER NOT NULL UNIQUE, stream TEXT NOT NULL,"
                    + " owner TEXT NOT NULL, suite INTEGER NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL,"
                    + " activated INTEGER, deactivated INTEGER, fingerprint TEXT NOT NULL,"
                    + " revision INTEGER NOT NULL UNIQUE, request BLOB, sealed_encryption BLOB, sealed_decryption BLOB,"
                    + " label TEXT NOT NULL DEFAULT '', line_number INTEGER NOT NULL DEFAULT 0,"
                    + " kept_from INTEGER NOT NULL DEFAULT 0,"
                    + " FOREIGN KEY (stream, owner) REFERENCES stream_owner (stream, owner)) STRICT",
            "INSERT INTO key_record (" + FORMER_COLUMNS + ") SELECT " + FORMER_COLUMNS + " FROM key_record_8",
            "DROP TABLE key_record_8",
            "CREATE UNIQUE INDEX key_record_by_request ON key_record (owner, request) WHERE request IS NOT NULL",
            "CREATE INDEX key_record_by_line ON key_record (stream, label, line_number)",
            "DROP TABLE policy_revocation", "CREATE TABLE policy_revocation (client TEXT PRIMARY KEY, "
                    + "revision INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID",
            "PRAGMA user_version = 7");
    private static final List<String> TO_VERSION_1 = List.of("ALTER TABLE key_record DROP COLUMN kept_from",
            "ALTER TABLE key_table DROP COLUMN running",
            "DROP INDEX key_record_by_line",
            "ALTER TABLE key_record DROP COLUMN line_number",
            "DROP TABLE key_line", "ALTER TABLE key_record DROP COLUMN label",
            "ALTER TABLE policy_grant RENAME TO policy_grant_2",
            "CREATE TABLE policy_grant (client TEXT NOT NULL, stream TEXT NOT NULL, standing TEXT NOT NULL, "
                    + "revision INTEGER NOT NULL UNIQUE, PRIMARY KEY (client, stream)) STRICT, WITHOUT ROWID",
            "INSERT INTO policy_grant SELECT client, stream, standing, revision FROM policy_grant_2",
            "DROP TABLE policy_grant_2", "ALTER TABLE key_table DROP COLUMN taken_in",
            "ALTER TABLE key_table DROP COLUMN forgotten", "DROP TABLE spent_key_id", "DROP TABLE epoch",
            "ALTER TABLE key_table DROP COLUMN policy_seal",
            "ALTER TABLE key_table DROP COLUMN epoch", "ALTER TABLE key_table DROP COLUMN whole",
            "PRAGMA user_version = 1");

    private static final List<String> TO_VERSION_4 = List.of("ALTER TABLE key_record DROP COLUMN kept_from",
            "ALTER TABLE key_table DROP COLUMN running",
            "DROP INDEX key_record_by_line",
            "ALTER TABLE key_record DROP COLUMN line_number",
            "DROP TABLE key_line", "DROP TABLE epoch", "ALTER TABLE key_table DROP COLUMN epoch",
            "ALTER TABLE key_table DROP COLUMN whole",
            "ALTER TABLE key_table DROP COLUMN policy_seal", "PRAGMA user_version = 4");

    @Test
    @DisplayName("A table from before there were labels keeps its keys, its policy and its log, all without labels")
    void withoutLabels(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        KeyRecord key;
        long revision;
        try (KeyTable table = files.open()) {
            key = files.create(table);
            table.policy().grant(new Grant(ALICE, TableFixture.NEWS));
            table.policy().grant(new Grant(BOB, TableFixture.NEWS));
            table.policy().ungrant(new Grant(BOB, TableFixture.NEWS));
            revision = table.revision();
        }
        downgrade(files, TO_VERSION_7);
        downgrade(files, TO_VERSION_1);
        files.forgetSeal();

        try (KeyTable table = files.open()) {
            KeyLine line = new KeyLine(TableFixture.NEWS);
            assertThat(table.find(key.description().keyId())).contains(key);
            assertThat(key.description().number()).isEqualTo(1);
            assertThat(key.description().line()).isEqualTo(line);
            assertThat(table.policy().refusal(ALICE, line)).isEmpty();
            assertThat(table.policy().refusal(BOB, line)).contains(RefusalReason.NOT_GRANTED);
            assertThat(table.changesAfter(0, 10)).extracting(TableChange::revision).containsExactly(1L, 2L, 4L);
            assertThat(table.revision()).isEqualTo(revision);
            assertThat(table.forgottenUpTo()).isZero();
            table.policy().grant(new Grant(BOB, KeyLine.parse("news:premium")));
            assertThat(table.policy().refusal(BOB, KeyLine.parse("news:premium"))).isEmpty();
        }
    }

    @Test
    @DisplayName("R31 the keys of a table from before they were numbered are numbered in the order in which they came, each line for itself; and its copies start over")
    void withoutNumbers(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        String identity;
        try (KeyTable table = files.open()) {
            identity = table.tableId();
            for (String line : List.of("news", "sport", "news", "news:premium", "news", "sport")) {
                files.create(table, KeyLine.parse(line), 0).close();
            }
            table.setState(table.describeAll().getFirst().keyId(), KeyState.ACTIVE);
        }
        downgrade(files, TO_VERSION_7);
        downgrade(files, TO_VERSION_4);
        files.forgetSeal();

        try (KeyTable table = files.open()) {
            assertThat(table.describeAll()).extracting(key -> key.line() + " " + key.number()).containsExactly("news 1",
                    "sport 1", "news 2", "news:premium 1", "news 3", "sport 2");
            assertThat(table.tableId()).isNotEqualTo(identity).hasSize(identity.length());
            assertThat(files.create(table, KeyLine.parse("news"), 0).description().number()).isEqualTo(4);
            assertThat(files.create(table, KeyLine.parse("lecture"), 0).description().number()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("R31 the keys of a copy from before they were numbered have no number until the master sends them again")
    void copyWithoutNumbers(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        try (ReplicaTable copy = files.openCopy()) {
            copy.startOver("a table");
            copy.apply(List.of(Changes.key(2, KeyState.ACTIVE, 1), Changes.key(1, KeyState.ACTIVE, 2)),
                    new ReplicaTable.Reached(2, "epoch", true));
        }
        downgrade(files, TO_VERSION_7);
        downgrade(files, TO_VERSION_4);
        files.forgetSeal();

        try (ReplicaTable copy = files.openCopy()) {
            assertThat(copy.describeAll()).extracting(KeyDescription::number).containsExactly(0L, 0L);
            assertThat(copy.tableId()).isEqualTo("a table");
            copy.apply(List.of(Changes.key(1, KeyState.ACTIVE, 3)), new ReplicaTable.Reached(3, "epoch", true));
            assertThat(copy.describe(new KeyId(1)).orElseThrow().number()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("R34 revocations from before other roles could be revoked are of clients")
    void revocationsOfClients(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        try (KeyTable table = files.open()) {
            table.policy().grant(new Grant(ALICE, TableFixture.NEWS));
            table.policy().grant(new Grant(BOB, TableFixture.NEWS));
        }
        downgrade(files, TO_VERSION_7);
        files.execute("ALTER TABLE key_table DROP COLUMN policy_seal");
        files.forgetSeal();
        files.execute("INSERT INTO policy_revocation VALUES ('alice', 3)");
        files.execute("UPDATE key_table SET revision = 3");

        try (KeyTable table = files.open()) {
            assertThat(table.policy().revoked()).containsExactly(Member.client(ALICE));
            assertThat(table.changesAfter(2, 10))
                    .containsExactly(new TableChange.RevocationChange(Member.client(ALICE), Trust.REVOKED, 3));
            table.policy().reinstate(Member.client(ALICE));
            assertThat(table.policy().refusal(ALICE, new KeyLine(TableFixture.NEWS))).isEmpty();
        }
    }

    @Test
    @DisplayName("Whoever owned a stream by coming first owns it still, and it can be taken over now; its keys are numbered on")
    void ownersStay(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        KeyRecord key;
        try (KeyTable table = files.open()) {
            key = files.create(table);
        }
        downgrade(files, TO_VERSION_7);
        files.execute("ALTER TABLE key_table DROP COLUMN policy_seal");
        files.forgetSeal();

        try (KeyTable table = files.open()) {
            assertThat(table.ownerOf(TableFixture.NEWS)).contains(TableFixture.CS1);
            assertThat(table.find(key.description().keyId())).contains(key);
            assertThat(table.policy().takeOver(TableFixture.NEWS, new NodeName("cs-2")))
                    .contains(TableFixture.CS1);
            assertThat(table.policy().release(TableFixture.NEWS)).contains(new NodeName("cs-2"));
        }
        try (KeyTable table = files.open()) {
            assertThat(table.ownerOf(TableFixture.NEWS)).isEmpty();
            assertThat(table.find(key.description().keyId())).contains(key);
            assertThat(files.create(table).description().number()).isEqualTo(2);
        }
    }

    private static void downgrade(TableFixture files, List<String> statements) throws SQLException {
        for (String statement : statements) {
            files.execute(statement);
        }
    }

    @Test
    @DisplayName("The label of a key is sealed with it: a premium key that the file calls basic does not open")
    void labelIsSealed(@TempDir Path folder) throws SQLException {
        TableFixture files = new TableFixture(folder);
        files.make(1);
        files.execute("UPDATE key_record SET label = 'basic'");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(files::open))
                .hasMessageContaining("has been changed");
    }
}
