package org.kagicast.contentserver.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands over the datagrams of a feed when they are due, on a daemon thread of its own. Datagrams due within one
/// millisecond go together. Time lost in waiting for a slow network is not made up by a burst.
final class PacedSource implements Source {

    static final long BURST_NANOS = Duration.ofMillis(1).toNanos();
    static final long LATEST_NANOS = Duration.ofMillis(250).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(PacedSource.class);

    private enum Phase {
        OPEN,
        STARTED,
        STOPPED
    }

    private final String text;
    private final Feed feed;
    private final Time time;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private volatile Thread thread = Thread.currentThread();
    private long origin;

    PacedSource(String text, Feed feed, Time time) {
        this.text = text;
        this.feed = feed;
        this.time = time;
    }

    @Override
    public void start(SourceOutlet outlet) {
        thread = Thread.ofPlatform().daemon().name("kagicast-source " + text).unstarted(() -> run(outlet));
        if (phase.compareAndSet(Phase.OPEN, Phase.STARTED)) {
            thread.start();
        }
    }

    @Override
    public void stop() {
        switch (phase.getAndSet(Phase.STOPPED)) {
            case OPEN -> feed.close();
            case STARTED -> thread.interrupt();
            case STOPPED -> {
                // Stopped before.
            }
        }
    }

    /// Hands everything over on the calling thread.
    void run(SourceOutlet outlet) {
        try (feed) {
            pace(outlet);
            outlet.end();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException fault) {
            if (phase.get() == Phase.STOPPED) {
                return; // Some inputs tell an interrupt as a fault.
            }
            outlet.fail("The source " + text + " cannot be read any further (" + fault.getMessage()
                    + "): check it and start the stream again.");
        } catch (RuntimeException fault) {
            LOG.error("The source {} stopped by a fault", text, fault);
            outlet.fail("The source " + text + " stopped by a fault of its own (" + fault
                    + "): the log has the details; start the stream again.");
        }
    }

    private void pace(SourceOutlet outlet) throws IOException, InterruptedException {
        origin = time.nanos();
        long due = feed.due(outlet);
        while (due != Feed.END) {
            await(due);
            DatagramBatch batch = outlet.take();
            long until = due + BURST_NANOS;
            do {
                feed.addTo(batch);
                if (!feed.isAtHand()) {
                    break;
                }
                due = feed.due(outlet);
            } while (due < until && !batch.isFull());
            outlet.hand(batch);
            due = feed.due(outlet);
        }
    }

    /// Waits until a datagram is due; when it was due long ago, the ones that follow are put off by as much.
    private void await(long due) throws InterruptedException {
        long late = time.nanos() - origin - due;
        if (late > LATEST_NANOS) {
            origin += late;
        } else if (late < 0) {
            time.sleepUntil(origin + due);
        }
    }
}
