package org.kagicast.lab;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Finds groups that nobody sends to, and claims them, so that two labs on one machine or network do not disturb each
/// other. A lab that waits for its source is silent too: therefore each lab holds, as long as it runs, a UDP port of the
/// loopback interface that stands for its groups. The system gives it to one at a time, and takes it back when the
/// process ends, however it ends.
final class FreeGroupFinder {

    static final MulticastGroup FIRST = group(1);

    private static final int PORT = 5004;
    private static final int CANDIDATES = 32;
    /// The port that stands for the groups 239.1.n.* is so much and n.
    private static final int CLAIMS = 24_004;
    private static final Duration LISTENING = Duration.ofMillis(200);

    private final MulticastTransport transport;
    private final NetworkInterface networkInterface;
    private final Time time;

    FreeGroupFinder(MulticastTransport transport, NetworkInterface networkInterface, Time time) {
        this.transport = transport;
        this.networkInterface = networkInterface;
        this.time = time;
    }

    /// A group, and the 254 others of 239.1.n.*, for one lab of this machine until closed.
    ///
    /// @param group the first of them
    record Claim(MulticastGroup group, DatagramSocket port) implements AutoCloseable {

        @Override
        public void close() {
            port.close();
        }
    }

    /// Listens for a moment to 239.1.1.1, 239.1.2.1 and so on, port 5004, and takes the first that is silent and that no
    /// other lab has claimed.
    ///
    /// @throws OperatorException if none is
    Claim first() {
        Loop loop = transport.loop();
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (int i = 1; i <= CANDIDATES; i++) {
                candidates.add(new Candidate(i, loop));
            }
            time.sleepUntil(time.nanos() + LISTENING.toNanos());
            return candidates.stream().filter(candidate -> !candidate.heard.get())
                    .flatMap(candidate -> claim(candidate.number).stream()).findFirst()
                    .orElseThrow(() -> new OperatorException(OpeningMessage.GROUPS_IN_USE.with(FIRST,
                            group(CANDIDATES), networkInterface.getName())));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new OperatorException(OpeningMessage.STOPPED_BEFORE_START.with(), stopped);
        } finally {
            candidates.forEach(candidate -> candidate.receiver.close());
        }
    }

    private static Optional<Claim> claim(int number) {
        try {
            return Optional.of(new Claim(group(number),
                    new DatagramSocket(CLAIMS + number, InetAddress.getLoopbackAddress())));
        } catch (SocketException taken) {
            return Optional.empty();
        }
    }

    private static MulticastGroup group(int number) {
        return new MulticastGroup(InetAddress.ofLiteral("239.1." + number + ".1"), PORT);
    }

    private final class Candidate {

        private final int number;
        private final AtomicBoolean heard = new AtomicBoolean();
        private final DatagramReceiver receiver;

        Candidate(int number, Loop loop) {
            this.number = number;
            this.receiver = transport.openReceiver(group(number), networkInterface, loop, datagram -> heard.set(true));
        }
    }
}
