package org.kagicast.multicast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.time.Time;

/// Finds out, before a lab starts, whether multicast that is sent through an interface comes back on it.
///
/// Probes go to the group's address, but to a free port and with a TTL of 0, so they meet the same firewall and
/// interface as the stream, yet reach neither other machines nor whoever receives the stream.
public final class SelfTest {

    private static final int PROBE_BYTES = 16;
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    /// Silence is told by unanswered probes, not by time: on a busy machine they go out more slowly too.
    private static final int PROBES = 20;

    private final MulticastTransport transport;
    private final Time time;
    private final RandomGenerator random;
    private final UnaryOperator<DatagramHandler> wayBack;

    public SelfTest(MulticastTransport transport, Time time, RandomGenerator random) {
        this(transport, time, random, UnaryOperator.identity());
    }

    /// @param wayBack what stands between the network and this test; for tests of it
    SelfTest(MulticastTransport transport, Time time, RandomGenerator random, UnaryOperator<DatagramHandler> wayBack) {
        this.transport = transport;
        this.time = time;
        this.random = random;
        this.wayBack = wayBack;
    }

    /// What a self-test found.
    public sealed interface Outcome {

        /// Multicast works.
        record Works(Duration roundTrip) implements Outcome {}

        /// It does not.
        ///
        /// @param sentence for the operator: what does not work, and the cure
        record Silent(CodedMessage sentence) implements Outcome {}
    }

    /// Starts a test, which ends within two seconds where the machine has time for it. The outcome comes on one of the
    /// transport's loops; to wait for it, join the future on any other thread. Closing the transport cancels it.
    ///
    /// @throws OperatorException if the group cannot be joined or sent to at all
    public CompletableFuture<Outcome> start(InetAddress group, NetworkInterface networkInterface) {
        Loop loop = transport.loop();
        Trial trial = new Trial(group, networkInterface);
        DatagramReceiver receiver = transport.openReceiver(new InetSocketAddress(group, 0), Optional.empty(),
                networkInterface, loop,
                wayBack.apply(trial));
        try {
            MulticastGroup probed = new MulticastGroup(group, receiver.localAddress().getPort());
            DatagramSender sender = transport.openSender(probed, networkInterface, 0, loop);
            loop.execute(() -> trial.begin(sender));
            receiver.whenClosed(() -> trial.outcome.cancel(false));
            return trial.outcome.whenComplete((outcome, fault) -> {
                sender.close();
                receiver.close();
            });
        } catch (OperatorException cannotSend) {
            receiver.close();
            throw cannotSend;
        }
    }

    /// Tests, waits, and throws what a test that failed has to say. Not to be called on a loop.
    ///
    /// @throws OperatorException if multicast does not come back
    public void require(InetAddress group, NetworkInterface networkInterface) {
        if (start(group, networkInterface).join() instanceof Outcome.Silent silent) {
            throw new OperatorException(silent.sentence());
        }
    }

    /// One test under way, on its loop.
    private final class Trial implements DatagramHandler {

        private final InetAddress group;
        private final NetworkInterface networkInterface;
        private final byte[] probe = new byte[PROBE_BYTES];
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private Time.@Nullable Scheduled probing;
        private int probes;
        private long begun;

        Trial(InetAddress group, NetworkInterface networkInterface) {
            this.group = group;
            this.networkInterface = networkInterface;
            random.nextBytes(probe);
        }

        void begin(DatagramSender sender) {
            begun = time.nanos();
            probing = time.every(BETWEEN_PROBES, sender.loop(), () -> probe(sender));
            probe(sender);
        }

        @Override
        public void onDatagram(ByteBuffer datagram) {
            if (datagram.equals(ByteBuffer.wrap(probe))) {
                finish(new Outcome.Works(Duration.ofNanos(time.nanos() - begun)));
            }
        }

        /// Between two probes the loop has read what came.
        private void probe(DatagramSender sender) {
            if (outcome.isDone()) {
                return;
            }
            if (probes == PROBES) {
                giveUp(sender);
                return;
            }
            probes++;
            sender.send(ByteBuffer.wrap(probe));
            sender.flush();
        }

        private void giveUp(DatagramSender sender) {
            String name = networkInterface.getName();
            String shown = group.getHostAddress();
            finish(new Outcome.Silent(sender.refused() == 0
                    ? OpeningMessage.MULTICAST_SILENT.with(shown, name, Interfaces.insteadOf(name))
                    : OpeningMessage.MULTICAST_REFUSED.with(shown, name, sender.lastRefusal(), route(name),
                            Interfaces.insteadOf(name))));
        }

        private void finish(Outcome found) {
            if (probing != null) {
                probing.cancel();
            }
            outcome.complete(found);
        }

        /// IPv4 needs no route once the interface is named; IPv6 does, and loopback has none by itself.
        private CodedMessage route(String name) {
            if (!(group instanceof Inet6Address)) {
                return OpeningMessage.LET_THROUGH.with();
            }
            return Interfaces.isLoopback(networkInterface)
                    ? OpeningMessage.ADD_LOCAL_ROUTE.with(name)
                    : OpeningMessage.ADD_MULTICAST_ROUTE.with(name);
        }
    }
}
