package org.kagicast.bench.dataplane;

import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.Interfaces;
import org.kagicast.time.Time;

/// Measures how many packets a second go all the way: numbered by a source, sealed, multicast over loopback, received,
/// opened and counted, while the key changes every second; beside it, what the parts do alone, so that the ratios hold on
/// any machine.
///
/// Nothing slows a sender of multicast down when a receiver cannot follow; the system drops what does not fit the
/// receiver's buffer. So the first measurement lets the source give all that the content server takes, and counts what
/// the client opens in a second, whatever is lost meanwhile. The second gives 90 % of that, of which nothing may be lost.
///
/// The network alone and the whole way take three turns, and the middle one counts: machines that share their processors
/// with others are faster in one second than in the next, and what is compared should be of the same seconds.
public final class DataPlaneBench {

    private static final double PACED = 0.9;
    private static final int TURNS = 3;
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);
    private static final int INNER_TYPE_BYTES = 1;

    private final DataPlaneSettings settings;
    private final MulticastGroup group;
    private final NetworkInterface loopback;
    private final Time time;
    private final BooleanSupplier stopped;

    /// @param group that nobody else on this machine uses
    /// @param stopped asked now and then whether to end early
    public DataPlaneBench(DataPlaneSettings settings, MulticastGroup group, Time time, BooleanSupplier stopped) {
        this.settings = settings;
        this.group = group;
        this.loopback = Interfaces.find("127.0.0.1");
        this.time = time;
        this.stopped = stopped;
    }

    /// @param rows gets each row as it is there
    public void run(Consumer<DataPlaneRow> rows) throws InterruptedException {
        for (int payload : settings.payloads()) {
            if (stopped.getAsBoolean()) {
                return;
            }
            rows.accept(row(payload));
        }
    }

    private DataPlaneRow row(int payload) throws InterruptedException {
        CipherRates cipher = new CipherRates(settings.suite(), INNER_TYPE_BYTES + payload, settings.time(), time);
        long seal = cipher.seal();
        long open = cipher.open();
        EndToEnd plants = new EndToEnd(group, loopback, settings.suite(), time);
        List<Turn> turns = turns(payload, cipher.sealedBytes(), plants);
        BareTransport.Result bare = turns.get(TURNS / 2).bare();
        EndToEnd.Result full = turns.get(TURNS / 2).full();
        long pace = Math.max(1, (long) (PACED * full.pps()));
        EndToEnd.Result paced = plants.measure(payload, pace, warmUp(), settings.time());
        Allocations allocations = plants.allocations(payload, pace, warmUp(), settings.time());
        return new DataPlaneRow(payload, settings.suite(), bare.io(), seal, open, bare.pps(), full.pps(),
                (long) (1 / (1.0 / seal + 1.0 / bare.pps())), sum(turns, EndToEnd.Result::sent),
                sum(turns, EndToEnd.Result::opened), sum(turns, EndToEnd.Result::lost), paced.pps(), paced.sent(),
                paced.lost(), (int) sum(turns, EndToEnd.Result::rekeys) + paced.rekeys(),
                sum(turns, EndToEnd.Result::late) + paced.late(),
                rounded(allocations.own()), rounded(allocations.cipher()), rounded(allocations.netty()),
                bare.receiveBuffer(), bare.sendBuffer());
    }

    /// @return slowest first
    private List<Turn> turns(int payload, int sealedBytes, EndToEnd plants) throws InterruptedException {
        Duration each = settings.time().dividedBy(TURNS);
        List<Turn> turns = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            turns.add(new Turn(new BareTransport(group, loopback, time).measure(sealedBytes, each),
                    plants.measure(payload, EndToEnd.UNLIMITED, warmUp(), each)));
        }
        turns.sort(Comparator.comparingLong(turn -> turn.full.pps()));
        return turns;
    }

    private static long sum(List<Turn> turns, ToLongFunction<EndToEnd.Result> count) {
        return turns.stream().map(Turn::full).mapToLong(count).sum();
    }

    private Duration warmUp() {
        return settings.time().compareTo(LONGEST_WARM_UP) < 0 ? settings.time() : LONGEST_WARM_UP;
    }

    private static double rounded(double bytes) {
        return Math.round(bytes * 100) / 100.0;
    }

    /// The network alone and the whole way, one right after the other.
    private record Turn(BareTransport.Result bare, EndToEnd.Result full) {}
}
