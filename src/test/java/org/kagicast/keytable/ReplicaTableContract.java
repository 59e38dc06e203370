package org.kagicast.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.keytable.Changes.ALICE;
import static org.kagicast.keytable.Changes.BOB;
import static org.kagicast.keytable.Changes.NEWS;
import static org.kagicast.keytable.Changes.baseKey;
import static org.kagicast.keytable.Changes.grant;
import static org.kagicast.keytable.Changes.key;
import static org.kagicast.keytable.Changes.revocation;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;

/// What every copy of a key table does, whatever stands behind it.
public abstract class ReplicaTableContract {

    protected static final String TABLE = "3f0c6f0e-0000-4000-8000-000000000001";

    protected ReplicaTable copy;

    /// A new, empty copy.
    protected abstract ReplicaTable copy();

    @BeforeEach
    void open() {
        copy = copy();
    }

    @AfterEach
    void close() {
        copy.close();
    }

    protected static void apply(ReplicaTable copy, long revision, TableChange... changes) {
        copy.apply(List.of(changes), new ReplicaTable.Reached(revision, "epoch", true));
        List.of(changes).forEach(TableChange::close);
    }

    protected static void assertHolds(ReplicaTable copy, long keyId) {
        try (KeyRecord found = copy.find(new KeyId(keyId)).orElseThrow()) {
            assertThat(found.decryptionKey()).contains(baseKey(keyId));
            assertThat(found.encryptionKey()).contains(baseKey(keyId));
        }
    }

    @Test
    @DisplayName("A new copy is of no table, and has nothing")
    void newCopyIsEmpty() {
        assertThat(copy.tableId()).isEmpty();
        assertThat(copy.revision()).isZero();
        assertThat(copy.describeAll()).isEmpty();
        assertThat(copy.foundAsOf()).isEmpty();
        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
    }

    @Test
    @DisplayName("R15 keys are stored with both halves, in copies of the copy's own, in the order in which they came")
    void keysAreStored() {
        copy.startOver(TABLE);

        apply(copy, 3, key(2, KeyState.PRE_ACTIVE, 2), key(1, KeyState.ACTIVE, 3));

        assertThat(copy.tableId()).isEqualTo(TABLE);
        assertThat(copy.revision()).isEqualTo(3);
        assertHolds(copy, 1);
        assertHolds(copy, 2);
        assertThat(copy.describeAll()).extracting(key -> key.keyId().value()).containsExactly(1L, 2L);
        assertThat(copy.describe(new KeyId(1)).orElseThrow().state()).isEqualTo(KeyState.ACTIVE);
        assertThat(copy.describe(new KeyId(404))).isEmpty();
    }

    @Test
    @DisplayName("R6 a grant of one label is for the keys of that label alone")
    void grantsPerLabel() {
        copy.startOver(TABLE);
        KeyLine premium = KeyLine.parse("news:premium");
        Grant one = new Grant(ALICE, KeyLine.parse("news:basic"));

        apply(copy, 3, new GrantChange(one, Standing.GIVEN, 2),
                new GrantChange(new Grant(BOB, Changes.NEWS), Standing.GIVEN, 3));

        assertThat(copy.policy().refusal(ALICE, one.line())).isEmpty();
        assertThat(copy.policy().refusal(ALICE, premium)).contains(RefusalReason.NOT_GRANTED);
        assertThat(copy.policy().refusal(BOB, premium)).as("of every label").isEmpty();
        apply(copy, 4, new GrantChange(one, Standing.TAKEN_BACK, 4));
        assertThat(copy.policy().refusal(ALICE, one.line())).contains(RefusalReason.NOT_GRANTED);
    }

