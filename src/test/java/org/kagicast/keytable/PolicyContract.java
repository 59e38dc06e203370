package org.kagicast.keytable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;

/// What every policy does when a client is revoked, whatever stands behind it.
public abstract class PolicyContract extends TableContract {

    @Test
    @DisplayName("A revoked client is refused every stream at once, those granted to it before and those never, and no other client is")
    void revocationTakesEffectAtOnce() {
        Policy policy = table.policy();
        policy.grant(new Grant(ALICE, NEWS));
        policy.grant(new Grant(BOB, NEWS));
        assertThat(policy.isRevoked(Member.client(ALICE))).isFalse();

        table.revoke(Member.client(ALICE));

        assertThat(policy.isRevoked(Member.client(ALICE))).isTrue();
        assertThat(policy.revoked()).containsExactly(Member.client(ALICE));
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
        assertThat(policy.refusal(ALICE, new KeyLine(SPORT))).contains(RefusalReason.REVOKED);
        assertThat(policy.refusal(BOB, new KeyLine(NEWS))).isEmpty();
    }

    @Test
    @DisplayName("R34 a revocation stands: no grant given afterwards, and no grant taken back, changes it")
    void grantsDoNotEndARevocation() {
        Policy policy = table.policy();
        table.revoke(Member.client(ALICE));

        policy.grant(new Grant(ALICE, NEWS));
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
        policy.ungrant(new Grant(ALICE, NEWS));

        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
    }

    @Test
    @DisplayName("The grants of a revoked client are still known, so that its streams can be rekeyed")
    void grantsStay() {
        Grant grant = new Grant(ALICE, NEWS);
        table.policy().grant(grant);

        table.revoke(Member.client(ALICE));

        assertThat(table.policy().grants()).containsExactly(grant);
    }

    @Test
    @DisplayName("Grants that were taken back are still known, so that the keys that were fetched by them can be changed")
    void grantsTakenBackStay() {
        Policy policy = table.policy();
        Grant lasting = new Grant(ALICE, NEWS);
        Grant takenBack = new Grant(ALICE, KeyLine.parse("sport:basic"));
        policy.grant(lasting);
        policy.grant(takenBack);

        policy.ungrant(takenBack);
        assertThat(policy.everGranted()).containsExactlyInAnyOrder(lasting, takenBack);
        policy.ungrant(lasting);
        policy.grant(lasting);

        assertThat(policy.grants()).containsExactly(lasting);
        assertThat(policy.everGranted()).containsExactlyInAnyOrder(lasting, takenBack);
    }

    @Test
    @DisplayName("A revocation gets the next revision of the table's log, once however often it is said")
    void revocationIsLoggedOnce() {
        table.policy().grant(new Grant(ALICE, NEWS));

        table.revoke(Member.client(ALICE));
        table.revoke(Member.client(ALICE));

        assertThat(table.revision()).isEqualTo(2);
        assertThat(table.changesAfter(0, 10)).containsExactly(
                new GrantChange(new Grant(ALICE, NEWS), Standing.GIVEN, 1),
                new RevocationChange(Member.client(ALICE), Trust.REVOKED, 2));
        assertThat(table.changesAfter(1, 10))
                .containsExactly(new RevocationChange(Member.client(ALICE), Trust.REVOKED, 2));
    }

    @Test
    @DisplayName("A key that is made after a revocation has a later revision, so that a copy with the key knows of the revocation")
    void keysComeAfterTheRevocation() {
        table.revoke(Member.client(ALICE));

        table.create(new KeyCreationRequest(new NodeName("cs-1"), NEWS, CipherSuite.AES_256_GCM, new UUID(0, 1)));

        List<TableChange> all = table.changesAfter(0, 10);
        assertThat(all.getFirst()).isEqualTo(new RevocationChange(Member.client(ALICE), Trust.REVOKED, 1));
        assertThat(all.getLast()).isInstanceOf(TableChange.KeyChange.class);
    }

    @Test
    @DisplayName("A revocation needs no room among the grants")
    void fullPolicyRevokes() {
        try (KeyTable small = table(new TableLimits(1, 1, 1))) {
            small.policy().grant(new Grant(ALICE, NEWS));

            small.revoke(Member.client(BOB));

            assertThat(small.policy().isRevoked(Member.client(BOB))).isTrue();
        }
    }

