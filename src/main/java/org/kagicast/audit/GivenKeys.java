package org.kagicast.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.kagicast.time.Time;

/// Puts keys that are given into the audit log, each before it is given. A client that has one key given over and over gets
/// a few entries, and then one each minute that sums the rest up: it has that key already, and must not be able to fill the
/// disk, since nobody is given a key when that is full.
///
/// What is summed up is written when that is possible; a crash loses how often it was, not that it was. Its monitor guards
/// it and is not held while the log is waited for. Safe for use by several threads.
public final class GivenKeys implements AutoCloseable {

    private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

    private final AuditSink sink;
    private final Limits limits;
    private final Time time;
    /// Those that were begun, or summed up, longest ago come first.
    private final SequencedMap<AuditEvent, Tally> tallies = new LinkedHashMap<>();
    private final Time.Scheduled flushing;

    /// How much is written.
    ///
    /// @param singly how often one key is given to one client before the rest is summed up
    /// @param every how often a sum is written
    /// @param remembered clients with a key each that are counted at a time; of what more there are each is written
    public record Limits(int singly, Duration every, int remembered) {

        /// Some 5 MB at most.
        public static final Limits DEFAULT = new Limits(5, Duration.ofMinutes(1), 16_384);

        public Limits {
            if (singly < 1 || !every.isPositive() || remembered < 1) {
                throw new IllegalArgumentException("keys whose giving is never written are not audited");
            }
        }
    }

    public GivenKeys(AuditSink sink, Limits limits, Time time) {
        this.sink = sink;
        this.limits = limits;
        this.time = time;
        this.flushing = time.every(FLUSH_EVERY, Runnable::run, this::flush);
    }

    /// A key is about to be given. May wait for the log.
    ///
    /// @param event says which to whom, and through which slave
    /// @throws org.kagicast.model.OperatorException if that cannot be audited: the key is not to be given then
    public void given(AuditEvent event) {
        if (!isCounted(event)) {
            sink.record(event);
            written(event);
        }
    }

    /// Only what stands in the log often enough is counted.
    private synchronized boolean isCounted(AuditEvent event) {
        Tally tally = tallies.get(event);
        if (tally == null || tally.written() < limits.singly()) {
            return false;
        }
        tally.count(event, time.now());
        return true;
    }

    private synchronized void written(AuditEvent event) {
        if (!tallies.containsKey(event) && tallies.size() >= limits.remembered()
                && tallies.firstEntry().getValue().sum().isEmpty()) {
            tallies.pollFirstEntry();
        }
        if (tallies.containsKey(event) || tallies.size() < limits.remembered()) {
            tallies.computeIfAbsent(event, begun -> new Tally(time.nanos(), 0)).wrote();
        }
    }

    private synchronized void flush() {
        long now = time.nanos();
        List<AuditEvent> goingOn = new ArrayList<>();
        while (!tallies.isEmpty()) {
            Map.Entry<AuditEvent, Tally> eldest = tallies.firstEntry();
            if (now - eldest.getValue().begun() < limits.every().toNanos() || !isSummedUp(eldest.getValue())) {
                break;
            }
            tallies.pollFirstEntry();
            if (eldest.getValue().sum().isPresent()) {
                goingOn.add(eldest.getKey());
            }
        }
        goingOn.forEach(event -> tallies.put(event, new Tally(now, limits.singly())));
    }

    private boolean isSummedUp(Tally tally) {
        try {
            return tally.sum().map(sink::offer).orElse(true);
        } catch (RuntimeException notAudited) {
            return false;
        }
    }

    /// Writes the sums that are not written yet. Twice is harmless.
    @Override
    public synchronized void close() {
        flushing.cancel();
        tallies.values().forEach(this::isSummedUp);
        tallies.clear();
    }
}
