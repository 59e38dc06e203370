package org.kagicast.bench.dataplane;

import java.net.NetworkInterface;
import java.time.Duration;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;

/// Has a [Plant] run at a rate and counts at both ends.
public final class EndToEnd {

    /// More than any machine does: a source that is late does not try to catch up.
    public static final long UNLIMITED = 10_000_000;

    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_DRAIN_NANOS = Duration.ofSeconds(3).toNanos();

    private final MulticastGroup group;
    private final NetworkInterface networkInterface;
    private final CipherSuite suite;
    private final Time time;

    /// @param group that nobody else on this machine uses
    public EndToEnd(MulticastGroup group, NetworkInterface networkInterface, CipherSuite suite, Time time) {
        this.group = group;
        this.networkInterface = networkInterface;
        this.suite = suite;
        this.time = time;
    }

    /// @param pps packets opened a second between warm-up and end
    /// @param sent from first to last
    /// @param opened of those
    /// @param lost those not opened, but for the ones that the client had missed when the warm-up ended
    /// @param late packets that had to wait for their key
    public record Result(long pps, long sent, long opened, long lost, int rekeys, long late) {}

    /// @param rate packets a second, or [#UNLIMITED]
    public Result measure(int payload, long rate, Duration warmUp, Duration howLong) throws InterruptedException {
        try (Plant plant = new Plant(group, networkInterface, payload, rate, suite, time)) {
            plant.start();
            sleep(warmUp);
            ClientCounters before = plant.client().counters();
            long start = time.nanos();
            sleep(howLong);
            double pps = (plant.client().counters().opened() - before.opened()) * 1e9 / (time.nanos() - start);
            plant.stopSending();
            ClientCounters end = drained(plant).counters();
            StreamSnapshot stream = plant.stream();
            return new Result((long) pps, stream.packetsSent(), end.opened(),
                    stream.packetsSent() - end.opened() - before.lost(), stream.announcedRekeys(), end.late());
        }
    }

    /// What the same packets allocate; apart, because finding out costs time.
    Allocations allocations(int payload, long rate, Duration warmUp, Duration howLong) throws InterruptedException {
        try (Plant plant = new Plant(group, networkInterface, payload, rate, suite, time);
                AllocationWatch watch = new AllocationWatch()) {
            plant.start();
            sleep(warmUp);
            long before = plant.client().counters().opened();
            watch.start();
            sleep(howLong);
            return watch.stop(plant.client().counters().opened() - before);
        }
    }

    /// What was sent last is still on its way.
    private ClientSnapshot drained(Plant plant) throws InterruptedException {
        long deadline = time.nanos() + LONGEST_DRAIN_NANOS;
        long before = -1;
        ClientSnapshot now = plant.client();
        while (now.counters().received() != before && time.nanos() < deadline) {
            before = now.counters().received();
            time.sleepUntil(time.nanos() + STEP_NANOS);
            now = plant.client();
        }
        return now;
    }

    private void sleep(Duration howLong) throws InterruptedException {
        time.sleepUntil(time.nanos() + howLong.toNanos());
    }
}
