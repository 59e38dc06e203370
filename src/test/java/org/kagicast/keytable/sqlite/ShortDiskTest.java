package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.ScriptedRoom;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;

/// A table whose disk runs short.
class ShortDiskTest {

    private static final NodeName ALICE = new NodeName("alice");

    @TempDir
    private Path folder;
    private final ScriptedRoom room = new ScriptedRoom();
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    private KeyTable open() {
        return SqliteKeyTable.open(files.file, files.kek, new RandomKeyIds(files.randomness), TableLimits.DEFAULT, room,
                files.randomness, files.time);
    }

    private static KeyCreationRequest request(long number) {
        return new KeyCreationRequest(TableFixture.CS1, TableFixture.NEWS, CipherSuite.AES_256_GCM,
                new UUID(5, number));
    }

    @Test
    @DisplayName("A disk that runs short is told of in the same words however much is left, so that whoever is refused again tells of it once")
    void sameWords() {
        try (KeyTable table = open()) {
            table.policy().own(TableFixture.NEWS, TableFixture.CS1);
            room.admitOnly(Need.URGENT);
            String first = refusal(table);
            room.leave(1536 << 10);
            String second = refusal(table);
            room.leave(0);

            assertThat(refusal(table)).isEqualTo(second).isEqualTo(first);
        }
    }

    private static String refusal(KeyTable table) {
        return catchThrowable(() -> table.create(request(2))).getMessage();
    }

    @Test
    @DisplayName("R31 On a disk that runs short nothing usual is stored, and all that is urgent is: revocations, and keys that they need")
    void urgentOnly() {
        try (KeyTable table = open()) {
            table.policy().own(TableFixture.NEWS, TableFixture.CS1);
            table.create(request(1));
            room.admitOnly(Need.URGENT);

            assertThatThrownBy(() -> table.create(request(2))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("is full but for revocations and what they need: make room");
            assertThatThrownBy(() -> table.policy().grant(new Grant(ALICE, TableFixture.NEWS)))
                    .isInstanceOf(OperatorException.class);
            table.revoke(Member.client(ALICE), Witness.urgent());
            assertThat(table.create(request(3), Witness.urgent())).isInstanceOf(Created.class);

            room.admitOnly(Need.USUAL);
            assertThat(table.create(request(2))).isInstanceOf(Created.class);
            assertThat(table.problem().map(CodedMessage::text)).isEmpty();
        }
        try (KeyTable table = open()) {
            assertThat(table.policy().isRevoked(Member.client(ALICE))).isTrue();
            assertThat(table.describeAll()).hasSize(3);
        }
    }

    /// The file takes no more pages than it has now, as on a disk that is full.
    private static Sql full(SqliteKeyTable table) {
        return table.writer.write(in -> {
            // Nothing waits in the write-ahead log, and no page is free for further rows.
            in.sql().number("PRAGMA max_page_count = 1");
            return in.sql();
        }, Witness.urgent());
    }

    private static void makeRoom(Sql sql) {
        sql.number("PRAGMA max_page_count = 1000000");
    }

    /// Grants until one finds no room.
    private static OperatorException fillUp(KeyTable table, List<Grant> stored) {
        for (int number = 0; number < 10_000; number++) {
            Grant grant = new Grant(new NodeName("client-" + number), TableFixture.NEWS);
            try {
                table.policy().grant(grant);
                stored.add(grant);
            } catch (OperatorException full) {
                return full;
            }
        }
        throw new AssertionError("the disk never got full");
    }

    @Test
    @DisplayName("R31 What finds no room is written once more with the reserve; what it was noted as before is taken back and noted again")
    void onceMoreWithReserve() {
        try (SqliteKeyTable table = (SqliteKeyTable) open()) {
            Sql sql = full(table);
            room.onGivingUp(() -> makeRoom(sql));
            List<String> noted = new ArrayList<>();
            Witness<Long> witness = new Witness<>() {
                @Override
                public CompletableFuture<?> sees(Long revision) {
                    noted.add("sees " + revision);
                    return CompletableFuture.completedFuture(revision);
                }

                @Override
                public void undone(Long revision) {
                    noted.add("undone " + revision);
                }
            };
            for (int number = 0; room.left().hasReserve(); number++) {
                table.policy().grant(new Grant(new NodeName("client-" + number), TableFixture.NEWS), witness);
            }
            Set<Grant> grants = table.policy().grants();

            assertThat(grants).hasSizeGreaterThan(1);
            assertThat(noted.getLast()).isEqualTo("sees " + table.revision());
            assertThat(noted.stream().filter(note -> note.startsWith("sees")).distinct()).hasSize(grants.size());
            assertThat(table.problem().map(CodedMessage::text)).isEmpty();
            table.close();
            try (KeyTable again = open()) {
                assertThat(again.policy().grants()).isEqualTo(grants);
            }
        }
    }

    @Test
    @DisplayName("R31 A disk that is full with no reserve left: nothing is half stored, and all goes on once there is room")
    void noReserve() {
        List<Grant> stored = new ArrayList<>();
        try (SqliteKeyTable table = (SqliteKeyTable) open()) {
            Sql sql = full(table);
            assertThat(fillUp(table, stored)).hasMessageContaining("is full: make room");
            assertThat(table.problem().map(CodedMessage::text))
                    .hasValueSatisfying(why -> assertThat(why).contains("is full"));
            assertThat(table.policy().grants()).containsExactlyInAnyOrderElementsOf(stored);
            assertThat(table.revision()).isEqualTo(stored.size());

            makeRoom(sql);
            Grant next = new Grant(new NodeName("next"), TableFixture.NEWS);
            table.policy().grant(next);
            stored.add(next);
            assertThat(table.problem().map(CodedMessage::text)).isEmpty();
        }
        try (KeyTable table = open()) {
            assertThat(table.policy().grants()).containsExactlyInAnyOrderElementsOf(stored);
        }
    }

    @Test
    @DisplayName("R31 R34 A revocation for which there is no room shuts the member out all the same, until it is stored or taken back")
    void revokedWithoutRoom() {
        Member alice;
        Member bob;
        try (SqliteKeyTable table = (SqliteKeyTable) open()) {
            Sql sql = full(table);
            fillUp(table, new ArrayList<>());
            List<Member> without = new ArrayList<>();
            for (int number = 0; number < 1_000 && without.size() < 2; number++) {
                Member member = Member.client(new NodeName("member-" + number));
                try {
                    table.revoke(member, Witness.urgent());
                } catch (OperatorException noRoom) {
                    without.add(member);
                }
            }
            alice = without.getFirst();
            bob = without.getLast();

            assertThat(table.unstored()).containsExactlyInAnyOrder(alice, bob);
            assertThat(table.policy().isRevoked(alice)).isTrue();
            assertThat(table.policy().revoked()).contains(alice, bob);
            assertThat(table.policy().refusal(alice.name(), new KeyLine(TableFixture.NEWS)))
                    .contains(RefusalReason.REVOKED);

            makeRoom(sql);
            table.revoke(alice, Witness.urgent());
            assertThat(table.policy().reinstate(bob, Witness.none())).isPresent();
            assertThat(table.unstored()).doesNotContain(alice, bob);
            assertThat(table.policy().revoked()).contains(alice).doesNotContain(bob);
        }
        try (KeyTable table = open()) {
            assertThat(table.policy().isRevoked(alice)).isTrue();
            assertThat(table.policy().isRevoked(bob)).isFalse();
        }
    }
}
