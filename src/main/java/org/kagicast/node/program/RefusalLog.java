package org.kagicast.node.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.Identity;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts refusals into the program's log: each the first time, then what comes of the same party for the same reason summed
/// up, in a line a minute at most, and a last line when a minute has gone by without any. Its monitor guards it. Safe for
/// use by several threads.
final class RefusalLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LOOKING = Duration.ofSeconds(5);
    /// More than so many are not told apart.
    static final int MOST = 100;
    private static final Kind OTHERS = new Kind(Optional.empty(),
            "parties and reasons too many to be told one by one; the audit log and the status tell more.");

    private final Time time;
    private final Map<Kind, Tally> tallies = new LinkedHashMap<>();
    private final Time.Scheduled looking;

    /// @param why one sentence
    private record Kind(Optional<Identity> who, String why) {}

    /// Changed in place.
    private static final class Tally {
        private long since;
        private long untold;
        private boolean isSummedUp;

        Tally(long since) {
            this.since = since;
        }
    }

    RefusalLog(Time time) {
        this.time = time;
        this.looking = time.every(LOOKING, Runnable::run, this::look);
    }

    /// @param who as far as it is known
    /// @param why one sentence
    /// @param mayBeTold whether a line of its own may be written; it is counted otherwise
    synchronized void refused(Optional<Identity> who, String why, boolean mayBeTold) {
        Kind own = new Kind(who, why);
        Kind kind = tallies.containsKey(own) || tallies.size() < MOST ? own : OTHERS;
        Tally tally = tallies.get(kind);
        if (tally == null) {
            tally = new Tally(time.nanos());
            tallies.put(kind, tally);
            if (mayBeTold && !kind.equals(OTHERS)) {
                LOG.warn("Refused: {}", why);
                return;
            }
        }
        tally.untold++;
    }

    private synchronized void look() {
        long now = time.nanos();
        List<Kind> over = new ArrayList<>();
        tallies.forEach((kind, tally) -> {
            if (now - tally.since < EVERY.toNanos()) {
                return;
            }
            if (tally.untold == 0) {
                over.add(kind);
                if (tally.isSummedUp) {
                    LOG.info("Not refused again in the last minute: {}", kind.why());
                }
            }
            sumUp(kind, tally);
            tally.since = now;
        });
        over.forEach(tallies::remove);
    }

    private static void sumUp(Kind kind, Tally tally) {
        if (tally.untold > 0) {
            LOG.warn("Refused {} {} in the last minute: {}", tally.untold,
                    tally.untold == 1 ? "time more" : "times more",
                    kind.why());
            tally.untold = 0;
            tally.isSummedUp = true;
        }
    }

    /// Writes what is not written yet. Twice is harmless.
    @Override
    public synchronized void close() {
        looking.cancel();
        tallies.forEach(RefusalLog::sumUp);
        tallies.clear();
    }
}
