package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.model.OperatorException;
import org.kagicast.multicast.SelfTest.Outcome;
import org.kagicast.time.ManualTime;

@DisplayName("The self-test")
class SelfTestTest {

    private static final long SEED = 20_021_115;

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(1);
    private final ManualTime time = new ManualTime();
    private final Semaphore arrivals = new Semaphore(0);
    private final InetAddress group = Loopback.group().address();

    private static Outcome outcome(CompletableFuture<Outcome> started) {
        return started.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("says that multicast works on loopback, at once")
    void works(IoBackend io) {
        SelfTest selfTest = new SelfTest(transports.open(io), time, new Random(SEED));

        Outcome outcome = outcome(selfTest.start(group, Loopback.lo()));

        assertThat(outcome).isEqualTo(new Outcome.Works(Duration.ZERO));
        selfTest.require(group, Loopback.lo());
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("says what to do when nothing comes back, instead of silence")
    void silent(IoBackend io) throws InterruptedException {
        SelfTest selfTest = new SelfTest(transports.open(io), time, new Random(SEED), this::firewall);

        CompletableFuture<Outcome> started = selfTest.start(group, Loopback.lo());
        awaitArrival();
        assertThat(started).isNotDone();
        time.turn(Duration.ofSeconds(2));

        assertThat(outcome(started)).isInstanceOfSatisfying(Outcome.Silent.class,
                silent -> assertThat(silent.sentence().text())
                        .startsWith("Multicast to " + group.getHostAddress() + " does not come back on interface "
                                + Loopback.lo().getName())
                        .contains("firewall").endsWith(Interfaces.insteadOf(Loopback.lo().getName()) + "."));
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("stops a role from starting in silence")
    void requires(IoBackend io) throws InterruptedException {
        SelfTest selfTest = new SelfTest(transports.open(io), time, new Random(SEED), this::firewall);

        CompletableFuture<Void> required = CompletableFuture.runAsync(() -> selfTest.require(group, Loopback.lo()));
        awaitArrival();
        time.turn(Duration.ofSeconds(2));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(required::join)
                .withCauseInstanceOf(OperatorException.class).withMessageContaining("does not come back");
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("is misled neither by a lost probe nor by datagrams of others")
    void lossy(IoBackend io) throws InterruptedException {
        SelfTest selfTest = new SelfTest(transports.open(io), time, new Random(SEED), this::losesTheFirst);

        CompletableFuture<Outcome> started = selfTest.start(group, Loopback.lo());
        awaitArrival();
        assertThat(started).isNotDone();
        time.turn(Duration.ofMillis(100));

        assertThat(outcome(started)).isEqualTo(new Outcome.Works(Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    @DisplayName("ends when the transport is closed under it")
    void closed(IoBackend io) throws InterruptedException {
        MulticastTransport transport = transports.open(io);
        CompletableFuture<Outcome> started = new SelfTest(transport, time, new Random(SEED), this::firewall)
                .start(group, Loopback.lo());
        awaitArrival();

        transport.close();

        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> outcome(started))
                .withCauseInstanceOf(CancellationException.class);
    }

    @Test
    @DisplayName("names the missing route when the system does not send IPv6 there")
    void noRoute() {
        assumeTrue(Loopback.hasIpv6() && !Loopback.carriesIpv6Multicast());
        MulticastTransport transport = transports.open(IoBackend.best());
        NetworkInterface lo = Loopback.lo();
        SelfTest selfTest = new SelfTest(transport, time, new Random(SEED));

        CompletableFuture<Outcome> started = selfTest.start(InetAddress.ofLiteral("ff15::4b43"), lo);
        // The loop has sent its first probe, and lets the clock be turned, when it gets
        // to this.
        Loopback.on(transport.loop(), () -> {
        });
        time.turn(Duration.ofSeconds(2));

        assertThat(outcome(started)).isInstanceOfSatisfying(Outcome.Silent.class,
                silent -> assertThat(silent.sentence().text()).contains("the system refuses to send it there")
                        .contains("ip -6 route add local ff00::/8 dev " + lo.getName()));
    }

    private DatagramHandler firewall(DatagramHandler handler) {
        return datagram -> arrivals.release();
    }

    private DatagramHandler losesTheFirst(DatagramHandler handler) {
        AtomicInteger arrived = new AtomicInteger();
        return datagram -> {
            handler.onDatagram(ByteBuffer.allocate(datagram.remaining()));
            if (arrived.incrementAndGet() > 1) {
                handler.onDatagram(datagram);
            }
            arrivals.release();
        };
    }

    private void awaitArrival() throws InterruptedException {
        assertThat(arrivals.tryAcquire(10, TimeUnit.SECONDS)).as("a probe arrives").isTrue();
    }
}
