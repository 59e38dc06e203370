package org.kagicast.contentserver.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands over the datagrams of a feed when they are due, on a thread of its own that keeps no program from ending. Datagrams
/// due within one millisecond go together. Time lost in waiting for a slow network is not made up by a burst.
///
/// An input that may be live and has more at hand than is due goes a little faster than its clock: by a hundredth always,
/// because its clock may be faster than this machine's and what it gave before the start must not stay a delay for good;
/// by a third while it makes up for time that it lost.
final class PacedSource implements Source {

    static final long BURST_NANOS = Duration.ofMillis(1).toNanos();
    static final long LATEST_NANOS = Duration.ofMillis(250).toNanos();
    private static final long MOST_BACKLOG_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int FASTER = 100;
    private static final int MUCH_FASTER = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PacedSource.class);

    private enum Phase {
        OPEN,
        STARTED,
        STOPPED
    }

    private final String text;
    private final Feed feed;
    private final Time time;
    private final SourceThreads threads;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private volatile Thread thread = Thread.currentThread();
    private long origin;
    /// Nanoseconds by which an input was late and has not made up for.
    private long backlog;

    PacedSource(String text, Feed feed, Time time) {
        this(text, feed, time, SourceThreads.OF_THEIR_OWN);
    }

    PacedSource(String text, Feed feed, Time time, SourceThreads threads) {
        this.text = text;
        this.feed = feed;
        this.time = time;
        this.threads = threads;
    }

    @Override
    public void start(SourceOutlet outlet) {
        thread = threads.builder().name("kagicast-source " + text).unstarted(() -> run(outlet));
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
            outlet.fail(StreamMessage.SOURCE_UNREADABLE.with(text, String.valueOf(fault.getMessage())));
        } catch (RuntimeException fault) {
            LOG.error("The source {} stopped by a fault", text, fault);
            outlet.fail(StreamMessage.SOURCE_FAULT.with(text, fault));
        }
    }

    private void pace(SourceOutlet outlet) throws IOException, InterruptedException {
        long due = feed.due(outlet);
        origin = time.nanos();
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
    private void await(long due) throws IOException, InterruptedException {
        long late = time.nanos() - origin - due;
        if (late > LATEST_NANOS) {
            origin += late;
            backlog = Math.min(backlog + late, MOST_BACKLOG_NANOS);
        } else if (late < 0) {
            long gain = feed.isBehind() ? -late / (backlog > 0 ? MUCH_FASTER : FASTER) : 0;
            origin -= gain;
            backlog = Math.max(0, backlog - gain);
            time.sleepUntil(origin + due);
        }
    }
}