    @Test
    @DisplayName("A key takes the form of its latest change")
    void keysChange() {
        copy.startOver(TABLE);
        apply(copy, 1, key(1, KeyState.PRE_ACTIVE, 1));

        apply(copy, 4, key(1, KeyState.COMPROMISED, 4));

        assertThat(copy.describeAll()).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo(KeyState.COMPROMISED);
            assertThat(key.revision()).isEqualTo(4);
        });
        assertHolds(copy, 1);
    }

    @Test
    @DisplayName("A destroyed key is forgotten, also one that the copy never had")
    void destroyedKeysAreForgotten() {
        copy.startOver(TABLE);
        apply(copy, 2, key(1, KeyState.ACTIVE, 1), key(2, KeyState.ACTIVE, 2));

        apply(copy, 4, key(1, KeyState.DESTROYED, 3), key(3, KeyState.DESTROYED, 4));

        assertThat(copy.find(new KeyId(1))).isEmpty();
        assertThat(copy.describe(new KeyId(3))).isEmpty();
        assertThat(copy.describeAll()).extracting(key -> key.keyId().value()).containsExactly(2L);
        assertThat(copy.revision()).isEqualTo(4);
    }

    @Test
    @DisplayName("Grants, their ends and revocations count at once")
    void policyIsStored() {
        copy.startOver(TABLE);
        apply(copy, 2, grant(ALICE, Standing.GIVEN, 1), grant(BOB, Standing.GIVEN, 2));
        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).isEmpty();

        apply(copy, 4, grant(ALICE, Standing.TAKEN_BACK, 3), revocation(BOB, 4));

        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        assertThat(copy.policy().refusal(BOB, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
        assertThat(copy.policy().isRevoked(Member.client(BOB))).isTrue();
        apply(copy, 5, grant(ALICE, Standing.GIVEN, 5));
        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).isEmpty();
    }

    @Test
    @DisplayName("R34 revocations of every role count in a copy, and their taking back too")
    void revocationsAndReinstatements() {
        Member slave = new Member(Role.KEY_SLAVE, BOB);
        copy.startOver(TABLE);
        apply(copy, 2, new RevocationChange(slave, Trust.REVOKED, 1), revocation(BOB, 2));
        assertThat(copy.policy().revoked()).containsExactlyInAnyOrder(slave, Member.client(BOB));

        apply(copy, 3, new RevocationChange(Member.client(BOB), Trust.REINSTATED, 3));

        assertThat(copy.policy().isRevoked(slave)).isTrue();
        assertThat(copy.policy().revoked()).containsExactly(slave);
        assertThat(copy.policy().refusal(BOB, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
    }

    @Test
    @DisplayName("R34 What the master says of members without its being stored counts over what is stored, until a change of the member comes or it says otherwise")
    void overlaidWords() {
        Member alice = Member.client(ALICE);
        Member bob = Member.client(BOB);
        copy.startOver(TABLE);
        apply(copy, 2, grant(BOB, Standing.GIVEN, 1), revocation(BOB, 2));

        copy.overlay(Map.of(alice, Trust.REVOKED, bob, Trust.REINSTATED));
        assertThat(copy.policy().revoked()).containsExactly(alice);
        assertThat(copy.policy().refusal(BOB, new KeyLine(NEWS))).isEmpty();
        assertThat(copy.unstored()).containsExactly(alice);
        assertThat(copy.overlaid()).isEqualTo(Map.of(alice, Trust.REVOKED, bob, Trust.REINSTATED));

        apply(copy, 3, revocation(BOB, 3));
        assertThat(copy.overlaid()).isEqualTo(Map.of(alice, Trust.REVOKED));
        assertThat(copy.policy().revoked()).containsExactlyInAnyOrder(alice, bob);

        copy.overlay(Map.of(bob, Trust.REVOKED, alice, Trust.REINSTATED));
        assertThat(copy.overlaid()).as("that is stored so anyway").isEmpty();
        assertThat(copy.policy().revoked()).containsExactly(bob);

        copy.overlay(Map.of(bob, Trust.REINSTATED));
        copy.startOver("another");
        assertThat(copy.policy().revoked()).isEmpty();
    }

    @Test
    @DisplayName("R34 starting over forgets everything but who is shut out, and the same numbers are those of other things")
    void startingOverForgets() {
        copy.startOver(TABLE);
        apply(copy, 3, key(1, KeyState.ACTIVE, 1), grant(ALICE, Standing.GIVEN, 2), revocation(BOB, 3));

        copy.startOver("another");

        assertThat(copy.tableId()).isEqualTo("another");
        assertThat(copy.revision()).isZero();
        assertThat(copy.find(new KeyId(1))).isEmpty();
        assertThat(copy.describeAll()).isEmpty();
        assertThat(copy.policy().refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        assertThat(copy.policy().isRevoked(Member.client(BOB))).as("until it is known better").isTrue();
        apply(copy, 1, key(1, KeyState.PRE_ACTIVE, 1));
        assertThat(copy.describeAll()).singleElement().extracting(KeyDescription::state)
                .isEqualTo(KeyState.PRE_ACTIVE);
        copy.overlay(Map.of());
        assertThat(copy.policy().isRevoked(Member.client(BOB))).isFalse();
        assertThat(copy.policy().revoked()).isEmpty();
    }

    @Test
    @DisplayName("R31 a copy remembers the epoch of its revision, and is whole from when it was so once until it starts over")
    void epochAndWholeness() {
        assertThat(copy.isWhole()).isFalse();
        copy.startOver(TABLE);
        copy.apply(List.of(), new ReplicaTable.Reached(3, "first", false));
        assertThat(copy.epoch()).isEqualTo("first");
        assertThat(copy.isWhole()).isFalse();

        copy.apply(List.of(), new ReplicaTable.Reached(4, "second", true));
        copy.apply(List.of(), new ReplicaTable.Reached(5, "third", false));
        assertThat(copy.epoch()).isEqualTo("third");
        assertThat(copy.isWhole()).isTrue();

        copy.startOver(TABLE);
        assertThat(copy.epoch()).isEmpty();
        assertThat(copy.isWhole()).isFalse();
    }

    @Test
    @DisplayName("A batch without changes moves the copy on")
    void emptyBatchMovesOn() {
        copy.startOver(TABLE);

        apply(copy, 7);

        assertThat(copy.revision()).isEqualTo(7);
    }

    @Test
    @DisplayName("A closed copy gives no keys and takes none; closing twice is harmless")
    void closedCopyGivesNothing() {
        copy.startOver(TABLE);
        apply(copy, 1, key(1, KeyState.ACTIVE, 1));
        copy.close();
        copy.close();

        apply(copy, 2, key(2, KeyState.ACTIVE, 2));

        assertThat(copy.find(new KeyId(1))).isEmpty();
        assertThat(copy.find(new KeyId(2))).isEmpty();
    }
}