    @Test
    @DisplayName("Many who revoke at once all find it done, and it is done once each")
    void concurrentRevocations() throws Exception {
        List<NodeName> clients = List.of(ALICE, BOB, new NodeName("carol"));
        List<Callable<Boolean>> calls = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            NodeName client = clients.get(i % clients.size());
            calls.add(() -> {
                table.revoke(Member.client(client));
                return table.policy().isRevoked(Member.client(client));
            });
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }

        assertThat(table.revision()).isEqualTo(3);
        assertThat(table.policy().revoked())
                .containsExactlyInAnyOrderElementsOf(clients.stream().map(Member::client).toList());
    }

    @Test
    @DisplayName("R34 whoever is reinstated may have again what it is granted, and copies are told: the log holds its latest standing only")
    void reinstatement() {
        Policy policy = table.policy();
        policy.grant(new Grant(ALICE, NEWS));
        table.revoke(Member.client(ALICE));

        assertThat(policy.reinstate(Member.client(ALICE))).contains(3L);

        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).isEmpty();
        assertThat(policy.revoked()).isEmpty();
        assertThat(policy.everRevoked()).containsExactly(Member.client(ALICE));
        assertThat(table.changesAfter(1, 10))
                .containsExactly(new RevocationChange(Member.client(ALICE), Trust.REINSTATED, 3));
        assertThat(policy.reinstate(Member.client(ALICE))).as("nothing to take back").isEmpty();
        assertThat(policy.reinstate(Member.client(BOB))).isEmpty();
        assertThat(table.revision()).isEqualTo(3);
        table.revoke(Member.client(ALICE));
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
        assertThat(table.changesAfter(1, 10))
                .containsExactly(new RevocationChange(Member.client(ALICE), Trust.REVOKED, 4));
    }

    @Test
    @DisplayName("R34 each role is revoked by itself: nobody of that name in another role is meant")
    void rolesAreApart() {
        Policy policy = table.policy();
        policy.grant(new Grant(ALICE, NEWS));

        for (Role role : Role.values()) {
            if (role != Role.CLIENT) {
                table.revoke(new Member(role, ALICE));
                assertThat(policy.isRevoked(new Member(role, ALICE))).isTrue();
            }
        }

        assertThat(policy.isRevoked(Member.client(ALICE))).isFalse();
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).isEmpty();
        assertThat(policy.revoked()).hasSize(Role.values().length - 1);
    }

    @Test
    @DisplayName("R34 what a revoked member may hold is compromised with it: of a key slave every key that seals or is to, of a content server its own, of a client what it was granted, of an operator none")
    void keysOfTheRevoked() {
        NodeName cs1 = new NodeName("cs-1");
        KeyId news = make(cs1, NEWS, 1);
        KeyId done = make(cs1, NEWS, 2);
        table.setState(done, KeyState.DEACTIVATED);
        KeyId sport = make(new NodeName("cs-2"), SPORT, 3);
        table.setState(sport, KeyState.ACTIVE);
        table.policy().grant(new Grant(ALICE, SPORT));

        assertThat(compromised(new Member(Role.OPERATOR, ALICE))).isEmpty();
        assertThat(compromised(new Member(Role.CONTENT_SERVER, new NodeName("cs-2")))).containsExactly(sport);
        table.policy().own(new StreamName("sport-2"), new NodeName("cs-3"));
        KeyId sportLater = make(new NodeName("cs-3"), new StreamName("sport-2"), 4);
        assertThat(compromised(Member.client(ALICE))).isEmpty();
        assertThat(compromised(new Member(Role.KEY_SLAVE, ALICE))).containsExactly(news, sportLater);

        assertThat(table.describe(news).orElseThrow().state()).isEqualTo(KeyState.COMPROMISED);
        assertThat(table.describe(done).orElseThrow().state()).isEqualTo(KeyState.DEACTIVATED);
        assertThat(compromised(new Member(Role.KEY_SLAVE, ALICE))).as("once").isEmpty();
    }

    private KeyId make(NodeName owner, StreamName stream, long request) {
        CreateOutcome made = table
                .create(new KeyCreationRequest(owner, stream, CipherSuite.AES_256_GCM, new UUID(7, request)));
        return ((CreateOutcome.Created) made).key().description().keyId();
    }

    private List<KeyId> compromised(Member member) {
        return table.revoke(member).compromised().stream().map(KeyDescription::keyId).toList();
    }
}
