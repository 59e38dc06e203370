package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.end;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditReason;
import org.kagicast.audit.AuditSink;
import org.kagicast.keyserver.replication.Followers;
import org.kagicast.keytable.Exposure;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.model.Caution;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.NonBlockingService;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.time.ManualTime;

/// What the key server tells the audit.
class KeyAuditTest {

    private static final Identity CONTENT_SERVER = Identity.parse("spiffe://lab/content-server/cs-1");
    private static final Identity OTHER_CONTENT_SERVER = Identity.parse("spiffe://lab/content-server/cs-2");
    private static final Identity CLIENT = Identity.parse("spiffe://lab/client/alice");
    private static final Identity OPERATOR = Identity.parse("spiffe://lab/operator/olga");

    private final KeyServerFixture parts = new KeyServerFixture(new TableLimits(2, 1, 10));

    @AfterEach
    void close() {
        parts.close();
    }

    private static AuditEvent refused(Identity by, boolean stream, Long keyId, AuditReason reason) {
        return AuditEvent.changeRefused(by, stream ? Optional.of(new KeyLine(NEWS)) : Optional.empty(),
                Optional.ofNullable(keyId).map(KeyId::new), reason)
                .numbered(stream && keyId != null && keyId < 77 ? 1 : 0);
    }

