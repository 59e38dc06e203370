package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keyserver.Revocation;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.Caution;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.ManualTime;

/// Streams that get their keys from a real key server behind the real authoriser, over gRPC within the process.
class RealKeyServerTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");

    private final ManualTime time = new ManualTime();
    private final InlineLoop loop = new InlineLoop();
    private final List<NodeEvent> events = new ArrayList<>();
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final SecureRandom randomness = new SecureRandom();
    private final KeyServer keyServer = new KeyServer(SERVER,
            new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness, time), time,
            events::add);
    private final Serving serving = network.serve(SERVER, List.of(keyServer.service()));

    @BeforeEach
    void own() {
        keyServer.own(NEWS, new NodeName("cs-1"));
    }

    @AfterEach
    void close() {
        serving.close();
        keyServer.close();
    }

    @Test
    @DisplayName("R2 R3 R4 the key that the server created stands in both tables, and its states follow the stream")
    void bothTables() {
        ContentStream stream = stream("cs-1");
        stream.start();
        assertThat(fingerprints(stream)).hasSize(1).isEqualTo(fingerprints());

        stream.rekey(new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(5)))).join();
        assertThat(fingerprints(stream)).hasSize(2).isEqualTo(fingerprints());
        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.PRE_ACTIVE);
        time.turn(Duration.ofSeconds(6));

        assertThat(states()).containsExactly(KeyState.DEACTIVATED, KeyState.ACTIVE);
        stream.close();
        assertThat(states()).containsExactly(KeyState.DEACTIVATED, KeyState.DEACTIVATED);
    }

    @Test
    @DisplayName("R18 R19 the messages of an announced change are told in their order, each once")
    void stepsInOrder() {
        ContentStream stream = stream("cs-1");
        stream.start();

        stream.rekey(new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(5)))).join();
        time.turn(Duration.ofSeconds(6));

        assertThat(events.stream().filter(NodeEvent.Message.class::isInstance)
                .map(event -> ((NodeEvent.Message) event).step()))
                .containsExactly(Step.A2, Step.A6, Step.C2, Step.C6, Step.C8);
    }

    @Test
    @DisplayName("a withdrawn key is destroyed at the key server")
    void withdrawn() {
        ContentStream stream = stream("cs-1");
        stream.start();
        stream.rekey(new RekeyCommand.Announce(Optional.empty())).join();

        stream.rekey(new RekeyCommand.Cancel()).join();

        assertThat(states()).containsExactly(KeyState.ACTIVE, KeyState.DESTROYED);
    }

    @Test
    @DisplayName("a stream that another content server owns is refused in the key server's words")
    void foreignStream() {
        stream("cs-1").start();
        ContentStream intruder = stream("cs-2");

        intruder.start();

        assertThat(intruder.view(Optional.empty()).join().stream().status()).isEqualTo(Status.FAILED);
        assertThat(intruder.view(Optional.empty()).join().stream().problem().map(CodedMessage::text))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("news"));
    }

    @Test
    @DisplayName("a key server that is not there yet is waited for")
    void lateKeyServer() {
        serving.close();
        ContentStream stream = stream("cs-1");
        stream.start();
        assertThat(stream.view(Optional.empty()).join().stream().status()).isEqualTo(Status.STARTING);
        assertThat(stream.view(Optional.empty()).join().stream().problem().map(CodedMessage::text)).hasValueSatisfying(
                sentence -> assertThat(sentence).contains("key-server ks-1 does not answer"));

        try (Serving again = network.serve(SERVER, List.of(keyServer.service()))) {
            time.turn(RekeyTimes.LONGEST_PAUSE);

            assertThat(again).isNotNull();
            assertThat(stream.view(Optional.empty()).join().stream().status()).isEqualTo(Status.SENDING);
        }
    }

    @Test
    @DisplayName("R28 a deposited key stands in both tables, without an encryption key in the key server's")
    void depositedKey() {
        ContentStream stream = stream("cs-1", KeyProvider.Origin.DEPOSIT);

        stream.start();
        stream.rekey(new RekeyCommand.Now()).join();
        time.turn(Duration.ofSeconds(1));

        assertThat(fingerprints(stream)).hasSize(2).isEqualTo(fingerprints());
        assertThat(states()).containsExactly(KeyState.DEACTIVATED, KeyState.ACTIVE);
        assertThat(keyServer.snapshot().join().creations()).isZero();
    }

    @Test
    @DisplayName("A revocation: active and announced keys are compromised, and the stream changes to a key made afterwards")
    void revocation() {
        NodeName alice = new NodeName("alice");
        keyServer.grant(alice, NEWS);
        ContentStream stream = stream("cs-1");
        var watch = orders("cs-1").watch(Set.of(NEWS), obeying(stream));
        stream.start();
        KeyId announced = stream.rekey(new RekeyCommand.Announce(Optional.empty())).join();
        KeyId active = inUse(stream);

        Revocation revocation = keyServer.revoke(alice);

        assertThat(revocation)
                .isEqualTo(new Revocation(Member.client(alice), List.of(active, announced), Set.of(new KeyLine(NEWS)),
                        Set.of()));
        assertThat(inUse(stream)).isNotEqualTo(active).isNotEqualTo(announced);
        assertThat(stream.view(Optional.empty()).join().stream().pending()).isEmpty();
        time.turn(Duration.ofSeconds(10));
        assertThat(states()).as("the announced key is withdrawn and destroyed").containsExactly(
                KeyState.COMPROMISED, KeyState.DESTROYED, KeyState.ACTIVE);
        assertThat(events).filteredOn(NodeEvent.Notice.class::isInstance)
                .map(event -> ((NodeEvent.Notice) event).text()).noneMatch(text -> text.contains("does not record"));
        assertThat(keyServer.revoke(alice).compromised()).as("a second time loses the new key for nothing but is safe")
                .hasSize(1);
        watch.close();
    }

    @Test
    @DisplayName("An order that a content server missed is given when it listens again")
    void missedOrder() {
        NodeName alice = new NodeName("alice");
        keyServer.grant(alice, NEWS);
        ContentStream stream = stream("cs-1");
        var watch = orders("cs-1").watch(Set.of(NEWS), obeying(stream));
        stream.start();
        KeyId active = inUse(stream);
        serving.close();

        Revocation revocation = keyServer.revoke(alice);
        assertThat(revocation.waiting()).containsExactly(new KeyLine(NEWS));
        assertThat(inUse(stream)).isEqualTo(active);

        try (Serving again = network.serve(SERVER, List.of(keyServer.service()))) {
            assertThat(again).isNotNull();
            time.turn(Duration.ofSeconds(5));
            assertThat(inUse(stream)).isNotEqualTo(active);
            assertThat(states()).containsExactly(KeyState.COMPROMISED, KeyState.ACTIVE);
            KeyId fresh = inUse(stream);
            time.turn(Duration.ofSeconds(30));
            assertThat(inUse(stream)).as("ordered once").isEqualTo(fresh);
        }
        watch.close();
    }

    @Test
    @DisplayName("R34 a content server that was revoked and is let in again changes its compromised key within three seconds")
    void letInAgain() {
        Member self = new Member(Role.CONTENT_SERVER, new NodeName("cs-1"));
        ContentStream stream = stream("cs-1");
        var watch = orders("cs-1").watch(Set.of(NEWS), obeying(stream));
        stream.start();
        KeyId compromised = inUse(stream);
        keyServer.revoke(keyServer.identity(), self, Caution.INSIST);
        serving.close();
        Serving refusing = network.serve(SERVER, List.of(new KeyServiceGrpc.KeyServiceImplBase() {
            @Override
            public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
                throw new CallRefusedException(io.grpc.Status.Code.PERMISSION_DENIED,
                        CodedMessage.plain("ks-1 says: cs-1 has been revoked, have an operator reinstate it."),
                        RefusalReason.REVOKED);
            }
        }));
        time.turn(Duration.ofMinutes(3));
        assertThat(inUse(stream)).isEqualTo(compromised);

        keyServer.reinstate(keyServer.identity(), self);
        refusing.close();
        try (Serving again = network.serve(SERVER, List.of(keyServer.service()))) {
            time.turn(Duration.ofSeconds(3));

            assertThat(again).isNotNull();
            assertThat(inUse(stream)).isNotEqualTo(compromised);
            assertThat(states()).containsExactly(KeyState.COMPROMISED, KeyState.ACTIVE);
        }
        watch.close();
    }

    private GrpcRekeyOrderSource orders(String contentServer) {
        return new GrpcRekeyOrderSource(network.connect(
                new Identity("lab", Role.CONTENT_SERVER, new NodeName(contentServer)), SERVER), time, new Random(1),
                Runnable::run);
    }

    private static RekeyOrderSource.Listener obeying(ContentStream stream) {
        return new RekeyOrderSource.Listener() {
            @Override
            public void onListening() {
                // Nothing to be done.
            }

            @Override
            public void onOrder(KeyLine ordered, CodedMessage reason) {
                stream.obey(ordered.label(), reason);
            }

            @Override
            public void onLost(CodedMessage sentence) {
                assertThat(sentence.text()).contains("ks-1");
            }
        };
    }

    private static KeyId inUse(ContentStream stream) {
        return stream.view(Optional.empty()).join().stream().inUse().orElseThrow().keyId();
    }

    private ContentStream stream(String contentServer) {
        return stream(contentServer, KeyProvider.Origin.ASK);
    }

    private ContentStream stream(String contentServer, KeyProvider.Origin keys) {
        NodeName name = new NodeName(contentServer);
        StreamSettings settings = StreamSettings.of(NEWS, MulticastGroup.parse("239.1.1.1:5004"), "lo",
                Sources.parse("test-card")).withKeys(keys);
        StreamContext context = new StreamContext(name, SERVER.name(), new KeyLine(NEWS), time, loop, events::add,
                new Random(1));
        GrpcKeyCreator creator = new GrpcKeyCreator(
                network.connect(new Identity("lab", Role.CONTENT_SERVER, name), SERVER));
        return new ContentStream(settings, context, creator, new RecordingSender(loop, time), new ScriptedSource());
    }

    private static List<String> fingerprints(ContentStream stream) {
        return stream.view(Optional.empty()).join().keys().stream().map(EncryptionKeyRow::fingerprint).toList();
    }

    private List<String> fingerprints() {
        return keyServer.snapshot().join().keys().stream().map(KeyRow::fingerprint).toList();
    }

    private List<KeyState> states() {
        return keyServer.snapshot().join().keys().stream().map(KeyRow::state).toList();
    }
}
