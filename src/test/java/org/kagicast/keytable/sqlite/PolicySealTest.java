package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.keytable.Changes;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.Witness;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;

/// Who can write the file and has no KEK cannot change who may have which keys.
class PolicySealTest {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName BOB = new NodeName("bob");
    private static final NodeName MALLORY = new NodeName("mallory");
    private static final StreamName NEWS = TableFixture.NEWS;

    @TempDir
    private Path folder;
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
        try (KeyTable table = files.open()) {
            files.create(table).close();
            table.policy().grant(new Grant(ALICE, NEWS));
            table.policy().grant(new Grant(BOB, KeyLine.parse("news:premium")));
            table.policy().ungrant(new Grant(BOB, KeyLine.parse("news:premium")));
            table.policy().grant(new Grant(MALLORY, NEWS));
            table.revoke(Member.client(MALLORY), Witness.none());
        }
    }

    private void execute(String sql) throws SQLException {
        for (String each : sql.split(";")) {
            files.execute(each);
        }
    }

    private void assertRefused() {
        assertThatThrownBy(files::open).isInstanceOf(OperatorException.class)
                .hasMessageContaining(files.file.toString()).hasMessageContainingAll("damaged", "restore a backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "DELETE FROM policy_revocation",
            "UPDATE policy_revocation SET name = 'bob'",
            "UPDATE policy_revocation SET trust = 'REINSTATED'",
            "INSERT INTO policy_revocation (role, name, trust, revision) SELECT role, 'alice', trust, revision + 100"
                    + " FROM policy_revocation",
            "UPDATE policy_grant SET standing = 'GIVEN' WHERE client = 'bob'",
            "UPDATE policy_grant SET stream = 'sport' WHERE client = 'alice'",
            "UPDATE policy_grant SET label = '' WHERE client = 'bob'",
            "UPDATE policy_grant SET revision = 99 WHERE client = 'alice'",
            "INSERT INTO policy_grant (client, stream, label, standing, revision) VALUES ('eve', 'news', '', 'GIVEN', 98)",
            "DELETE FROM policy_grant WHERE client = 'bob'",
            "DELETE FROM policy_grant",
            "INSERT INTO stream_owner (stream, owner) VALUES ('future', 'cs-9')",
            "UPDATE key_table SET revision = revision + 1",
            "UPDATE key_table SET policy_seal = NULL",
            "UPDATE key_table SET policy_seal = zeroblob(32)",
            "DELETE FROM policy_revocation; UPDATE key_table SET policy_seal = NULL; PRAGMA user_version = 8",
    })
    @DisplayName("R31 a row of the policy or an owner that was added, changed or taken out in the file is noticed")
    void changedPolicyIsRefused(String sql) throws SQLException {
        execute(sql);

        assertRefused();
    }

    @Test
    @DisplayName("R31 a file that says it is from before there were seals is refused, since its KEK check value knows better")
    void downgradedFileIsRefused() throws SQLException {
        execute("DELETE FROM policy_revocation; ALTER TABLE key_table DROP COLUMN policy_seal; PRAGMA user_version = 8");

        assertRefused();
    }

    @Test
    @DisplayName("R31 a file with a trigger, which could undo what this program writes, is refused")
    void triggersAreRefused() throws SQLException {
        files.execute(
                "CREATE TRIGGER quiet AFTER INSERT ON policy_revocation BEGIN DELETE FROM policy_revocation; END");

        assertRefused();
    }

    @Test
    @DisplayName("R31 the policy of yesterday with its seal does not fit the table of today")
    void yesterdaysPolicyIsRefused() throws Exception {
        byte[] seal = files.blobs("SELECT policy_seal FROM key_table").getFirst();
        try (KeyTable table = files.open()) {
            table.revoke(Member.client(ALICE), Witness.none());
        }
        execute("DELETE FROM policy_revocation WHERE name = 'alice'; UPDATE key_table SET policy_seal = x'"
                + HexFormat.of().formatHex(seal) + "'");
        assertRefused();

        execute("UPDATE key_table SET revision = revision - 1");
        files.open().close();
        execute("UPDATE key_record SET revision = 1000");
        assertRefused();
    }

    @Test
    @DisplayName("Whatever is changed in order is sealed: the table opens again, also from a backup")
    void changesInOrderAreSealed() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (SqliteKeyTable table = files.open()) {
                table.policy().ungrant(new Grant(ALICE, NEWS));
                table.policy().grant(new Grant(ALICE, NEWS));
                table.policy().grant(new Grant(new NodeName("client-" + round), NEWS));
                table.revoke(Member.client(new NodeName("client-" + (round - 1))), Witness.none());
                files.create(table).close();
                table.backUp(folder.resolve("backup-" + round));
            }
        }
        Path backup = folder.resolve("backup-1");
        KeyTableBackup.check(backup, files.kek);
        KeyTableBackup.restore(backup, files.file, KeyTableBackup.Existing.REPLACE, files.randomness);
        try (KeyTable table = files.open()) {
            assertThat(table.policy().isRevoked(Member.client(new NodeName("client-0")))).isTrue();
            assertThat(table.policy().isRevoked(Member.client(new NodeName("client-1")))).isFalse();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + backup);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM policy_revocation WHERE name = 'mallory'");
        }
        assertThatThrownBy(() -> KeyTableBackup.check(backup, files.kek)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("has been changed");
    }

    @Test
    @DisplayName("R31 a slave's copy is sealed as well, also after it has started over")
    void copiesAreSealed() throws Exception {
        TableFixture copies = new TableFixture(folder.resolve("copy"));
        try (ReplicaTable copy = copies.openCopy()) {
            for (String table : List.of("first", "second")) {
                copy.startOver(table);
                copy.apply(List.of(Changes.key(1, KeyState.ACTIVE, 1),
                        Changes.grant(ALICE, Standing.GIVEN, 2), Changes.revocation(BOB, 3)),
                        new ReplicaTable.Reached(3, "epoch", true));
            }
        }
        copies.openCopy().close();

        copies.execute("DELETE FROM policy_revocation");

        assertThatThrownBy(copies::openCopy).isInstanceOf(OperatorException.class)
                .hasMessageContainingAll("copy of the key table", "damaged", "remove it");
    }

    @Test
    @DisplayName("Of each table in the file it is known whether the seal covers it")
    void eachTableIsThoughtOf() throws Exception {
        List<String> others = List.of("key_table", "kek", "key_record", "spent_key_id", "epoch", "key_line");
        List<String> tables = new ArrayList<>();
        for (byte[] name : files.blobs("SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type = 'table'")) {
            tables.add(new String(name, StandardCharsets.UTF_8));
        }

        assertThat(tables).isNotEmpty().allSatisfy(
                table -> assertThat(others.contains(table) || PolicySeal.TABLES.contains(table))
                        .as("%s: the policy belongs under the seal", table).isTrue());
        assertThat(tables).containsAll(PolicySeal.TABLES);
    }
}
