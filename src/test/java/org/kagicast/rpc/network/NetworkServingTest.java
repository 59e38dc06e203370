package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.KeyId;
import org.kagicast.model.Role;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;

@Timeout(60)
class NetworkServingTest {

    @TempDir
    private Path folder;
    private TlsFixture fixture;

    @BeforeEach
    void open() {
        fixture = new TlsFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    @DisplayName("A call that is still worked at when its server stops is no fault of the server's")
    void stopsDuringCall() throws Exception {
        SlowKeyService service = new SlowKeyService();
        Set<Thread> others = loops();
        NetworkServing serving = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-1"), service);
        RenewableIdentity alice = fixture.identity(Role.CLIENT, "alice");
        try (LogLines lines = LogLines.of("org.kagicast.rpc")) {
            KeyFetcher.Fetch fetch = new GrpcKeyFetcher(fixture.connect(alice, serving)).fetch(new KeyId(7),
                    FetchReason.ON_DEMAND);
            service.asked.await();
            serving.close();
            TlsFixture.await(() -> fetch.outcome().isDone());
            TlsFixture.await(() -> others.containsAll(loops()));
            service.mayAnswer.countDown();
            service.answered.await();

            assertThat(lines.atLeast(Level.WARN)).isEmpty();
        }
    }

    @Test
    @DisplayName("Who listens where its certificate does not name it is told so")
    void uncoveredAddress() {
        RenewableIdentity elsewhere = fixture.identity(Role.CONTENT_SERVER, "studio", "10.0.0.1");
        try (LogLines lines = LogLines.of("org.kagicast.rpc")) {
            fixture.serve(elsewhere, new EchoKeyService());

            assertThat(lines.atLeast(Level.WARN)).singleElement().asString()
                    .contains("spiffe://lab/content-server/studio", "enrol it again with --address 127.0.0.1");
        }
    }

    private static Set<Thread> loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kagicast-serve")).collect(Collectors.toSet());
    }

    /// Answers when it is told to.
    private static final class SlowKeyService extends KeyServiceGrpc.KeyServiceImplBase {

        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch mayAnswer = new CountDownLatch(1);
        final CountDownLatch answered = new CountDownLatch(1);

        @Override
        public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
            asked.countDown();
            try {
                mayAnswer.await();
                observer.onNext(GetKeyResponse.getDefaultInstance());
                observer.onCompleted();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } finally {
                answered.countDown();
            }
        }
    }
}
