package org.kagicast.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders announced and immediate rekeys of a stream at regular times, as an operator would. An order that falls due
/// while another change is under way waits for it, so that none is withdrawn by the next. State: one thread of its own.
final class Rekeying implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rekeying.class);
    /// An announced change is past a little after its lead time.
    private static final Duration MARGIN = Duration.ofMillis(100);

    private final NodeControl node;
    private final StreamName stream;
    private final Time time;
    private final ExecutorService orders = Executors
            .newSingleThreadExecutor(Thread.ofVirtual().name("kagicast-rekeying").factory());
    private final List<Time.Scheduled> schedule = new ArrayList<>();

    Rekeying(NodeControl node, StreamName stream, Time time) {
        this.node = node;
        this.stream = stream;
        this.time = time;
    }

    void announceEvery(Duration period, Duration leadTime) {
        schedule.add(time.every(period, orders,
                () -> order(new RekeyCommand.Announce(Optional.of(leadTime)), leadTime.plus(MARGIN))));
    }

    void immediatelyEvery(Duration period) {
        schedule.add(time.every(period, orders, () -> order(new RekeyCommand.Now(), Duration.ZERO)));
    }

    @Override
    public void close() {
        schedule.forEach(Time.Scheduled::cancel);
        orders.shutdownNow();
    }

    private void order(RekeyCommand command, Duration underWay) {
        try {
            node.rekey(stream, command).join();
            time.sleepUntil(time.nanos() + underWay.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException refused) {
            LOG.warn("A rekey of {} did not happen: {}", stream, String.valueOf(refused.getMessage()));
        }
    }
}
