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
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;

/// What every policy does when a client is revoked, whatever stands behind it.
public abstract class PolicyContract extends TableContract {

    @Test
    @DisplayName("A revoked client is refused every stream at once, those granted to it before and those never, and no other client is")
    void revocationTakesEffectAtOnce() {
        Policy policy = table.policy();
        policy.grant(new Grant(ALICE, NEWS));
        policy.grant(new Grant(BOB, NEWS));
        assertThat(policy.isRevoked(ALICE)).isFalse();

        policy.revoke(ALICE);

        assertThat(policy.isRevoked(ALICE)).isTrue();
        assertThat(policy.revoked()).containsExactly(ALICE);
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.REVOKED);
        assertThat(policy.refusal(ALICE, new KeyLine(SPORT))).contains(RefusalReason.REVOKED);
        assertThat(policy.refusal(BOB, new KeyLine(NEWS))).isEmpty();
    }

    @Test
    @DisplayName("A revocation is for ever: no grant given afterwards, and no grant taken back, changes it")
    void revocationIsForEver() {
        Policy policy = table.policy();
        policy.revoke(ALICE);

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

        table.policy().revoke(ALICE);

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

        table.policy().revoke(ALICE);
        table.policy().revoke(ALICE);

        assertThat(table.revision()).isEqualTo(2);
        assertThat(table.changesAfter(0, 10)).containsExactly(
                new GrantChange(new Grant(ALICE, NEWS), Standing.GIVEN, 1), new RevocationChange(ALICE, 2));
        assertThat(table.changesAfter(1, 10)).containsExactly(new RevocationChange(ALICE, 2));
    }

    @Test
    @DisplayName("A key that is made after a revocation has a later revision, so that a copy with the key knows of the revocation")
    void keysComeAfterTheRevocation() {
        table.policy().revoke(ALICE);

        table.create(new KeyRequest(new NodeName("cs-1"), NEWS, CipherSuite.AES_256_GCM, new UUID(0, 1)));

        List<TableChange> all = table.changesAfter(0, 10);
        assertThat(all.getFirst()).isEqualTo(new RevocationChange(ALICE, 1));
        assertThat(all.getLast()).isInstanceOf(TableChange.KeyChange.class);
    }

    @Test
    @DisplayName("A revocation needs no room among the grants")
    void fullPolicyRevokes() {
        try (KeyTable small = table(new TableLimits(1, 1, 1))) {
            small.policy().grant(new Grant(ALICE, NEWS));

            small.policy().revoke(BOB);

            assertThat(small.policy().isRevoked(BOB)).isTrue();
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
                table.policy().revoke(client);
                return table.policy().isRevoked(client);
            });
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }

        assertThat(table.revision()).isEqualTo(3);
        assertThat(table.policy().revoked()).containsExactlyInAnyOrderElementsOf(clients);
    }
}