    @Test
    @DisplayName("Creations, grants, keys given and refused, and changes of state are audited with who and what")
    void whatIsDoneIsAudited() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND);
        parts.keyServer.grant(OPERATOR, ALICE, new KeyLine(NEWS));
        parts.fetch(ALICE, keyId, FetchReason.ANNOUNCED);
        parts.keyServer.ungrant(OPERATOR, ALICE, new KeyLine(NEWS));
        parts.fetch(ALICE, new KeyId(404), FetchReason.ON_DEMAND);
        GrpcKeyCreator creator = parts.creator(CS1);
        end(creator.setState(keyId, KeyState.ACTIVE));
        end(creator.setState(keyId, KeyState.ACTIVE));

        assertThat(parts.audit)
                .containsExactly(AuditEvent.keyCreated(CONTENT_SERVER, new KeyLine(NEWS), keyId).numbered(1).at(1),
                        AuditEvent.keyRefused(CLIENT, Optional.of(new KeyLine(NEWS)), keyId, RefusalReason.NOT_GRANTED)
                                .numbered(1),
                        AuditEvent.granted(OPERATOR, CLIENT, new KeyLine(NEWS)).at(2),
                        AuditEvent.keyGiven(CLIENT, new KeyLine(NEWS), keyId).numbered(1),
                        AuditEvent.ungranted(OPERATOR, CLIENT, new KeyLine(NEWS)).at(3),
                        AuditEvent.keyRefused(CLIENT, Optional.empty(), new KeyId(404), RefusalReason.UNKNOWN),
                        AuditEvent.keyStateChanged(CONTENT_SERVER, new KeyLine(NEWS), keyId, KeyState.ACTIVE)
                                .numbered(1)
                                .at(4));
    }

    @Test
    @DisplayName("R31 A client with a grant cannot fill the disk either by asking for a key over and over, at a server and through a slave")
    void askingOverAndOverMakesFewEntries() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.audit.clear();
        Identity slave = Identity.parse("spiffe://lab/key-slave/slave-1");

        for (int i = 0; i < 200; i++) {
            parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND);
            parts.keyServer.lookup().getForSlave(ALICE, slave, keyId).close();
        }

        assertThat(parts.audit).hasSize(2 * 5);
        parts.time.turn(Duration.ofSeconds(61));
        assertThat(parts.audit).hasSize(2 * 5 + 2).last().satisfies(
                sum -> assertThat(sum.repeats().orElseThrow().count()).isEqualTo(195));
    }

    @Test
    @DisplayName("What a content server is refused is audited with the reason")
    void refusalsAreAudited() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        parts.audit.clear();
        GrpcKeyCreator other = parts.creator(CS2);
        List<Runnable> calls = List.of(() -> parts.create(CS2, NEWS, FetchReason.ON_DEMAND),
                () -> end(other.setState(keyId, KeyState.DESTROYED)),
                () -> end(other.setState(new KeyId(404), KeyState.ACTIVE)),
                () -> end(parts.creator(CS1).setState(keyId, KeyState.PRE_ACTIVE)),
                () -> parts.create(CS1, NEWS, FetchReason.ON_DEMAND));

        end(parts.creator(CS1).setState(keyId, KeyState.ACTIVE));
        calls.forEach(call -> assertThatThrownBy(call::run).isInstanceOf(OperatorException.class));

        assertThat(parts.audit).element(0).extracting(AuditEvent::action).isEqualTo(AuditAction.KEY_STATE_CHANGED);
        assertThat(parts.audit.subList(1, 6)).containsExactly(
                refused(OTHER_CONTENT_SERVER, true, null, AuditReason.NOT_ITS_OWN),
                refused(OTHER_CONTENT_SERVER, true, keyId.value(), AuditReason.NOT_ITS_OWN),
                refused(OTHER_CONTENT_SERVER, false, 404L, AuditReason.UNKNOWN),
                refused(CONTENT_SERVER, true, keyId.value(), AuditReason.WRONG_STATE),
                refused(CONTENT_SERVER, true, null, AuditReason.TABLE_FULL));
    }

    @Test
    @DisplayName("R28 deposits are audited, and one under an ID that is taken as refused")
    void depositsAreAudited() {
        var stub = parts.stub(Role.CONTENT_SERVER, CS1);
        DecryptionKey key = DecryptionKey.newBuilder().setKeyId(77).setStream("news")
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128)
                .setBaseKey(ByteString.copyFromUtf8("sixteen byte key")).build();
        stub.depositKey(DepositKeyRequest.newBuilder().setKey(key).build());
        stub.depositKey(DepositKeyRequest.newBuilder()
                .setKey(key.toBuilder().setBaseKey(ByteString.copyFromUtf8("another 16 bytes"))).build());

        assertThat(parts.audit).containsExactly(
                AuditEvent.keyDeposited(CONTENT_SERVER, new KeyLine(NEWS), new KeyId(77)).numbered(1).at(1),
                refused(CONTENT_SERVER, true, 77L, AuditReason.ID_TAKEN));
    }

    @Test
    @DisplayName("A key that is swept is audited as destroyed by the key server, and its fetchers are forgotten")
    void sweepIsAudited() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND);
        parts.audit.clear();
        Retention aDay = new Retention(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1),
                Duration.ofDays(9));

        assertThat(parts.keyServer.sweep(aDay)).isZero();
        parts.time.turn(Duration.ofDays(1));
        assertThat(parts.keyServer.sweep(aDay)).isEqualTo(1);

        assertThat(parts.audit).containsExactly(
                AuditEvent.keyStateChanged(parts.keyServer.identity(), new KeyLine(NEWS), keyId, KeyState.DESTROYED)
                        .numbered(1).at(3));
        assertThat(parts.snapshot().keys().getFirst().fetchers()).isZero();
    }

    @Test
    @DisplayName("A key whose content server broke down is deactivated once a later one is in use, and so destroyed in time")
    void keysOfABrokenContentServer() {
        KeyId before = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        KeyId after = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.creator(CS1).setState(before, KeyState.ACTIVE).join();
        parts.keyServer.sweep(Retention.DEFAULT);
        parts.creator(CS1).setState(after, KeyState.ACTIVE).join();
        parts.audit.clear();

        parts.keyServer.sweep(Retention.DEFAULT);
        assertThat(parts.snapshot().keys()).extracting(row -> row.state()).containsExactly(KeyState.DEACTIVATED,
                KeyState.ACTIVE);
        parts.time.turn(Retention.DEFAULT.deactivated());
        parts.keyServer.sweep(Retention.DEFAULT);

        assertThat(parts.audit).containsExactly(
                AuditEvent.keyStateChanged(parts.keyServer.identity(), new KeyLine(NEWS), before,
                        KeyState.DEACTIVATED).numbered(1).at(5),
                AuditEvent.keyStateChanged(parts.keyServer.identity(), new KeyLine(NEWS), before,
                        KeyState.DESTROYED).numbered(1).at(6));
    }

    @Test
    @DisplayName("Of a change that could be audited in part, that part and no other is called not done")
    void partIsCalledNotDone() {
        List<AuditEvent> written = new ArrayList<>();
        AuditSink sink = event -> {
            if (event.action() == AuditAction.KEY_STATE_CHANGED) {
                throw new OperatorException("The audit log cannot be written.");
            }
            written.add(event);
        };
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        KeyDescription key = parts.table.describe(keyId).orElseThrow();
        Member slave = new Member(Role.KEY_SLAVE, ALICE);
        RevocationOutcome outcome = new RevocationOutcome(List.of(key), 1, new Exposure(slave, Set.of()));
        try (KeyAudit audit = new KeyAudit(OPERATOR, sink, parts.time)) {
            Witness<RevocationOutcome> witness = audit.revocation(OPERATOR, slave);

            assertThat(witness.sees(outcome)).isCompletedExceptionally();
            witness.undone(outcome);
        }

        AuditEvent revoked = AuditEvent.revoked(OPERATOR, slave.in("lab"), Optional.of(keyId)).at(1);
        assertThat(written).containsExactly(revoked, revoked.notDone());
    }

    @Test
    @DisplayName("No key is given that cannot be audited")
    void nothingIsGivenUnaudited() {
        AtomicBoolean full = new AtomicBoolean();
        SecureRandom randomness = new SecureRandom();
        ManualTime time = new ManualTime();
        MemoryKeyTable table = new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time);
        table.policy().own(NEWS, CS1);
        KeyAudit audit = new KeyAudit(OPERATOR, event -> {
            if (full.get()) {
                throw new OperatorException("The audit log cannot be written.");
            }
        }, time);
        StepEvents steps = new StepEvents(CS1, time, EventSink.NONE);
        FetchCounts fetches = new FetchCounts();
        KeyCreation creation = new KeyCreation(table, fetches, steps, audit, line -> false, () -> {
        }, Followers.NONE);
        KeyLookup lookup = new KeyLookup(table, fetches, steps, audit);
        KeyCreationRequest request = new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_256_GCM, new UUID(0, 1));
        KeyId keyId = creation.create(request, FetchReason.ON_DEMAND).description().keyId();
        table.policy().grant(new Grant(ALICE, NEWS));
        full.set(true);

        assertThatThrownBy(
                () -> creation.create(new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_256_GCM, new UUID(0, 2)),
                        FetchReason.ON_DEMAND))
                .as("told from a request that is not possible, so that the very same one is repeated")
                .isInstanceOfSatisfying(CallRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        assertThat(table.describeAll()).as("no orphan is left").hasSize(1);
        assertThatThrownBy(() -> creation.create(request, FetchReason.ON_DEMAND)).as("an answer repeated")
                .isInstanceOf(CallRefusedException.class);
        assertThatThrownBy(() -> lookup.get(ALICE, keyId, FetchReason.ON_DEMAND))
                .isInstanceOf(OperatorException.class);
        assertThat(lookup.get(BOB, keyId, FetchReason.ON_DEMAND)).as("a refusal gives nothing away")
                .isInstanceOf(KeyAnswer.Refused.class);
        assertThatThrownBy(() -> creation.setState(CS1, keyId, KeyState.ACTIVE))
                .as("told from an impossible state, so that it is told again")
                .isInstanceOfSatisfying(CallRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
                .hasMessage("The audit log cannot be written.");
        assertThat(table.describe(keyId).orElseThrow().state()).isEqualTo(KeyState.PRE_ACTIVE);
        full.set(false);
        assertThatCode(() -> creation.setState(CS1, keyId, KeyState.ACTIVE)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("R31 A client that asks for made-up keys is answered each time, with a few entries of its own and the rest counted in one")
    void refusalsAreSummedUp() {
        for (int i = 1; i <= 100; i++) {
            parts.fetch(ALICE, new KeyId(1_000 + i), FetchReason.ON_DEMAND);
        }
        parts.fetch(BOB, new KeyId(404), FetchReason.ON_DEMAND);
        assertThat(parts.snapshot().refusals()).isEqualTo(101);
        assertThat(parts.audit).hasSize(6).last()
                .isEqualTo(AuditEvent.keyRefused(Identity.parse("spiffe://lab/client/bob"), Optional.empty(),
                        new KeyId(404), RefusalReason.UNKNOWN));

        parts.time.turn(Duration.ofSeconds(11));
        assertThat(parts.audit).hasSize(7).last().satisfies(sum -> {
            assertThat(sum.repeats().orElseThrow().count()).isEqualTo(95);
            assertThat(sum.actor()).contains(CLIENT);
            assertThat(sum.keyId()).contains(new KeyId(1_100));
        });
    }

    @Test
    @DisplayName("R31 No grant and no grant taken back holds that could not be audited; who is revoked meanwhile is shut out, and nothing of it is stored")
    void noPolicyUnaudited() {
        AtomicBoolean full = new AtomicBoolean();
        SecureRandom randomness = new SecureRandom();
        MemoryKeyTable table = new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, parts.time);
        try (KeyServer server = new KeyServer(Identity.parse("spiffe://lab/key-server/ks-1"), table, parts.time,
                EventSink.NONE, event -> {
                    if (full.get()) {
                        throw new OperatorException("The audit log cannot be written.");
                    }
                })) {
            server.grant(OPERATOR, ALICE, new KeyLine(NEWS));
            full.set(true);

            List<Runnable> commands = List.of(() -> server.grant(OPERATOR, ALICE, new KeyLine(KeyServerFixture.SPORT)),
                    () -> server.ungrant(OPERATOR, ALICE, new KeyLine(NEWS)));
            commands.forEach(
                    command -> assertThatThrownBy(command::run).hasMessage("The audit log cannot be written."));

            assertThat(table.policy().grants()).containsExactly(new Grant(ALICE, NEWS));
            long revision = table.revision();
            assertThat(server.revoke(OPERATOR, Member.client(ALICE), Caution.INSIST).unstored().map(CodedMessage::text))
                    .contains("The audit log cannot be written.");
            assertThat(table.revision()).isEqualTo(revision);
            assertThat(table.unstored()).isEqualTo(table.policy().revoked()).containsExactly(Member.client(ALICE));
        }
    }

    @Test
    @DisplayName("A revocation is audited with the operator, and so is each key that it calls compromised")
    void revocationsAreAudited() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.audit.clear();

        parts.keyServer.revoke(OPERATOR, Member.client(ALICE), Caution.REFUSE_MISTAKES);

        assertThat(parts.audit).containsExactly(AuditEvent.revoked(OPERATOR, CLIENT, Optional.of(keyId)).at(3),
                AuditEvent.keyStateChanged(OPERATOR, new KeyLine(NEWS), keyId, KeyState.COMPROMISED).numbered(1)
                        .at(4));
    }

    @Test
    @DisplayName("A key that is given to its content server once more is audited once more")
    void repeatedAnswersAreAudited() {
        GrpcKeyCreator creator = parts.creator(CS1);
        KeyId keyId = end(creator.create(NEWS, CipherSuite.AES_256_GCM, new UUID(7, 7), FetchReason.ON_DEMAND)).keyId();
        end(creator.create(NEWS, CipherSuite.AES_256_GCM, new UUID(7, 7), FetchReason.ON_DEMAND));

        assertThat(parts.audit).containsExactly(
                AuditEvent.keyCreated(CONTENT_SERVER, new KeyLine(NEWS), keyId).numbered(1).at(1),
                AuditEvent.keyRepeated(CONTENT_SERVER, new KeyLine(NEWS), keyId).numbered(1));
    }

    @Test
    @DisplayName("Giving keys is prompt as long as the audit takes entries at once; making them never is")
    void promptWhileTheAuditIs() {
        AtomicBoolean room = new AtomicBoolean(true);
        AuditSink sink = new AuditSink() {
            @Override
            public void record(AuditEvent event) {
                parts.audit.add(event);
            }

            @Override
            public boolean takesAtOnce(AuditAction action) {
                return room.get();
            }
        };
        SecureRandom randomness = new SecureRandom();
        try (KeyServer server = new KeyServer(Identity.parse("spiffe://lab/key-server/ks-1"),
                new MemoryKeyTable(new SequentialKeyIds(), new TableLimits(1, 1, 1), randomness, parts.time),
                parts.time, EventSink.NONE, sink)) {
            NonBlockingService service = (NonBlockingService) server.service();

            assertThat(service.isPrompt(KeyServiceGrpc.getGetKeyMethod())).isTrue();
            assertThat(service.isPrompt(KeyServiceGrpc.getCreateKeyMethod())).isFalse();
            room.set(false);
            assertThat(service.isPrompt(KeyServiceGrpc.getGetKeyMethod())).isFalse();
        }
    }
}
