package org.kagicast.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders changes of a stream's key at an even pace, and notes when each happened. One thread.
final class Rekeyer {

    private static final Logger LOG = LoggerFactory.getLogger(Rekeyer.class);

    private final ContentServer server;
    private final StreamName stream;
    private final Time time;
    private final Map<KeyId, Long> moments = new HashMap<>();

    Rekeyer(ContentServer server, StreamName stream, Time time) {
        this.server = server;
        this.stream = stream;
        this.time = time;
    }

    /// Orders one change an interval, and returns an interval after the last.
    void run(RekeyKind kind, Duration interval, int changes) throws InterruptedException {
        RekeyCommand command = kind.command(interval);
        long start = time.nanos();
        for (int change = 0; change < changes; change++) {
            time.sleepUntil(start + change * interval.toNanos());
            noteLast();
            order(command);
        }
        time.sleepUntil(start + changes * interval.toNanos());
        noteLast();
    }

    private void order(RekeyCommand command) {
        try {
            server.rekey(stream, command).join();
        } catch (CompletionException fault) {
            if (!(fault.getCause() instanceof OperatorException refused)) {
                throw fault;
            }
            LOG.debug("A change of the key did not happen: {}", refused.getMessage());
        }
    }

    /// The snapshot tells the wall clock's time, which is turned into that of the monotonic clock.
    private void noteLast() {
        Optional<StreamSnapshot.LastChange> last = server.snapshot().join().streams().getFirst().lastChange();
        last.ifPresent(change -> moments.putIfAbsent(change.to(),
                time.nanos() - Duration.between(change.at(), time.now()).toNanos()));
    }

    /// When the changes happened, on the monotonic clock.
    NavigableSet<Long> moments() {
        return new TreeSet<>(moments.values());
    }
}
