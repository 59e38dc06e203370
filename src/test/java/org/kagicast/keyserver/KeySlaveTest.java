package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.SPORT;
import static org.kagicast.keyserver.ReplicationFixture.MASTER;
import static org.kagicast.keyserver.ReplicationFixture.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.TableChange;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeEvent.Message;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchOutcome.Refused;
import org.kagicast.rpc.keys.FetchOutcome.Unreachable;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;

class KeySlaveTest {

    private static final NodeName SLAVE = new NodeName("slave-1");
    private static final CopyState IN_STEP = new CopyState(true, 0, Optional.empty());

    private final ReplicationFixture parts = new ReplicationFixture();

    @AfterEach
    void close() throws Exception {
        parts.close();
    }

    private static Optional<CopyState> copy(KeySlave slave) {
        return snapshot(slave).copy();
    }

    @Test
    @DisplayName("R14 R15 each key that the master makes is sent to every slave, which stores ID and key in its own table")
    void keysAreDistributed() {
        MemoryReplicaTable early = new MemoryReplicaTable();
        KeySlave slave = parts.slave("slave-1", early);
        KeyId first = parts.create(CS1, NEWS).keyId();
        MemoryReplicaTable late = new MemoryReplicaTable();
        KeySlave other = parts.slave("slave-2", late);

        CreatedKey second = parts.create(CS1, NEWS);

        List<KeyRow> masters = parts.master.snapshot().join().keys();
        assertThat(masters).hasSize(2);
        assertThat(snapshot(slave).keys()).isEqualTo(masters);
        assertThat(snapshot(other).keys()).isEqualTo(masters);
        assertThat(List.of(early, late)).allSatisfy(table -> {
            assertThat(table.find(first)).isPresent();
            assertThat(table.find(second.keyId()).orElseThrow().decryptionKey()).contains(second.baseKey());
        });
        assertThat(snapshot(slave).revision()).isEqualTo(parts.table.revision());
        assertThat(copy(slave)).contains(IN_STEP);
        assertThat(snapshot(slave).problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R17 a slave answers from its own table, with its master gone too, and tells and counts it as its own")
    void slaveAnswersFromItsOwnTable() {
        KeySlave slave = parts.slave("slave-1");
        CreatedKey key = parts.create(CS1, NEWS);
        parts.master.grant(ALICE, NEWS);
        parts.events.clear();

        FetchOutcome outcome = parts.fetch(slave.identity(), ALICE, key.keyId());
        parts.cutMaster();
        FetchOutcome withoutMaster = parts.fetch(slave.identity(), ALICE, key.keyId());

        assertThat(outcome).isEqualTo(
                new FetchOutcome.Key(key.keyId(), new KeyLine(NEWS), CipherSuite.AES_256_GCM, key.baseKey(),
                        1, Optional.of(KeyState.PRE_ACTIVE), Optional.of(CS1), SLAVE));
        assertThat(withoutMaster).isEqualTo(outcome);
        assertThat(parts.fetch(slave.identity(), BOB, key.keyId())).as("who may have been granted it meanwhile")
                .isInstanceOf(Unreachable.class);
        assertThat(parts.events).first().isEqualTo(new Message(parts.time.now(), SLAVE, Step.B5, Optional.of(ALICE),
                new KeyName(key.keyId(), new KeyLine(NEWS), 1)));
        assertThat(snapshot(slave)).satisfies(shown -> {
            assertThat(shown.requests()).isEqualTo(3);
            assertThat(shown.refusals()).isZero();
            assertThat(shown.keys().getFirst().fetchers()).isEqualTo(1);
        });
        assertThat(parts.master.snapshot().join().requests()).isZero();
    }

    @Test
    @DisplayName("A slave that a key has not reached asks the master, who judges the client and not the slave")
    void slaveThatIsBehindAsksTheMaster() {
        KeySlave slave = parts.slave("slave-1");
        parts.holdBack();
        CreatedKey key = parts.create(CS1, NEWS);
        parts.master.grant(ALICE, NEWS);

        FetchOutcome granted = parts.fetch(slave.identity(), ALICE, key.keyId());
        FetchOutcome refused = parts.fetch(slave.identity(), BOB, key.keyId());
        FetchOutcome unknown = parts.fetch(slave.identity(), ALICE, new KeyId(404));

        assertThat(snapshot(slave).keys()).isEmpty();
        assertThat(granted).isEqualTo(
                new FetchOutcome.Key(key.keyId(), new KeyLine(NEWS), CipherSuite.AES_256_GCM, key.baseKey(),
                        1, Optional.of(KeyState.PRE_ACTIVE), Optional.of(CS1), SLAVE));
        assertThat(refused).isEqualTo(new Refused(RefusalReason.NOT_GRANTED, Optional.of(new KeyLine(NEWS)), SLAVE));
        assertThat(unknown).isEqualTo(new Refused(RefusalReason.UNKNOWN, Optional.empty(), SLAVE));
        assertThat(parts.master.snapshot().join().requests()).isEqualTo(3);
        Identity alice = Identity.parse("spiffe://lab/client/alice");
        Identity bob = Identity.parse("spiffe://lab/client/bob");
        assertThat(parts.masterAudit).as("the master's audit tells of what a slave got for whom").endsWith(
                AuditEvent.keyGivenOnBehalf(alice, slave.identity(), new KeyLine(NEWS), key.keyId()).numbered(1),
                AuditEvent.keyRefused(bob, Optional.of(new KeyLine(NEWS)), key.keyId(), RefusalReason.NOT_GRANTED)
                        .numbered(1).through(slave.identity()),
                AuditEvent.keyRefused(alice, Optional.empty(), new KeyId(404), RefusalReason.UNKNOWN)
                        .through(slave.identity()));
        assertThat(parts.events).filteredOn(Message.class::isInstance).map(event -> ((Message) event).subject())
                .as("who told of B5").endsWith(SLAVE, SLAVE, SLAVE);
    }

    @Test
    @DisplayName("R31 a copy that is still being made answers nobody by itself: it may have a key and a grant, and not yet the revocation")
    void halfCopyAnswersNobody() {
        CreatedKey key = parts.create(CS1, NEWS);
        parts.master.grant(ALICE, NEWS);
        long half = parts.table.revision();
        MemoryReplicaTable copy = new MemoryReplicaTable();
        copy.startOver(parts.table.tableId());
        List<TableChange> changes = parts.table.changesAfter(0, 10);
        copy.apply(changes, new ReplicaTable.Reached(half, parts.table.epochAt(half), false));
        changes.forEach(TableChange::close);
        parts.master.revoke(ALICE);
        parts.cutMaster();
        KeySlave slave = parts.slave("slave-1", copy);

        FetchOutcome alone = parts.fetch(slave.identity(), ALICE, key.keyId());
        parts.restoreMaster();
        parts.turn(Duration.ofSeconds(5));
        FetchOutcome judged = parts.fetch(slave.identity(), ALICE, key.keyId());

        assertThat(alone).isInstanceOf(Unreachable.class);
        assertThat(judged).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));
        assertThat(copy.isWhole()).isTrue();
    }

