package org.kagicast.rpc.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.GetKeyResponse.Refusal;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.FetchOutcome.Refused;
import org.kagicast.rpc.keys.FetchOutcome.Unreachable;
import org.kagicast.rpc.keys.KeyFetcher.Fetch;

class GrpcKeyFetcherTest {

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");
    private static final Identity ALICE = Identity.parse("spiffe://lab/client/alice");
    private static final KeyId KEY_ID = new KeyId(42);
    private static final byte[] SECRET = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);

    private final InProcessNetwork network = new InProcessNetwork();
    private final ScriptedKeyService service = new ScriptedKeyService();
    private final Connection connection = network.connect(ALICE, SERVER);
    private final KeyFetcher fetcher = new GrpcKeyFetcher(connection);
    private Serving serving = network.serve(SERVER, List.of(service));

    @AfterEach
    void close() {
        connection.close();
        serving.close();
    }

    private static DecryptionKey.Builder key() {
        return DecryptionKey.newBuilder().setKeyId(KEY_ID.value())
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128).setStream("news")
                .setBaseKey(ByteString.copyFrom(SECRET)).setNumber(7)
                .setState(org.kagicast.proto.KeyState.KEY_STATE_ACTIVE);
    }

    private static FetchOutcome await(Fetch fetch) throws Exception {
        return fetch.outcome().get(10, TimeUnit.SECONDS);
    }

    private FetchOutcome fetch() throws Exception {
        return await(fetcher.fetch(KEY_ID, FetchReason.ON_DEMAND));
    }

    @Test
    @DisplayName("R9 a fetch carries key ID and caller, and ends with key, stream, suite, number and who answered")
    void fetchEndsWithTheKey() throws Exception {
        service.getKey = request -> GetKeyResponse.newBuilder().setKey(key()).build();

        FetchOutcome outcome = await(fetcher.fetch(KEY_ID, FetchReason.ANNOUNCED));

        assertThat(outcome).isEqualTo(new FetchOutcome.Key(KEY_ID, KeyLine.parse("news"), CipherSuite.AES_128_GCM,
                BaseKey.copyOf(SECRET), 7, Optional.of(KeyState.ACTIVE), new NodeName("ks-1")));
        assertThat(service.caller).isEqualTo(ALICE);
        assertThat(service.asked.getKeyId()).isEqualTo(42);
        assertThat(service.asked.getAnnounced()).isTrue();
        assertThat(outcome.toString()).contains("[REDACTED]").doesNotContain("sixteen");
    }

    @Test
    @DisplayName("A refusal is a value with its reason and stream")
    void refusalIsAValue() throws Exception {
        service.getKey = request -> GetKeyResponse.newBuilder().setRefusal(Refusal.REFUSAL_NOT_GRANTED)
                .setRefusedStream("news").build();
        assertThat(fetch()).isEqualTo(new Refused(RefusalReason.NOT_GRANTED, Optional.of(KeyLine.parse("news")),
                new NodeName("ks-1")));

        service.getKey = request -> GetKeyResponse.newBuilder().setRefusal(Refusal.REFUSAL_NOT_GRANTED)
                .setRefusedStream("news").setRefusedLabel("premium").build();
        assertThat(fetch()).isEqualTo(new Refused(RefusalReason.NOT_GRANTED, Optional.of(KeyLine.parse("news:premium")),
                new NodeName("ks-1")));

        service.getKey = request -> GetKeyResponse.newBuilder().setRefusal(Refusal.REFUSAL_UNKNOWN).build();
        assertThat(fetch()).isEqualTo(new Refused(RefusalReason.UNKNOWN, Optional.empty(), new NodeName("ks-1")));
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(Arguments.of("another key ID", GetKeyResponse.newBuilder().setKey(key().setKeyId(43))),
                Arguments.of("a key too short for its suite", GetKeyResponse.newBuilder()
                        .setKey(key().setBaseKey(ByteString.copyFrom(SECRET, 0, 15)))),
                Arguments.of("a key too long for its suite", GetKeyResponse.newBuilder()
                        .setKey(key().setBaseKey(ByteString.copyFrom(new byte[1000])))),
                Arguments.of("a suite that is none", GetKeyResponse.newBuilder().setKey(key().setSuiteValue(99))),
                Arguments.of("no stream", GetKeyResponse.newBuilder().setKey(key().setStream(""))),
                Arguments.of("a stream name that is none",
                        GetKeyResponse.newBuilder().setKey(key().setStream("NEWS\n"))),
                Arguments.of("a refusal without reason",
                        GetKeyResponse.newBuilder().setRefusal(Refusal.REFUSAL_UNSPECIFIED)),
                Arguments.of("a refusal of a stream name that is none",
                        GetKeyResponse.newBuilder().setRefusal(Refusal.REFUSAL_REVOKED).setRefusedStream("?")),
                Arguments.of("neither key nor refusal", GetKeyResponse.newBuilder()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    @DisplayName("An answer that cannot be true counts as no answer, and is not printed")
    void wrongAnswerIsNoAnswer(String what, GetKeyResponse.Builder response) throws Exception {
        service.getKey = request -> response.build();

        assertThat(fetch()).isInstanceOfSatisfying(Unreachable.class, outcome -> assertThat(outcome.sentence().text())
                .contains("key-server ks-1").contains("42").doesNotContain("sixteen"));
    }

    @Test
    @DisplayName("A stopped key server is unreachable; once it runs again the same connection finds it")
    void stoppedServerIsUnreachable() throws Exception {
        service.getKey = request -> GetKeyResponse.newBuilder().setKey(key()).build();
        assertThat(fetch()).isInstanceOf(FetchOutcome.Key.class);

        serving.close();
        assertThat(fetch()).isEqualTo(
                new Unreachable(ConnectionMessage.UNANSWERED.with("key-server ks-1")));
        for (int i = 0; i < 5; i++) {
            fetch();
        }

        serving = network.serve(SERVER, List.of(service));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        FetchOutcome outcome = fetch();
        while (!(outcome instanceof FetchOutcome.Key) && System.nanoTime() < deadline) {
            outcome = fetch();
        }
        assertThat(outcome).isInstanceOf(FetchOutcome.Key.class);
    }

    @Test
    @DisplayName("A key server that stops while it is asked is unreachable")
    void serverStoppedDuringFetch() throws Exception {
        Fetch fetch = fetcher.fetch(KEY_ID, FetchReason.ON_DEMAND);
        assertThat(service.arrived.await(10, TimeUnit.SECONDS)).isTrue();

        serving.close();

        assertThat(await(fetch)).isEqualTo(
                new Unreachable(ConnectionMessage.UNANSWERED.with("key-server ks-1")));
    }

    @Test
    @DisplayName("Cancelling a fetch gives the call up at the key server too")
    void cancelReachesTheServer() throws Exception {
        Fetch fetch = fetcher.fetch(KEY_ID, FetchReason.ON_DEMAND);
        assertThat(service.arrived.await(10, TimeUnit.SECONDS)).isTrue();

        fetch.cancel();

        assertThat(service.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(fetch.outcome()).isCancelled();
    }

    @Test
    @DisplayName("A closed connection is unreachable")
    void closedConnectionIsUnreachable() throws Exception {
        connection.close();
        connection.close();

        assertThat(fetch()).isInstanceOf(Unreachable.class);
    }

    @Test
    @DisplayName("A refusal by the authoriser is told in its own sentence")
    void authoriserIsQuoted() throws Exception {
        try (Connection stranger = network.connect(Identity.parse("spiffe://elsewhere/client/mallory"), SERVER)) {
            assertThat(await(new GrpcKeyFetcher(stranger).fetch(KEY_ID, FetchReason.ON_DEMAND)))
                    .isInstanceOfSatisfying(Unreachable.class,
                            outcome -> assertThat(outcome.sentence().text()).contains("trust domain")
                                    .contains("mallory"));
        }
    }

    @Test
    @DisplayName("A fault inside the key server says nothing of what went wrong there")
    void faultSaysNothing() throws Exception {
        service.getKey = request -> {
            throw new IllegalStateException("inner detail");
        };

        assertThat(fetch())
                .isEqualTo(new Unreachable(ConnectionMessage.FAILED.with("key-server ks-1", Status.Code.INTERNAL)));
    }

    @Test
    @DisplayName("A sentence from outside is cut and freed of control characters")
    void sentenceFromOutsideIsTamed() {
        String sentence = GrpcErrors.sentence("key-server ks-1",
                Status.INVALID_ARGUMENT.withDescription("\u001b[31m" + "x".repeat(10_000))).text();

        assertThat(sentence).hasSizeLessThan(600).doesNotContain("\u001b");
    }
}
