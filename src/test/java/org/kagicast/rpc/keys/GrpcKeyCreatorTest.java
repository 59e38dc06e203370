package org.kagicast.rpc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.EncryptionKey;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;

class GrpcKeyCreatorTest {

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");
    private static final Identity CS1 = Identity.parse("spiffe://lab/content-server/cs-1");
    private static final StreamName NEWS = new StreamName("news");
    private static final byte[] SECRET = "sixteen byte key".getBytes(StandardCharsets.US_ASCII);

    private final InProcessNetwork network = new InProcessNetwork();
    private final ScriptedKeyService service = new ScriptedKeyService();
    private final Connection connection = network.connect(CS1, SERVER);
    private final KeyCreator creator = new GrpcKeyCreator(connection);
    private final Serving serving = network.serve(SERVER, List.of(service));

    @AfterEach
    void close() {
        connection.close();
        serving.close();
    }

    private static CreateKeyResponse response(EncryptionKey.Builder key) {
        return CreateKeyResponse.newBuilder().setKey(key).build();
    }

    private static EncryptionKey.Builder key() {
        return EncryptionKey.newBuilder().setKeyId(7)
                .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128).setStream("news")
                .setNumber(12)
                .setBaseKey(ByteString.copyFrom(SECRET));
    }

    private CompletableFuture<CreatedKey> create() {
        return creator.create(new KeyLine(NEWS), CipherSuite.AES_128_GCM, new UUID(1, 2), FetchReason.ANNOUNCED, 11);
    }

    private void assertRefused(CompletableFuture<?> future, String... words) {
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .cause().isInstanceOf(OperatorException.class).hasMessageContainingAll(words)
                .hasMessageNotContaining("sixteen");
    }

    @Test
    @DisplayName("R2 a creation request names the stream and the suite, and is answered with ID and encryption key")
    void creationEndsWithTheKey() throws Exception {
        AtomicReference<CreateKeyRequest> asked = new AtomicReference<>();
        service.createKey = request -> {
            asked.set(request);
            return response(key());
        };

        CreatedKey created = create().get(10, TimeUnit.SECONDS);

        assertThat(created).isEqualTo(
                new CreatedKey(new KeyId(7), CipherSuite.AES_128_GCM, NEWS, 12, BaseKey.copyOf(SECRET)));
        assertThat(created.toString()).contains("[REDACTED]").doesNotContain("sixteen");
        assertThat(asked.get().getStream()).isEqualTo("news");
        assertThat(asked.get().getIdempotencyId().toByteArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
                0, 0, 2);
        assertThat(asked.get().getAnnounced()).isTrue();
        assertThat(asked.get().getAfterNumber()).isEqualTo(11);
        assertThat(service.caller).isEqualTo(CS1);
    }

    @Test
    @DisplayName("A key for another stream or suite, or of a wrong length, is not taken")
    void wrongKeyIsNotTaken() {
        List<EncryptionKey.Builder> wrong = List.of(key().setStream("sport"),
                key().setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128),
                key().setBaseKey(ByteString.EMPTY), key().setKeyId(0), key().setKeyId(-1), EncryptionKey.newBuilder());
        for (EncryptionKey.Builder each : wrong) {
            service.createKey = request -> response(each);
            assertRefused(create(), "key-server ks-1", "news");
        }
    }

    @Test
    @DisplayName("A key server that does not run is told with the cure")
    void stoppedServerIsTold() {
        serving.close();

        assertRefused(create(), "key-server ks-1 does not answer", "check that it runs");
    }

    @Test
    @DisplayName("A refusal reaches the content server in the key server's sentence")
    void refusalIsQuoted() {
        service.createKey = request -> {
            throw new OperatorException("The table is full: raise its limit.");
        };

        assertRefused(create(), "The table is full: raise its limit.");
    }

    @Test
    @DisplayName("A request that is far too long is refused before the service sees it")
    void oversizedRequestIsRefused() {
        var stub = KeyServiceGrpc.newBlockingStub(connection.channel());
        CreateKeyRequest huge = CreateKeyRequest.newBuilder().setStream("x".repeat(70_000)).build();

        assertThatThrownBy(() -> stub.createKey(huge)).hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("too long");
        assertThat(service.caller).isNull();
    }
}