    @Test
    @DisplayName("R31 a slave that does not hear its master says that it cannot know a key or grant that it lacks, and audits no refusal")
    void cannotKnowWithoutMaster() {
        List<AuditEvent> audit = new ArrayList<>();
        parts.slaveAudit = audit::add;
        KeySlave slave = parts.slave("slave-1");
        KeyId keyId = parts.create(CS1, NEWS).keyId();
        parts.master.revoke(BOB);
        parts.cutMaster();
        parts.turn(Duration.ofMillis(12_300));

        FetchOutcome unknown = parts.fetch(slave.identity(), ALICE, new KeyId(404));
        FetchOutcome notGranted = parts.fetch(slave.identity(), ALICE, keyId);

        assertThat(unknown).isEqualTo(new Unreachable(
                KeyServerMessage.MASTER_SILENT.with("slave-1", Duration.ofMillis(12_300), KeyName.of(new KeyId(404)))));
        assertThat(((Unreachable) unknown).sentence().text())
                .isEqualTo("The key slave slave-1 has not heard its key master for 12.3 s, so "
                        + "it cannot know key ID 404: check that the key master runs and can be reached from there.");
        assertThat(notGranted).isInstanceOf(Unreachable.class);
        assertThat(audit).isEmpty();
        assertThat(parts.fetch(slave.identity(), BOB, keyId)).as("a revocation is for ever")
                .isEqualTo(new Refused(RefusalReason.REVOKED, Optional.of(new KeyLine(NEWS)), SLAVE));

        parts.restoreMaster();
        parts.turn(Duration.ofSeconds(2));

        assertThat(parts.fetch(slave.identity(), ALICE, new KeyId(404)))
                .isEqualTo(new Refused(RefusalReason.UNKNOWN, Optional.empty(), SLAVE));
        assertThat(parts.fetch(slave.identity(), ALICE, keyId))
                .isEqualTo(new Refused(RefusalReason.NOT_GRANTED, Optional.of(new KeyLine(NEWS)), SLAVE));
    }

