package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.NonBlockingService;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchOutcome.Refused;

/// Calls that are served on the event loop, and the guards before them.
class PromptCallsTest {

    private final Service service = new Service();
    private TlsFixture fixture;
    private RenewableIdentity alice;
    private Connection connection;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        alice = fixture.identity(Role.CLIENT, "alice");
        connection = fixture.connect(alice, fixture.serve(fixture.server(Role.KEY_SERVER, "ks-1"), service));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private FetchOutcome fetch() throws Exception {
        return TlsFixture.fetch(connection);
    }

    @Test
    @DisplayName("A call that will not wait is served on the event loop, one that may wait never is")
    void eventLoopsNeverWait() throws Exception {
        service.prompt = true;
        assertThat(fetch()).isInstanceOf(Refused.class);
        assertThat(service.servedBy.getName()).startsWith("kagicast-serve");

        service.prompt = false;
        assertThat(fetch()).isInstanceOf(Refused.class);
        assertThat(service.servedBy.isVirtual()).isTrue();
    }

    @Test
    @DisplayName("On the event loop too each call is judged by revocation and expiry")
    void eachCallIsJudged() throws Exception {
        service.prompt = true;
        assertThat(fetch()).isInstanceOf(Refused.class);

        fixture.revoked.add(alice.identity());
        assertThat(fetch()).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));

        fixture.revoked.clear();
        fixture.time.turn(Duration.ofHours(25));
        assertThat(fetch()).isInstanceOfSatisfying(FetchOutcome.Unreachable.class,
                fallen -> assertThat(fallen.sentence().text()).contains("certificate of client alice ended at"));
        assertThat(service.asked).hasValue(1);
    }

    /// Remembers which thread it was called on.
    private static final class Service extends KeyServiceGrpc.KeyServiceImplBase implements NonBlockingService {

        private final EchoKeyService echo = new EchoKeyService();
        private final AtomicInteger asked = echo.asked;
        private volatile boolean prompt;
        private volatile Thread servedBy;

        @Override
        public boolean isPrompt(MethodDescriptor<?, ?> method) {
            return prompt && method.equals(KeyServiceGrpc.getGetKeyMethod());
        }

        @Override
        public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
            servedBy = Thread.currentThread();
            echo.getKey(request, observer);
        }
    }
}
