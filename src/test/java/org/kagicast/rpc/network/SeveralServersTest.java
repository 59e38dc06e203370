package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.netty.handler.ssl.SslContext;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.bench.CountingTrust;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.FailoverKeyFetcher;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.rpc.keys.KeyServerChoice;

class SeveralServersTest {

    private final EchoKeyService first = new EchoKeyService();
    private final EchoKeyService second = new EchoKeyService();
    private TlsFixture fixture;
    private RenewableIdentity alice;
    private NetworkServing slave1;
    private NetworkServing slave2;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        alice = fixture.identity(Role.CLIENT, "alice");
        slave1 = fixture.serve(fixture.identity(Role.KEY_SLAVE, "slave-1", "127.0.0.1"), first);
        slave2 = fixture.serve(fixture.identity(Role.KEY_SLAVE, "slave-2", "127.0.0.1"), second);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static FetchOutcome fetch(KeyFetcher fetcher) throws Exception {
        return fetcher.fetch(new KeyId(7), FetchReason.ON_DEMAND).outcome().get(10, TimeUnit.SECONDS);
    }

    private static KeyFetcher.Fetch ask(Connection connection) {
        return new GrpcKeyFetcher(connection).fetch(new KeyId(7), FetchReason.ON_DEMAND);
    }

    private static boolean answered(FetchOutcome outcome) {
        return outcome instanceof FetchOutcome.Refused;
    }

    private static void fetchUntilAnswered(Connection connection) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!answered(TlsFixture.fetch(connection))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    @DisplayName("R16 (a) fixed: all requests go to the first slave while it answers")
    void fixedGoesToTheFirst() throws Exception {
        Connection connection = fixture.connect(alice, slave1, slave2);

        for (int i = 0; i < 10; i++) {
            assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);
        }

        assertThat(first.asked).hasValue(10);
        assertThat(second.asked).hasValue(0);
    }

    @Test
    @DisplayName("R16 (b) round robin: requests are spread evenly over the slaves, and over those left when one stops")
    void roundRobinSpreads() throws Exception {
        KeyFetcher fetcher = new FailoverKeyFetcher(
                List.of(new GrpcKeyFetcher(fixture.connect(alice, slave1)),
                        new GrpcKeyFetcher(fixture.connect(alice, slave2))),
                KeyServerChoice.ROUND_ROBIN, fixture.time);
        for (int i = 0; i < 20; i++) {
            assertThat(fetch(fetcher)).matches(SeveralServersTest::answered);
        }
        assertThat(first.asked).hasValue(10);
        assertThat(second.asked).hasValue(10);

        slave1.close();
        for (int i = 0; i < 20; i++) {
            assertThat(fetch(fetcher)).matches(SeveralServersTest::answered);
        }

        assertThat(second.asked).hasValue(30);
    }

    @Test
    @DisplayName("When the fixed slave stops, the next one is asked")
    void stoppedSlaveIsReplaced() throws Exception {
        Connection connection = fixture.connect(alice, slave1, slave2);
        assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);

        slave1.close();
        fetchUntilAnswered(connection);

        assertThat(second.asked.get()).isPositive();
    }

    @Test
    @DisplayName("When the fixed slave hangs, giving a request up sends the next one to another slave, however many were given up")
    void hangingSlaveIsLeft() throws Exception {
        Connection connection = fixture.connect(alice, slave1, slave2);
        first.silent = true;
        List<KeyFetcher.Fetch> hanging = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            hanging.add(ask(connection));
        }
        TlsFixture.await(() -> first.asked.get() == 4);

        hanging.forEach(KeyFetcher.Fetch::cancel);

        assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);
        assertThat(second.asked).hasValue(1);
    }

    @Test
    @DisplayName("A request that nobody wants any more leaves the connection where it is")
    void forgottenRequestLeavesNothing() throws Exception {
        Connection connection = fixture.connect(alice, slave1, slave2);
        first.silent = true;
        KeyFetcher.Fetch unwanted = ask(connection);
        KeyFetcher.Fetch chosen = new FailoverKeyFetcher(List.of(new GrpcKeyFetcher(connection)),
                KeyServerChoice.FIXED, fixture.time).fetch(new KeyId(7), FetchReason.ON_DEMAND);
        TlsFixture.await(() -> first.asked.get() == 2);
        first.silent = false;

        unwanted.forget();
        chosen.forget();

        assertThat(unwanted.outcome()).isCancelled();
        assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);
        assertThat(second.asked).hasValue(0);
    }

    @Test
    @DisplayName("A slave that takes connections but says nothing is left in the same way")
    void deafSlaveIsLeft() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0)) {
            Connection connection = fixture.closing(fixture.network(alice).connect(
                    List.of(new HostPort("127.0.0.1", deaf.getLocalPort()), slave2.address()), TlsFixture.KEY_ROLES));
            KeyFetcher.Fetch hanging = ask(connection);
            try (var taken = deaf.accept()) {
                hanging.cancel();

                assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);
                assertThat(taken.isConnected()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("A host that cannot be found does not keep the others from being asked")
    void unknownHostIsPassedOver() throws Exception {
        Connection connection = fixture.closing(fixture.network(alice).connect(
                List.of(new HostPort("no-such-host.invalid", 7000), slave2.address()), TlsFixture.KEY_ROLES));

        assertThat(TlsFixture.fetch(connection)).matches(SeveralServersTest::answered);
    }

    private FetchOutcome fetchAnew(SslContext tls, NetworkServing server) throws Exception {
        ManagedChannel channel = fixture.channel(tls, server);
        try {
            return TlsFixture
                    .fetch(new Connection(channel, "key server", alice.identity().name(), Connection.Leaving.NOWHERE));
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("Who comes back resumes the TLS session: the certificate is not shown again, and counts all the same")
    void sessionsAreResumed() throws Exception {
        CountingTrust trust = new CountingTrust(fixture.trustOf(alice));
        SslContext tls = TlsContexts.client(alice.current().keyManager(), trust);
        for (int i = 0; i < 3; i++) {
            assertThat(fetchAnew(tls, slave1)).matches(SeveralServersTest::answered);
        }

        assertThat(first.asked).hasValue(3);
        assertThat(first.caller).isEqualTo(alice.identity());
        assertThat(trust.checks()).isEqualTo(1);
    }

    @Test
    @DisplayName("A resumed session is judged call by call like any other: by revocation, and by the end of the certificate")
    void resumedSessionsAreJudged() throws Exception {
        NetworkServing lasting = fixture.serve(fixture.server(Role.KEY_SERVER, "ks-1"), first);
        CountingTrust trust = new CountingTrust(fixture.trustOf(alice));
        SslContext tls = TlsContexts.client(alice.current().keyManager(), trust);
        assertThat(fetchAnew(tls, lasting)).matches(SeveralServersTest::answered);

        fixture.revoked.add(alice.identity());
        assertThat(fetchAnew(tls, lasting)).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));
        fixture.revoked.clear();
        fixture.time.turn(Duration.ofHours(25));
        assertThat(fetchAnew(tls, lasting)).isInstanceOfSatisfying(FetchOutcome.Unreachable.class,
                fallen -> assertThat(fallen.sentence().text()).contains("certificate of client alice ended at"));

        assertThat(first.asked).hasValue(1);
        assertThat(trust.checks()).as("handshakes that were not resumed").isEqualTo(1);
    }
}