    @Test
    @DisplayName("R31 a slave whose question gets no answer in time, or has no place among the open ones, cannot know the key")
    void cannotKnowWithoutAnswer() {
        parts.answerNoQuestions();
        KeySlave slave = parts.slave("slave-1");
        GrpcKeyFetcher fetcher = new GrpcKeyFetcher(parts.connect(Role.CLIENT, ALICE, slave.identity()));
        List<CompletableFuture<FetchOutcome>> open = new ArrayList<>();
        for (int number = 1; number <= MasterFallback.MOST_AT_ONCE; number++) {
            open.add(fetcher.fetch(new KeyId(number), FetchReason.ON_DEMAND).outcome());
        }

        assertThat(parts.fetch(slave.identity(), ALICE, new KeyId(404))).isInstanceOfSatisfying(Unreachable.class,
                told -> assertThat(told.sentence().text()).contains("slave-1 has 64 questions open",
                        "cannot know key ID 404"));
        assertThat(open).noneMatch(CompletableFuture::isDone);

        parts.turn(MasterFallback.ANSWER_WITHIN);

        assertThat(open).allSatisfy(answer -> assertThat(answer.join()).isInstanceOfSatisfying(Unreachable.class,
                told -> assertThat(told.sentence().text())
                        .contains("slave-1 got no answer from its key master within 300 ms")));
    }

    @Test
    @DisplayName("A slave that is refused by its master does not take that for a refusal of the client")
    void refusalOfTheSlaveIsNotTheClients() {
        parts.refuseQuestions();
        KeySlave slave = parts.slave("slave-1");

        assertThat(parts.fetch(slave.identity(), ALICE, new KeyId(404))).isInstanceOfSatisfying(Unreachable.class,
                told -> assertThat(told.sentence().text()).contains("slave-1", "has been revoked")
                        .doesNotContain("runs"));
    }

