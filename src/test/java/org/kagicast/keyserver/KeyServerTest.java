package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.SPORT;
import static org.kagicast.keyserver.KeyServerFixture.end;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent.Message;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.DepositKeyResponse.Outcome;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchOutcome.Refused;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;

class KeyServerTest {

    private static final CodedMessage REVOKED = KeyServerMessage.MEMBER_WAS_REVOKED.with("client alice");

    private static final NodeName KS1 = new NodeName("ks-1");

    private final KeyServerFixture parts = new KeyServerFixture(new TableLimits(50, 2, 5_000));

    @AfterEach
    void close() {
        parts.close();
    }

    private static Refused refused(RefusalReason reason, StreamName stream) {
        return new Refused(reason, Optional.ofNullable(stream).map(KeyLine::new), KS1);
    }

    private KeyRow row(KeyId keyId) {
        return parts.snapshot().keys().stream().filter(key -> key.keyId().equals(keyId)).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("R3 the key server makes a key, numbers it, stores it and answers with ID and encryption key")
    void creationIsAnsweredAndStored() {
        CreatedKey first = parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        CreatedKey second = parts.create(CS1, NEWS, FetchReason.ON_DEMAND);

        assertThat(first.stream()).isEqualTo(NEWS);
        assertThat(first.suite()).isEqualTo(CipherSuite.AES_256_GCM);
        assertThat(first.keyId()).isNotEqualTo(second.keyId());
        assertThat(first.baseKey()).isNotEqualTo(second.baseKey());
        assertThat(row(first.keyId())).satisfies(row -> {
            assertThat(row.owner()).isEqualTo(CS1);
            assertThat(row.state()).isEqualTo(KeyState.PRE_ACTIVE);
            assertThat(row.fingerprint()).isEqualTo(first.baseKey().fingerprint());
        });
        assertThat(parts.snapshot().creations()).isEqualTo(2);
    }

    @Test
    @DisplayName("R9 a granted client that asks by key ID gets the very key that the content server seals with")
    void grantedClientGetsTheKey() {
        CreatedKey created = parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        parts.keyServer.grant(ALICE, NEWS);

        FetchOutcome outcome = parts.fetch(ALICE, created.keyId(), FetchReason.ON_DEMAND);

        assertThat(outcome).isEqualTo(
                new FetchOutcome.Key(created.keyId(), new KeyLine(NEWS), CipherSuite.AES_256_GCM, created.baseKey(),
                        1, Optional.of(KeyState.PRE_ACTIVE), Optional.of(CS1), KS1));
        assertThat(row(created.keyId()).fetchers()).isEqualTo(1);
    }

    @Test
    @DisplayName("A client without a grant is refused, as is one whose grant was for another stream")
    void eavesdropperIsRefused() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(BOB, SPORT);

        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND))
                .isEqualTo(refused(RefusalReason.NOT_GRANTED, NEWS));
        assertThat(parts.fetch(BOB, keyId, FetchReason.ON_DEMAND)).isEqualTo(refused(RefusalReason.NOT_GRANTED, NEWS));
        assertThat(parts.snapshot().requests()).isEqualTo(2);
        assertThat(parts.snapshot().refusals()).isEqualTo(2);
        assertThat(row(keyId).fetchers()).isZero();
    }

    @Test
    @DisplayName("A grant and its end take effect with the next request")
    void grantsTakeEffectAtOnce() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();

        parts.keyServer.grant(ALICE, NEWS);
        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND)).isInstanceOf(FetchOutcome.Key.class);
        parts.keyServer.ungrant(ALICE, NEWS);
        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND))
                .isEqualTo(refused(RefusalReason.NOT_GRANTED, NEWS));
    }

    @Test
    @DisplayName("A guessed key ID that does not exist yet is unknown, even to a granted client")
    void guessedKeyIdIsUnknown() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);

        assertThat(parts.fetch(ALICE, new KeyId(keyId.value() + 1), FetchReason.ON_DEMAND))
                .isEqualTo(refused(RefusalReason.UNKNOWN, null));
    }

    @Test
    @DisplayName("R18 R20 the next key is created beside the current one, and can be fetched before it is used")
    void announcedKeyCanBeFetchedEarly() {
        CreatedKey current = parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        end(parts.creator(CS1).setState(current.keyId(), KeyState.ACTIVE));
        parts.keyServer.grant(ALICE, NEWS);

        CreatedKey next = parts.create(CS1, NEWS, FetchReason.ANNOUNCED);

        assertThat(row(next.keyId()).state()).isEqualTo(KeyState.PRE_ACTIVE);
        assertThat(row(current.keyId()).state()).isEqualTo(KeyState.ACTIVE);
        assertThat(parts.fetch(ALICE, next.keyId(), FetchReason.ANNOUNCED)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(parts.fetch(ALICE, current.keyId(), FetchReason.ON_DEMAND)).isInstanceOf(FetchOutcome.Key.class);
    }

    @Test
    @DisplayName("Each message of the key server is told once, with its step, receiver, key ID and stream")
    void messagesAreTold() {
        KeyId first = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        KeyId next = parts.create(CS1, NEWS, FetchReason.ANNOUNCED).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.fetch(ALICE, first, FetchReason.ON_DEMAND);
        parts.fetch(ALICE, next, FetchReason.ANNOUNCED);
        parts.fetch(BOB, new KeyId(999), FetchReason.ON_DEMAND);

        assertThat(parts.steps()).containsExactly(Step.A6, Step.C6, Step.B5, Step.C12, Step.B5);
        assertThat(parts.events.get(1)).isEqualTo(new Message(parts.time.now(), KS1, Step.C6, Optional.of(CS1),
                new KeyName(next, new KeyLine(NEWS), 2)));
        assertThat(parts.events.get(4)).isEqualTo(new Message(parts.time.now(), KS1, Step.B5, Optional.of(BOB),
                Optional.of(new KeyId(999)), Optional.empty()));
    }

    @Test
    @DisplayName("R13 a key change involves no receiver, and nothing in the key table grows with those who fetch")
    void noListOfReceivers() {
        KeyId first = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        List<NodeName> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            clients.add(new NodeName("client-" + i));
        }
        clients.forEach(client -> parts.keyServer.grant(client, NEWS));
        long revision = parts.snapshot().revision();

        clients.forEach(client -> parts.fetch(client, first, FetchReason.ON_DEMAND));

        assertThat(parts.snapshot().revision()).isEqualTo(revision);
        assertThat(parts.snapshot().keys()).hasSize(1);
        assertThat(row(first).fetchers()).isBetween(750, 1_250);

        parts.events.clear();
        parts.create(CS1, NEWS, FetchReason.ANNOUNCED);

        assertThat(parts.events).singleElement().isInstanceOfSatisfying(Message.class,
                message -> assertThat(message.to()).contains(CS1));
        assertThat(parts.snapshot().revision()).isEqualTo(revision + 1);
    }

    @Test
    @DisplayName("A stream belongs to one content server; another is refused in one sentence that names the cure")
    void streamsHaveOwners() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();

        assertThatThrownBy(() -> parts.create(CS2, NEWS, FetchReason.ON_DEMAND)).isInstanceOf(OperatorException.class)
                .hasMessage(
                        "The stream news belongs to the content server cs-1: take a stream of this one's own, or hand that one over with "
                                + "'kagicast stream take-over'.");
        assertThatThrownBy(() -> end(parts.creator(CS2).setState(keyId, KeyState.DESTROYED)))
                .isInstanceOf(OperatorException.class).hasMessageContainingAll("Key news 1 (ID " + keyId + ")", "cs-1");
        assertThat(row(keyId).state()).isEqualTo(KeyState.PRE_ACTIVE);
    }

    @Test
    @DisplayName("A content server may have only so many streams, and a table only so many keys")
    void creationIsBounded() {
        parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        parts.create(CS1, SPORT, FetchReason.ON_DEMAND);

        assertThatThrownBy(() -> parts.create(CS1, new StreamName("third"), FetchReason.ON_DEMAND))
                .isInstanceOf(OperatorException.class).hasMessageContaining("cs-1 has 2 streams");
        assertThat(parts.snapshot().problem().map(CodedMessage::text)).isEmpty();
        for (int i = 2; i < 50; i++) {
            parts.create(CS1, NEWS, FetchReason.ON_DEMAND);
        }
        assertThatThrownBy(() -> parts.create(CS1, NEWS, FetchReason.ON_DEMAND)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("full with 50 keys");
        assertThat(parts.snapshot().problem().map(CodedMessage::text).orElseThrow()).contains("full with 50 keys");
    }

    @Test
    @DisplayName("A creation that is retried, even many times at once, makes one key and counts once")
    void retriedCreationMakesOneKey() {
        GrpcKeyCreator creator = parts.creator(CS1);
        List<CompletableFuture<CreatedKey>> retries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            retries.add(CompletableFuture.supplyAsync(() -> end(
                    creator.create(NEWS, CipherSuite.AES_256_GCM, new UUID(7, 7), FetchReason.ON_DEMAND))));
        }

        List<CreatedKey> keys = retries.stream().map(KeyServerFixture::end).toList();

        assertThat(keys).allSatisfy(key -> assertThat(key).isEqualTo(keys.getFirst()));
        assertThat(parts.snapshot().keys()).hasSize(1);
        assertThat(parts.snapshot().creations()).isEqualTo(1);
    }

    @Test
    @DisplayName("A key's states and their times show in the snapshot; a wrong step is refused; repeating is harmless")
    void statesShow() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        GrpcKeyCreator creator = parts.creator(CS1);
        parts.time.turn(Duration.ofSeconds(3));
        assertThat(end(creator.setState(keyId, KeyState.ACTIVE))).isEqualTo(KeyState.ACTIVE);
        end(creator.setState(keyId, KeyState.ACTIVE));
        end(creator.setState(keyId, KeyState.DEACTIVATED));

        assertThat(row(keyId).activated()).contains(parts.time.now());
        assertThat(row(keyId).deactivated()).contains(parts.time.now());
        assertThatThrownBy(() -> end(creator.setState(keyId, KeyState.ACTIVE))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("cannot become ACTIVE");
        assertThatThrownBy(() -> end(creator.setState(new KeyId(404), KeyState.ACTIVE)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("No key has the ID 404");
    }

    @Test
    @DisplayName("A destroyed key is unknown to clients")
    void destroyedKeyIsUnknown() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND);
        end(parts.creator(CS1).setState(keyId, KeyState.DESTROYED));

        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND)).isEqualTo(refused(RefusalReason.UNKNOWN, null));
        assertThat(row(keyId).fetchers()).isZero();
    }

    @Test
    @DisplayName("R28 a content server deposits its own key, and clients fetch it like any other")
    void depositedKeyIsGiven() {
        var stub = parts.stub(Role.CONTENT_SERVER, CS1);
        DecryptionKey key = DecryptionKey.newBuilder().setKeyId(1L << 50).setStream("news")
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128)
                .setBaseKey(ByteString.copyFromUtf8("sixteen byte key")).build();
        parts.keyServer.grant(ALICE, NEWS);

        assertThat(stub.depositKey(DepositKeyRequest.newBuilder().setKey(key).build()).getOutcome())
                .isEqualTo(Outcome.OUTCOME_STORED);
        assertThat(stub.depositKey(DepositKeyRequest.newBuilder()
                .setKey(key.toBuilder().setBaseKey(ByteString.copyFromUtf8("another 16 bytes"))).build()).getOutcome())
                .isEqualTo(Outcome.OUTCOME_ID_TAKEN);
        assertThat(parts.fetch(ALICE, new KeyId(1L << 50), FetchReason.ON_DEMAND))
                .isInstanceOfSatisfying(FetchOutcome.Key.class, fetched -> assertThat(fetched.baseKey().copyBytes())
                        .isEqualTo(key.getBaseKey().toByteArray()));
    }

    @Test
    @DisplayName("Requests out of bounds are invalid arguments, and no key is printed in the refusal")
    void requestsOutOfBoundsAreRefused() {
        var contentServer = parts.stub(Role.CONTENT_SERVER, CS1);
        var client = parts.stub(Role.CLIENT, ALICE);
        CreateKeyRequest good = CreateKeyRequest.newBuilder().setStream("news")
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                .setIdempotencyId(ByteString.copyFrom(new byte[16])).build();
        DecryptionKey shortKey = DecryptionKey.newBuilder().setKeyId(5).setStream("news")
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                .setBaseKey(ByteString.copyFromUtf8("sixteen byte key")).build();
        List<Runnable> calls = List.of(
                () -> contentServer.createKey(
                        good.toBuilder().setIdempotencyId(ByteString.copyFrom(new byte[15])).build()),
                () -> contentServer.createKey(
                        good.toBuilder().setIdempotencyId(ByteString.copyFrom(new byte[17])).build()),
                () -> contentServer.createKey(good.toBuilder().setStream("").build()),
                () -> contentServer.createKey(good.toBuilder().setStream("n".repeat(64)).build()),
                () -> contentServer.createKey(good.toBuilder().setSuiteValue(6).build()),
                () -> contentServer.depositKey(DepositKeyRequest.newBuilder().setKey(shortKey).build()),
                () -> contentServer.setKeyState(SetKeyStateRequest.newBuilder().setKeyId(5).build()),
                () -> contentServer.setKeyState(SetKeyStateRequest.newBuilder().setStateValue(2).build()),
                () -> contentServer.watchRekeyOrders(
                        WatchRekeyOrdersRequest.newBuilder().addAllStreams(List.of("a", "b", "c")).build()).hasNext(),
                () -> client.getKey(GetKeyRequest.newBuilder().setKeyId(0).build()),
                () -> client.getKey(GetKeyRequest.newBuilder().setKeyId(1L << 53).build()),
                () -> client.getKey(GetKeyRequest.newBuilder().setKeyId(-1).build()));

        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::run)
                .hasMessageContaining("INVALID_ARGUMENT").hasMessageNotContaining("sixteen"));
        assertThat(parts.snapshot().keys()).isEmpty();
    }

    @Test
    @DisplayName("A rekey order reaches the stream's owner when it watches, and nobody else")
    void rekeyOrderReachesTheOwner() {
        createInUse();
        parts.keyServer.grant(ALICE, NEWS);
        WatchRekeyOrdersRequest news = WatchRekeyOrdersRequest.newBuilder().addStreams("news").build();
        Iterator<RekeyOrder> orders = parts.stub(Role.CONTENT_SERVER, CS1).watchRekeyOrders(news);
        assertThat(orders.next()).isEqualTo(RekeyOrder.getDefaultInstance());

        parts.keyServer.revoke(ALICE);

        assertThat(orders.next())
                .isEqualTo(RekeyOrder.newBuilder().setStream("news").setReason("the client alice was revoked")
                        .setReasonMessage(MessageCodec.write(REVOKED)).build());
        assertThatThrownBy(() -> parts.stub(Role.CONTENT_SERVER, CS2).watchRekeyOrders(news).hasNext())
                .hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    @DisplayName("A second watch takes the place of the first, and closing the key server ends it")
    void watchesEnd() {
        WatchRekeyOrdersRequest news = WatchRekeyOrdersRequest.newBuilder().addStreams("news").build();
        Iterator<RekeyOrder> first = parts.stub(Role.CONTENT_SERVER, CS1).watchRekeyOrders(news);
        first.next();
        Iterator<RekeyOrder> second = parts.stub(Role.CONTENT_SERVER, CS1).watchRekeyOrders(news);
        second.next();

        assertThat(first.hasNext()).isFalse();
        parts.keyServer.close();
        assertThat(second.hasNext()).isFalse();
        parts.keyServer.close();
    }

    @Test
    @DisplayName("A watch that its content server gave up is forgotten")
    void givenUpWatchIsForgotten() {
        createInUse();
        parts.keyServer.grant(ALICE, NEWS);
        var connection = parts.connect(Role.CONTENT_SERVER, CS1);
        Iterator<RekeyOrder> orders = KeyServiceGrpc.newBlockingStub(connection.channel())
                .watchRekeyOrders(WatchRekeyOrdersRequest.newBuilder().addStreams("news").build());
        orders.next();

        connection.close();

        assertThat(parts.keyServer.revoke(ALICE).waiting()).containsExactly(new KeyLine(NEWS));
    }

    private KeyId createInUse() {
        KeyId inUse = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        end(parts.creator(CS1).setState(inUse, KeyState.ACTIVE));
        return inUse;
    }

    /// The streams that are ordered to be rekeyed; the watch is open when this returns.
    private List<String> watchOrders() {
        List<String> orders = new CopyOnWriteArrayList<>();
        KeyServiceGrpc.newStub(parts.connect(Role.CONTENT_SERVER, CS1).channel()).watchRekeyOrders(
                WatchRekeyOrdersRequest.newBuilder().addStreams("news").build(), new StreamObserver<>() {
                    @Override
                    public void onNext(RekeyOrder order) {
                        orders.add(order.getStream());
                    }

                    @Override
                    public void onError(Throwable fault) {
                        orders.add(fault.toString());
                    }

                    @Override
                    public void onCompleted() {
                        orders.add("end");
                    }
                });
        assertThat(orders.removeFirst()).as("the watch is open").isEmpty();
        return orders;
    }

    @Test
    @DisplayName("After a change was cancelled, a revocation has the stream changed from the key that is still in use")
    void revokedAfterACancelledChange() {
        KeyId inUse = createInUse();
        KeyId cancelled = parts.create(CS1, NEWS, FetchReason.ANNOUNCED).keyId();
        end(parts.creator(CS1).setState(cancelled, KeyState.DESTROYED));
        parts.keyServer.grant(ALICE, NEWS);
        List<String> orders = watchOrders();

        Revocation revocation = parts.keyServer.revoke(ALICE);

        assertThat(revocation)
                .isEqualTo(new Revocation(Member.client(ALICE), List.of(inUse), Set.of(new KeyLine(NEWS)), Set.of()));
        assertThat(orders).containsExactly("news");
    }

    @Test
    @DisplayName("A client whose grant was taken back before it is revoked may have the key in use, which is changed")
    void revokedAfterItsGrantWasTakenBack() {
        KeyId inUse = createInUse();
        parts.keyServer.grant(ALICE, NEWS);
        parts.fetch(ALICE, inUse, FetchReason.ON_DEMAND);
        List<String> orders = watchOrders();
        parts.keyServer.ungrant(ALICE, NEWS);

        assertThat(parts.keyServer.revoke(ALICE).compromised()).containsExactly(inUse);

        assertThat(orders).containsExactly("news");
    }

    @Test
    @DisplayName("An order that was missed is given when the watch opens, though a key has been announced or cancelled since, until another is in use")
    void missedOrderIsGiven() {
        createInUse();
        KeyId announced = parts.create(CS1, NEWS, FetchReason.ANNOUNCED).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        assertThat(parts.keyServer.revoke(ALICE).waiting()).containsExactly(new KeyLine(NEWS));
        assertThat(watchOrders()).as("both are compromised").containsExactly("news");

        end(parts.creator(CS1).setState(announced, KeyState.DESTROYED));
        assertThat(watchOrders()).as("the announced one is withdrawn").containsExactly("news");
        KeyId next = parts.create(CS1, NEWS, FetchReason.ANNOUNCED).keyId();
        assertThat(watchOrders()).as("another is announced").containsExactly("news");
        end(parts.creator(CS1).setState(next, KeyState.ACTIVE));

        assertThat(watchOrders()).as("and in use").isEmpty();
    }

    @Test
    @DisplayName("A first key that is compromised before its owner has told of its use is changed too, and a key that was never used is not")
    void revokedBeforeTheUseIsTold() {
        KeyId first = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        List<String> orders = watchOrders();
        assertThat(parts.keyServer.revoke(ALICE).ordered()).containsExactly(new KeyLine(NEWS));
        assertThat(orders).containsExactly("news");

        end(parts.creator(CS1).setState(first, KeyState.ACTIVE));
        assertThat(watchOrders()).containsExactly("news");
        KeyId never = parts.create(CS1, SPORT, FetchReason.ON_DEMAND).keyId();
        end(parts.creator(CS1).setState(never, KeyState.DESTROYED));
        parts.keyServer.grant(BOB, SPORT);

        assertThat(parts.keyServer.revoke(BOB)).as("a stream that never had a key in use")
                .isEqualTo(new Revocation(Member.client(BOB), List.of(), Set.of(), Set.of()));
    }
}
