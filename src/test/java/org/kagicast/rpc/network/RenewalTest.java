package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.AutomaticRenewal;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.StreamGrants;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.FetchOutcome;

/// Certificates that change under a running server and a running client.
class RenewalTest {

    private final EchoKeyService service = new EchoKeyService();
    private TlsFixture fixture;
    private RenewableIdentity host;
    private RenewableIdentity alice;
    private Connection connection;

    @BeforeEach
    void start(@TempDir Path folder) {
        fixture = new TlsFixture(folder);
        host = fixture.identity(Role.KEY_SERVER, "ks-1", "127.0.0.1");
        alice = fixture.identity(Role.CLIENT, "alice");
        Enrolment enrolment = fixture
                .closing(fixture.domain.enrolment(fixture.revocations, StreamGrants.NONE, fixture.audit::add));
        NetworkServing serving = fixture.serve(host, service, new EnrolmentEndpoint(enrolment));
        connection = fixture.connect(alice, serving);
        fixture.closing(
                AutomaticRenewal.start(host, enrolment.forHost(host), fixture.time, fixture.randomness, Runnable::run));
        fixture.closing(AutomaticRenewal.start(alice, EnrolmentCaller.renewing(connection, alice), fixture.time,
                fixture.randomness, Runnable::run));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private FetchOutcome fetch() throws Exception {
        return TlsFixture.fetch(connection);
    }

    @Test
    @DisplayName("Certificates renew by themselves on a live server and client, and no call fails, for days")
    void renewalFailsNoCall() throws Exception {
        Instant firstEnd = alice.current().notAfter();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<FetchOutcome> failures = new ConcurrentLinkedQueue<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                try {
                    FetchOutcome outcome = fetch();
                    if (outcome instanceof FetchOutcome.Refused) {
                        answered.incrementAndGet();
                    } else {
                        failures.add(outcome);
                    }
                } catch (Exception fault) {
                    failures.add(new FetchOutcome.Unreachable(CodedMessage.plain(String.valueOf(fault))));
                }
            }
        });

        for (int hour = 0; hour < 72; hour++) {
            int before = answered.get();
            fixture.time.turn(Duration.ofHours(1));
            TlsFixture.await(() -> answered.get() > before + 2 || !failures.isEmpty());
        }
        stop.set(true);
        caller.join();

        assertThat(failures.stream().limit(3)).isEmpty();
        assertThat(alice.current().notAfter()).isAfter(firstEnd.plus(Duration.ofHours(40)));
        assertThat(host.current().notAfter()).isAfter(firstEnd.plus(Duration.ofHours(40)));
        assertThat(service.caller).isEqualTo(alice.identity());
    }
}