    @Test
    @DisplayName("R34 a revoked slave says so in its log and status with the cure, gives no key any more, and tells clients the true cause; let in again, it is back within three seconds")
    void revokedSlave() {
        KeySlave slave = parts.slave("slave-1");
        KeyId keyId = parts.create(CS1, NEWS).keyId();
        parts.master.grant(ALICE, NEWS);
        assertThat(parts.fetch(slave.identity(), ALICE, keyId)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(notices()).isEmpty();

        parts.revokeSlaves();
        parts.turn(Duration.ofMinutes(5));

        assertThat(snapshot(slave).problem().map(CodedMessage::text)).hasValueSatisfying(problem -> assertThat(problem)
                .contains("has been revoked at its key master", "kagicast reinstate --key-slave slave-1"));
        assertThat(notices()).filteredOn(text -> text.contains("has been revoked at its key master"))
                .as("once, however often it is refused").hasSize(1);
        for (KeyId asked : List.of(keyId, new KeyId(404))) {
            assertThat(parts.fetch(slave.identity(), ALICE, asked)).isEqualTo(new Unreachable(
                    KeyServerMessage.SLAVE_REVOKED_TO_CLIENTS.with("slave-1")));
        }
        parts.cutMaster();
        parts.turn(Duration.ofMinutes(1));
        assertThat(parts.fetch(slave.identity(), ALICE, keyId)).as("the master's last word counts while it is away")
                .isInstanceOf(Unreachable.class);

        parts.revokeSlaves();
        parts.turn(Duration.ofMinutes(1));
        parts.cutMaster();
        parts.restoreMaster();
        parts.turn(Duration.ofSeconds(3));

        assertThat(copy(slave)).contains(IN_STEP);
        assertThat(snapshot(slave).problem().map(CodedMessage::text)).isEmpty();
        assertThat(parts.fetch(slave.identity(), ALICE, keyId)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(notices()).last().isEqualTo("The key master is heard again.");
    }

    @Test
    @DisplayName("A slave that loses its master says so in its log, once, and when it hears it again")
    void lostMasterIsLogged() {
        parts.slave("slave-1");
        parts.cutMaster();
        parts.turn(Duration.ofMinutes(1));
        assertThat(notices()).filteredOn(text -> text.contains("km does not answer")).hasSize(1);

        parts.restoreMaster();
        parts.turn(Duration.ofSeconds(3));

        assertThat(notices()).last().isEqualTo("The key master is heard again.");
    }

    private List<String> notices() {
        return parts.events.stream().filter(NodeEvent.Notice.class::isInstance).map(NodeEvent.Notice.class::cast)
                .map(NodeEvent.Notice::text).toList();
    }

    @Test
    @DisplayName("A slave audits what it gives and refuses, also what its master told it, and gives nothing that it cannot audit")
    void slaveAudits() {
        KeySlave slave = parts.slave("slave-1");
        List<AuditEvent> audit = new ArrayList<>();
        parts.slaveAudit = audit::add;
        CreatedKey key = parts.create(CS1, NEWS);
        parts.master.grant(ALICE, NEWS);
        Identity alice = new Identity("lab", Role.CLIENT, ALICE);

        parts.fetch(slave.identity(), ALICE, key.keyId());
        parts.fetch(slave.identity(), ALICE, new KeyId(404));

        assertThat(audit).containsExactly(AuditEvent.keyGiven(alice, new KeyLine(NEWS), key.keyId()).numbered(1),
                AuditEvent.keyRefused(alice, Optional.empty(), new KeyId(404), RefusalReason.UNKNOWN));
        parts.slaveAudit = event -> {
            throw new OperatorException("The audit log cannot be written: make room.");
        };
        assertThat(parts.fetch(slave.identity(), ALICE, key.keyId())).isInstanceOf(FetchOutcome.Unreachable.class);
        assertThat(parts.fetch(slave.identity(), ALICE, new KeyId(404))).as("a refusal gives nothing away")
                .isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("Only a client can be asked for, and only by a slave")
    void onBehalfOfClientsOnly() {
        KeyId keyId = parts.create(CS1, NEWS).keyId();
        var stub = ReplicationServiceGrpc.newBlockingStub(parts.connect(Role.KEY_SLAVE, SLAVE, MASTER).channel());
        GetKeyOnBehalfRequest request = GetKeyOnBehalfRequest.newBuilder().setKeyId(keyId.value()).build();

        for (String other : List.of("spiffe://lab/content-server/cs-1", "spiffe://elsewhere/client/alice", "alice",
                "")) {
            assertThatThrownBy(() -> stub.getKeyOnBehalf(request.toBuilder().setClient(other).build()))
                    .hasMessageContaining("INVALID_ARGUMENT");
        }
        var client = ReplicationServiceGrpc.newBlockingStub(parts.connect(Role.CLIENT, ALICE, MASTER).channel());
        assertThatThrownBy(
                () -> client.getKeyOnBehalf(request.toBuilder().setClient("spiffe://lab/client/bob").build()))
                .hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    @DisplayName("Grants, their ends and revocations reach the slaves and count at once")
    void policyIsReplicated() {
        KeySlave slave = parts.slave("slave-1");
        KeyId keyId = parts.create(CS1, NEWS).keyId();

        parts.master.grant(ALICE, NEWS);
        assertThat(parts.fetch(slave.identity(), ALICE, keyId)).isInstanceOf(FetchOutcome.Key.class);
        parts.master.ungrant(ALICE, NEWS);
        assertThat(parts.fetch(slave.identity(), ALICE, keyId))
                .isEqualTo(new Refused(RefusalReason.NOT_GRANTED, Optional.of(new KeyLine(NEWS)), SLAVE));
        parts.master.grant(ALICE, NEWS);
        parts.master.revoke(ALICE);
        assertThat(parts.fetch(slave.identity(), ALICE, keyId))
                .isEqualTo(new Refused(RefusalReason.REVOKED, Optional.of(new KeyLine(NEWS)), SLAVE));
        assertThat(slave.isRevoked(Member.client(ALICE))).isTrue();
        assertThat(slave.isRevoked(Member.client(BOB))).isFalse();
    }

    @Test
    @DisplayName("State changes reach the slaves; a destroyed key is wiped there and forgotten")
    void statesAreReplicated() {
        MemoryReplicaTable copy = new MemoryReplicaTable();
        KeySlave slave = parts.slave("slave-1", copy);
        KeyId keyId = parts.create(CS1, NEWS).keyId();
        parts.master.grant(ALICE, NEWS);

        parts.creator(CS1).setState(keyId, KeyState.ACTIVE).join();
        assertThat(snapshot(slave).keys().getFirst().state()).isEqualTo(KeyState.ACTIVE);
        parts.creator(CS1).setState(keyId, KeyState.DESTROYED).join();

        assertThat(copy.find(keyId)).isEmpty();
        assertThat(parts.fetch(slave.identity(), ALICE, keyId))
                .isEqualTo(new Refused(RefusalReason.UNKNOWN, Optional.empty(), SLAVE));
    }

    @Test
    @DisplayName("A slave that is cut off says since when, and is in step again after the master is back")
    void stalenessIsTold() {
        KeySlave slave = parts.slave("slave-1");
        parts.create(CS1, NEWS);
        parts.turn(Duration.ofSeconds(10));
        assertThat(copy(slave)).contains(IN_STEP);

        parts.cutMaster();
        parts.turn(Duration.ofMillis(3_200));

        assertThat(copy(slave)).contains(new CopyState(false, 0, Optional.of(parts.time.now().minusMillis(3_200))));
        assertThat(snapshot(slave).problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("km").contains("3.2 s").contains("check that it runs"));

        parts.restoreMaster();
        parts.create(CS1, SPORT);
        parts.turn(Duration.ofSeconds(2));

        assertThat(copy(slave)).contains(IN_STEP);
        assertThat(snapshot(slave).keys()).hasSize(2);
    }

    @Test
    @DisplayName("A master that falls silent without breaking the connection is noticed, and found again")
    void silenceIsNoticed() {
        KeySlave slave = parts.slave("slave-1");
        parts.holdBack();
        parts.turn(Duration.ofSeconds(4));

        assertThat(copy(slave).orElseThrow().hearsMaster()).isFalse();

        parts.letGo();
        parts.turn(Duration.ofSeconds(3));
        assertThat(copy(slave)).contains(IN_STEP);
    }

    @Test
    @DisplayName("A slave that meets another table starts over: keys, grants and revocations of the former are gone")
    void anotherTableStartsOver() {
        MemoryReplicaTable copy = new MemoryReplicaTable();
        KeySlave slave = parts.slave("slave-1", copy);
        KeyId former = parts.create(CS1, NEWS).keyId();
        parts.create(CS1, NEWS);
        parts.master.grant(ALICE, NEWS);
        parts.master.revoke(BOB);
        String formerTable = copy.tableId();
        byte[] formerKey = copy.find(former).orElseThrow().decryptionKey().orElseThrow().copyBytes();

        parts.replaceMaster(parts.newTable());
        CreatedKey other = parts.create(CS1, SPORT);
        parts.turn(Duration.ofSeconds(3));

        assertThat(other.keyId()).as("the same number for another key").isEqualTo(former);
        assertThat(copy.tableId()).isEqualTo(parts.table.tableId()).isNotEqualTo(formerTable);
        assertThat(copy.describeAll()).isEqualTo(parts.table.describeAll()).hasSize(1);
        assertThat(copy.find(former).orElseThrow().decryptionKey().orElseThrow().copyBytes())
                .isEqualTo(other.baseKey().copyBytes()).isNotEqualTo(formerKey);
        assertThat(copy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        assertThat(copy.isRevoked(Member.client(BOB))).isFalse();
        assertThat(copy(slave)).contains(IN_STEP);
    }

    @Test
    @DisplayName("A slave keeps its table over a restart when the table lasts: it asks only for what came afterwards")
    void restartGoesOnFromTheCopy() {
        KeepingTable copy = new KeepingTable();
        KeySlave slave = parts.slave("slave-1", copy);
        KeyId first = parts.create(CS1, NEWS).keyId();
        parts.create(CS1, NEWS);
        slave.close();
        copy.applied.clear();

        KeyId third = parts.create(CS1, NEWS).keyId();
        KeySlave restarted = parts.slave("slave-1b", copy);

        assertThat(copy.applied).containsExactly(third);
        assertThat(copy.describe(first)).isPresent();
        assertThat(snapshot(restarted).keys()).hasSize(3);
    }

    @Test
    @DisplayName("A slave that was away while a key was destroyed and forgotten starts over, and does not keep the key")
    void forgottenKeysDoNotStay() {
        KeepingTable copy = new KeepingTable();
        KeySlave slave = parts.slave("slave-1", copy);
        KeyId gone = parts.create(CS1, NEWS).keyId();
        KeyId kept = parts.create(CS1, NEWS).keyId();
        parts.creator(CS1).setState(kept, KeyState.ACTIVE).join();
        slave.close();
        copy.applied.clear();

        parts.turn(Duration.ofDays(7));
        parts.master.sweep(Retention.DEFAULT);
        parts.turn(Duration.ofDays(8));
        parts.master.sweep(Retention.DEFAULT);
        parts.slave("slave-1b", copy);

        assertThat(parts.table.describeAll()).extracting(KeyDescription::keyId).containsExactly(kept);
        assertThat(copy.applied).as("sent once more").containsExactly(kept);
        assertThat(copy.describe(gone)).isEmpty();
        assertThat(copy.revision()).isEqualTo(3);
    }

    @Test
    @DisplayName("A content server that is given a slave's address is told so")
    void slaveMakesNoKeys() {
        KeySlave slave = parts.slave("slave-1");
        GrpcKeyCreator creator = new GrpcKeyCreator(
                parts.connect(Role.CONTENT_SERVER, CS1, slave.identity()));

        assertThatThrownBy(() -> KeyServerFixture.end(
                creator.create(NEWS, CipherSuite.AES_256_GCM, new UUID(1, 1), FetchReason.ON_DEMAND)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("key slave")
                .hasMessageContaining("key master's address");
    }

    @Test
    @DisplayName("A standalone key server has no replication to offer")
    void standaloneServerHasNoSlaves() {
        try (KeyServerFixture standalone = new KeyServerFixture(org.kagicast.keytable.TableLimits.DEFAULT)) {
            assertThat(standalone.keyServer.services()).hasSize(1);
            assertThat(standalone.snapshot().copy()).isEmpty();
            var stub = ReplicationServiceGrpc
                    .newBlockingStub(standalone.connect(Role.KEY_SLAVE, SLAVE).channel());
            assertThatThrownBy(() -> stub.getKeyOnBehalf(GetKeyOnBehalfRequest.getDefaultInstance()))
                    .hasMessageContaining("UNIMPLEMENTED");
        }
        assertThat(MASTER).isNotEqualTo(Identity.parse("spiffe://lab/key-server/ks-1"));
    }
}
