package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditEvent;
import org.kagicast.model.Caution;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.network.LogLines;

/// Revocations that cannot be stored or audited when they are ordered, as on a full disk.
class UnstoredRevocationTest {

    private static final Identity OPERATOR = Identity.parse("spiffe://lab/operator/olga");
    private static final Identity SLAVE = Identity.parse("spiffe://lab/key-slave/slave-1");
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Member MEMBER = Member.client(ALICE);

    private final ReplicationFixture parts = new ReplicationFixture();
    private final KeepingTable copy = new KeepingTable();
    private KeySlave slave;
    private KeyId key;
    private int attempts;

    @BeforeEach
    void start() {
        slave = parts.slave("slave-1", copy);
        key = parts.create(CS1, NEWS).keyId();
        parts.table.setState(key, KeyState.ACTIVE);
        parts.master.grant(ALICE, NEWS);
        assertThat(atMaster()).isInstanceOf(FetchOutcome.Key.class);
        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);
    }

    @AfterEach
    void close() throws Exception {
        parts.close();
    }

    private FetchOutcome atMaster() {
        return parts.fetch(ReplicationFixture.MASTER, ALICE, key);
    }

    private FetchOutcome atSlave() {
        return parts.fetch(SLAVE, ALICE, key);
    }

    private static void isRevoked(FetchOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));
    }

    private void nothingCanBeAudited() {
        parts.masterSink = event -> {
            throw new OperatorException("The audit log cannot be written: make room.");
        };
    }

    private Revocation revoke() {
        return parts.master.revoke(OPERATOR, MEMBER, Caution.REFUSE_MISTAKES);
    }

    @Test
    @DisplayName("R31 R34 A revocation that cannot be audited shuts the client out at once, at the master and within a second at its slaves, and says that it is not stored")
    void shutsOutAtOnce() {
        nothingCanBeAudited();

        Revocation told = revoke();
        isRevoked(atMaster());
        parts.turn(A_MOMENT);

        isRevoked(atSlave());
        assertThat(slave.isRevoked(MEMBER)).isTrue();
        assertThat(told.unstored().map(CodedMessage::text)).contains("The audit log cannot be written: make room.");
        assertThat(told.compromised()).isEmpty();
        assertThat(parts.master.snapshot().join().problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("client alice is shut out", "not be stored", "restart"));
        assertThat(parts.master.policy().revoked()).contains(MEMBER);
    }

    @Test
    @DisplayName("R31 R34 A revocation that could not be stored is stored, audited with the name of who ordered it, and has its streams rekeyed, once that is possible")
    void storedLater() {
        nothingCanBeAudited();
        revoke();
        parts.master.storeUnstored();
        assertThat(parts.table.unstored()).containsExactly(MEMBER);

        parts.masterSink = parts.masterAudit::add;
        parts.master.storeUnstored();
        parts.turn(A_MOMENT);

        assertThat(parts.table.unstored()).isEmpty();
        assertThat(parts.table.describe(key).orElseThrow().state()).isEqualTo(KeyState.COMPROMISED);
        assertThat(parts.masterAudit).filteredOn(event -> event.action() == AuditAction.REVOKED)
                .extracting(AuditEvent::actor)
                .containsExactly(Optional.of(OPERATOR));
        assertThat(parts.master.snapshot().join().problem().map(CodedMessage::text)).isEmpty();
        assertThat(copy.unstored()).isEmpty();
        isRevoked(atMaster());
        isRevoked(atSlave());
        parts.master.storeUnstored();
        assertThat(parts.masterAudit).filteredOn(event -> event.action() == AuditAction.REVOKED).hasSize(1);
    }

    @Test
    @DisplayName("R34 Who was shut out without that being stored can be reinstated, at the slaves as well, but not while that cannot be audited")
    void reinstated() {
        nothingCanBeAudited();
        revoke();
        parts.turn(A_MOMENT);
        assertThatThrownBy(() -> parts.master.reinstate(OPERATOR, MEMBER)).isInstanceOf(OperatorException.class);
        isRevoked(atMaster());

        parts.masterSink = parts.masterAudit::add;
        parts.master.reinstate(OPERATOR, MEMBER);
        parts.turn(A_MOMENT);
        parts.master.storeUnstored();

        assertThat(parts.masterAudit).extracting(AuditEvent::action).contains(AuditAction.REINSTATED)
                .doesNotContain(AuditAction.REVOKED);
        assertThat(atMaster()).isInstanceOf(FetchOutcome.Key.class);
        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);
    }

    @Test
    @DisplayName("R31 R34 A slave that cannot store what its master sends shuts out who is revoked in it all the same, and tells")
    void slaveWithoutRoom() {
        copy.beforeApplying = () -> {
            throw new OperatorException("The disk of the copy is full: make room on it.");
        };

        assertThat(revoke().unstored()).isEmpty();
        parts.turn(A_MOMENT);

        isRevoked(atSlave());
        assertThat(copy.policy().revoked()).isEqualTo(Set.of(MEMBER));
        assertThat(ReplicationFixture.snapshot(slave).problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("The disk of the copy is full"));

        copy.beforeApplying = () -> {
        };
        parts.turn(A_MOMENT.multipliedBy(10));
        assertThat(copy.revision()).isEqualTo(parts.table.revision());
        assertThat(List.copyOf(copy.unstored())).isEmpty();
        isRevoked(atSlave());
        parts.master.reinstate(OPERATOR, MEMBER);
        parts.turn(A_MOMENT);
        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);
    }

    private void nothingCanBeStored() {
        copy.beforeApplying = () -> {
            attempts++;
            throw new OperatorException("The disk of the copy is full: make room on it.");
        };
    }

    private void canBeStored() {
        copy.beforeApplying = () -> {
        };
    }

    @Test
    @DisplayName("R34 A slave that cannot store lets in whom its master reinstates, whether the revocation is stored in it or not, and tells what takes and what does not")
    void reinstatedWithoutRoom() {
        revoke();
        parts.turn(A_MOMENT);
        isRevoked(atSlave());
        nothingCanBeStored();

        parts.master.reinstate(OPERATOR, MEMBER);
        parts.turn(A_MOMENT);
        assertThat(atSlave()).as("whose revocation is stored").isInstanceOf(FetchOutcome.Key.class);
        assertThat(ReplicationFixture.snapshot(slave).problem().map(CodedMessage::text))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("Whom it revokes is shut out all the same", "whom it reinstates is let in",
                                "other changes wait"));

        parts.master.revoke(OPERATOR, MEMBER, Caution.INSIST);
        isRevoked(atSlave());
        parts.master.reinstate(OPERATOR, MEMBER);
        parts.turn(Duration.ofMinutes(1));
        assertThat(atSlave()).as("revoked and reinstated meanwhile").isInstanceOf(FetchOutcome.Key.class);

        canBeStored();
        parts.turn(Duration.ofSeconds(10));
        assertThat(copy.revision()).isEqualTo(parts.table.revision());
        assertThat(copy.overlaid()).isEmpty();
        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);
    }

    @Test
    @DisplayName("R34 A slave that cannot store keeps out whom its master revoked last, however often it reads the log anew and however much is in it")
    void revokedAgainWithoutRoom() {
        nothingCanBeStored();
        revoke();
        parts.master.reinstate(OPERATOR, MEMBER);
        for (int i = 0; i < 1_000; i++) {
            parts.master.grant(new NodeName("c-" + i), NEWS);
        }
        parts.turn(A_MOMENT);
        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);

        revoke();
        for (int i = 0; i < 100; i++) {
            isRevoked(atSlave());
            if (i % 20 == 10) {
                parts.cutMaster();
            }
            parts.turn(Duration.ofMillis(700));
            parts.restartIfCut();
        }
        canBeStored();
        parts.turn(Duration.ofMinutes(1));
        assertThat(copy.revision()).isEqualTo(parts.table.revision());
        assertThat(copy.overlaid()).isEmpty();
        isRevoked(atSlave());
    }

    @Test
    @DisplayName("R34 Who was shut out while neither master nor slave could store it is let in at both once reinstated, though the slave still cannot store")
    void reinstatedUnstoredAtBoth() {
        nothingCanBeStored();
        parts.master.grant(KeyServerFixture.BOB, NEWS);
        nothingCanBeAudited();
        revoke();
        parts.turn(A_MOMENT);
        isRevoked(atSlave());

        parts.masterSink = parts.masterAudit::add;
        parts.master.reinstate(OPERATOR, MEMBER);
        parts.turn(A_MOMENT);

        assertThat(atSlave()).isInstanceOf(FetchOutcome.Key.class);
    }

    private List<String> notices() {
        return parts.events.stream().filter(NodeEvent.Notice.class::isInstance).map(NodeEvent.Notice.class::cast)
                .map(NodeEvent.Notice::text).toList();
    }

    @Test
    @DisplayName("R31 A slave that cannot store what its master sends tries less and less often, says once why and never that the master is away, and says when it stores again")
    void slaveThatCannotStore() {
        try (LogLines lines = LogLines.of("org.kagicast")) {
            nothingCanBeStored();
            parts.master.grant(KeyServerFixture.BOB, NEWS);
            for (int i = 0; i < 600; i++) {
                parts.turn(Duration.ofMillis(100));
                assertThat(ReplicationFixture.snapshot(slave).copy().orElseThrow()).satisfies(state -> {
                    assertThat(state.hearsMaster()).isTrue();
                    assertThat(state.behind()).isEqualTo(1);
                    assertThat(state.since()).isPresent();
                });
                assertThat(ReplicationFixture.snapshot(slave).problem().map(CodedMessage::text))
                        .hasValueSatisfying(problem -> assertThat(problem)
                                .contains("The disk of the copy is full: make room on it.", "The key master is heard"));
            }

            assertThat(attempts).isBetween(12, 30);
            assertThat(notices()).singleElement().asString().contains("The disk of the copy is full: make room",
                    "The key master is heard");
            assertThat(lines.withStack()).isEmpty();
        }

        copy.beforeApplying = () -> {
        };
        parts.turn(Duration.ofSeconds(5));
        assertThat(ReplicationFixture.snapshot(slave).problem().map(CodedMessage::text)).isEmpty();
        assertThat(ReplicationFixture.snapshot(slave).copy().orElseThrow().isInStep()).isTrue();
        assertThat(notices()).hasSize(2).last()
                .isEqualTo("The key table here takes what the key master sends again.");
    }

    @Test
    @DisplayName("R31 R34 A slave that has not been able to store for long shuts out at once who is revoked, however much came before")
    void revokedBehindMuch() {
        nothingCanBeStored();
        for (int i = 0; i < 1_000; i++) {
            parts.master.grant(new NodeName("c-" + i), NEWS);
        }
        parts.turn(Duration.ofMinutes(1));

        revoke();

        isRevoked(atSlave());
        parts.turn(Duration.ofMinutes(1));
        isRevoked(atSlave());
    }

    @Test
    @DisplayName("A slave whose master goes away while it cannot store says that, and which of them is over when")
    void masterGoesAwayMeanwhile() {
        nothingCanBeStored();
        parts.master.grant(KeyServerFixture.BOB, NEWS);
        parts.turn(A_MOMENT);
        parts.cutMaster();
        parts.turn(Duration.ofMinutes(1));
        assertThat(ReplicationFixture.snapshot(slave).copy().orElseThrow().hearsMaster()).isFalse();
        assertThat(ReplicationFixture.snapshot(slave).problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("km does not answer", "The disk of the copy is full"));

        parts.restoreMaster();
        parts.turn(Duration.ofMinutes(1));
        assertThat(notices()).last().isEqualTo("The key master is heard again.");

        copy.beforeApplying = () -> {
        };
        parts.turn(Duration.ofSeconds(5));
        assertThat(notices()).filteredOn(text -> text.contains("full")).hasSize(1);
        assertThat(notices()).last().isEqualTo("The key table here takes what the key master sends again.");
    }
}
