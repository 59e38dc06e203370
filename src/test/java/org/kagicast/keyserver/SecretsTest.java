package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import com.google.protobuf.DebugFormat;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.KeyId;
import org.kagicast.model.Role;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.KeyServiceGrpc.KeyServiceBlockingStub;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.slf4j.LoggerFactory;

/// Runs the key server with every logger wide open and looks for a known key in all that is written or printed.
class SecretsTest {

    private static final String SECRET = "the-very-secret-base-key-of-news";

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final java.util.logging.Logger platform = java.util.logging.Logger.getLogger("");
    private final Level level = root.getLevel();
    private final java.util.logging.Level platformLevel = platform.getLevel();
    private final Handler platformHandler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            written.add(record.getMessage() + Arrays.toString(record.getParameters()) + record.getThrown());
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy());
            written.add(event.getFormattedMessage() + trace);
        }
    };

    private final KeyServerFixture parts = new KeyServerFixture(TableLimits.DEFAULT);

    @BeforeEach
    void listen() {
        root.setLevel(Level.TRACE);
        appender.start();
        root.addAppender(appender);
        platform.setLevel(java.util.logging.Level.ALL);
        platform.addHandler(platformHandler);
    }

    @AfterEach
    void close() {
        platform.removeHandler(platformHandler);
        platform.setLevel(platformLevel);
        root.detachAppender(appender);
        root.setLevel(level);
        parts.close();
    }

    private static DepositKeyRequest deposit(String secret) {
        return DepositKeyRequest.newBuilder()
                .setKey(DecryptionKey.newBuilder().setKeyId(9).setStream("news")
                        .setSuite(org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128)
                        .setBaseKey(ByteString.copyFromUtf8(secret)))
                .build();
    }

    private void depositRefused(KeyServiceBlockingStub stub, DepositKeyRequest request) {
        try {
            stub.depositKey(request);
            throw new AssertionError("the deposit must be refused");
        } catch (StatusRuntimeException refused) {
            written.add(refused + " " + refused.getTrailers());
        }
    }

    @Test
    @DisplayName("No key stands in any log line, exception, snapshot, event or outcome")
    void noKeyIsPrinted() {
        KeyServiceBlockingStub owner = parts.stub(Role.CONTENT_SERVER, CS1);
        owner.depositKey(deposit(SECRET));
        depositRefused(owner, deposit(SECRET + "-too-long"));
        depositRefused(parts.stub(Role.CONTENT_SERVER, CS2), deposit(SECRET).toBuilder()
                .setKey(deposit(SECRET).getKey().toBuilder().setKeyId(10)).build());
        depositRefused(parts.stub(Role.CLIENT, BOB), deposit(SECRET));
        parts.keyServer.grant(ALICE, NEWS);

        FetchOutcome fetched = parts.fetch(ALICE, new KeyId(9), FetchReason.ON_DEMAND);
        FetchOutcome refused = parts.fetch(BOB, new KeyId(9), FetchReason.ON_DEMAND);
        parts.keyServer.close();
        depositRefused(owner, deposit(SECRET).toBuilder()
                .setKey(deposit(SECRET).getKey().toBuilder().setKeyId(11)).build());
        written.addAll(List.of(fetched.toString(), refused.toString(), parts.snapshot().toString(),
                parts.events.toString()));

        assertThat(fetched).isInstanceOfSatisfying(FetchOutcome.Key.class,
                key -> assertThat(key.baseKey().copyBytes()).isEqualTo(SECRET.getBytes(StandardCharsets.US_ASCII)));
        assertThat(written).anySatisfy(line -> assertThat(line).contains("DepositKey failed"));
        byte[] bytes = SECRET.getBytes(StandardCharsets.US_ASCII);
        assertThat(written).allSatisfy(line -> assertThat(line).doesNotContainIgnoringCase(SECRET)
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes))
                .doesNotContain(Base64.getEncoder().encodeToString(bytes)));
    }

    @Test
    @DisplayName("The contracts mark the key bytes, so that debug output of the messages hides them")
    void messagesHideTheKeyInDebugOutput() {
        assertThat(DebugFormat.singleLine().toString(deposit(SECRET))).doesNotContain(SECRET)
                .contains("news");
    }
}
