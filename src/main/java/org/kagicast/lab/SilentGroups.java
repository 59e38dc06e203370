package org.kagicast.lab;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Finds groups that nobody sends to, so that two labs on one machine or network do not disturb each other.
final class SilentGroups {

    static final MulticastGroup FIRST = group(1);

    private static final int PORT = 5004;
    private static final int CANDIDATES = 8;
    private static final Duration LISTENING = Duration.ofMillis(200);

    private final MulticastTransport transport;
    private final NetworkInterface networkInterface;
    private final Time time;

    SilentGroups(MulticastTransport transport, NetworkInterface networkInterface, Time time) {
        this.transport = transport;
        this.networkInterface = networkInterface;
        this.time = time;
    }

    /// Listens for a moment to 239.1.1.1, 239.1.2.1 and so on, port 5004, and takes the first that is silent.
    ///
    /// @throws OperatorException if none is
    MulticastGroup first() {
        Loop loop = transport.loop();
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (int i = 1; i <= CANDIDATES; i++) {
                candidates.add(new Candidate(group(i), loop));
            }
            time.sleepUntil(time.nanos() + LISTENING.toNanos());
            return candidates.stream().filter(candidate -> !candidate.heard.get()).findFirst()
                    .map(candidate -> candidate.group)
                    .orElseThrow(() -> new OperatorException("All of the groups " + FIRST + " to "
                            + group(CANDIDATES) + " are in use on interface " + networkInterface.getName()
                            + ": name another with --group."));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new OperatorException("The lab was stopped before it had started: start it again.", stopped);
        } finally {
            candidates.forEach(candidate -> candidate.receiver.close());
        }
    }

    private static MulticastGroup group(int number) {
        return new MulticastGroup(InetAddress.ofLiteral("239.1." + number + ".1"), PORT);
    }

    private final class Candidate {

        private final MulticastGroup group;
        private final AtomicBoolean heard = new AtomicBoolean();
        private final DatagramReceiver receiver;

        Candidate(MulticastGroup group, Loop loop) {
            this.group = group;
            this.receiver = transport.openReceiver(group, networkInterface, loop, datagram -> heard.set(true));
        }
    }
}
