package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.pki.LiveIdentity;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.FetchOutcome;
import org.kagicast.rpc.GrpcKeyFetcher;
import org.kagicast.rpc.Occasion;

class TlsNetworkTest {

    private final EchoKeyService service = new EchoKeyService();
    private TlsFixture fixture;
    private LiveIdentity alice;
    private NetworkServing serving;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        alice = fixture.identity(Role.CLIENT, "alice");
        serving = fixture.serve(fixture.identity(Role.KEY_SERVER, "ks-1", "127.0.0.1"), service);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static FetchOutcome fetch(Connection connection) throws Exception {
        return new GrpcKeyFetcher(connection).fetch(new KeyId(7), Occasion.ON_DEMAND).outcome().get(10,
                TimeUnit.SECONDS);
    }

    private static boolean reaches(FetchOutcome outcome) {
        return outcome instanceof FetchOutcome.Refused refused && refused.reason() == RefusalReason.UNKNOWN;
    }

    private static String sentence(FetchOutcome outcome) {
        return ((FetchOutcome.Unreachable) outcome).sentence();
    }

    @Test
    @DisplayName("A client of the trust domain reaches the key server, which knows it by its certificate")
    void certificateProvesTheCaller() throws Exception {
        FetchOutcome outcome = fetch(fixture.connect(alice, serving));

        assertThat(outcome).matches(TlsNetworkTest::reaches);
        assertThat(((FetchOutcome.Refused) outcome).from().value()).isEqualTo("ks-1");
        assertThat(service.caller).isEqualTo(alice.identity());
    }
}
