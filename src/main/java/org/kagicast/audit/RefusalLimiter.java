package org.kagicast.audit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.kagicast.model.Identity;
import org.kagicast.time.Time;

/// Puts refusals into the audit log, however fast callers cause them: the first few of each caller and reason at once, the
/// rest of some seconds summed up in one entry. So no caller can fill the disk, many callers together neither, and a flood
/// of one does not hide the one attempt of another.
///
/// It never waits for the disk and never fails: a refusal that cannot be written now is counted, and its sum is written
/// when that is possible again. A crash loses what is not written yet. Its monitor guards it. Safe for use by several
/// threads.
public final class RefusalLimiter implements AutoCloseable {

    private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

    private final AuditSink sink;
    private final Limits limits;
    private final Time time;
    private final EntryBudget budget;
    /// Those that were begun, or summed up, longest ago come first.
    private final SequencedMap<Source, Tally> tallies = new LinkedHashMap<>();
    private final Time.Scheduled flushing;

    /// How much is written.
    ///
    /// @param singly so many refusals of one caller and reason are written one by one before the rest is summed up
    /// @param every how often a sum is written
    /// @param perSecond entries of all callers together
    /// @param callers that are told apart; what more there are is summed up without names
    public record Limits(int singly, Duration every, int perSecond, int callers) {

        /// A flood of one caller makes 6 entries in 10 seconds, any flood at most 20 a second.
        public static final Limits DEFAULT = new Limits(5, Duration.ofSeconds(10), 20, 4_096);

        /// The same, but that sums are written so often.
        public Limits summingUpEvery(Duration other) {
            return new Limits(singly, other, perSecond, callers);
        }

        public Limits {
            if (singly < 1 || !every.isPositive() || perSecond < 1 || callers < 1) {
                throw new IllegalArgumentException("refusals that are never written are not audited");
            }
        }
    }

    public RefusalLimiter(AuditSink sink, Limits limits, Time time) {
        this.sink = sink;
        this.limits = limits;
        this.time = time;
        this.budget = new EntryBudget(limits.perSecond(), time.nanos());
        this.flushing = time.every(FLUSH_EVERY, Runnable::run, this::flush);
    }

    /// Takes a refusal in.
    ///
    /// @return whether it has an entry of its own
    public synchronized boolean refused(AuditEvent event) {
        Source source = source(event);
        long now = time.nanos();
        Tally tally = tallies.computeIfAbsent(source, begun -> new Tally(now, 0));
        if (tally.written() < limits.singly() && budget.take(tally.written() == 0, now) && isTaken(event)) {
            tally.wrote();
            return true;
        }
        tally.count(source.isNamed() ? event : event.withoutNames(), time.now());
        return false;
    }

    /// What is one too many to be told apart is put with others.
    private Source source(AuditEvent event) {
        Source own = new Source(event.action(), event.actor(), event.subject(), event.reason());
        return tallies.containsKey(own) || tallies.size() < limits.callers() ? own : own.unnamed();
    }

    private synchronized void flush() {
        long now = time.nanos();
        sumUp(now, now - limits.every().toNanos());
    }

    /// @param due those that were begun no later
    private void sumUp(long now, long due) {
        Map<Source, Tally> goingOn = new LinkedHashMap<>();
        Iterator<Map.Entry<Source, Tally>> each = tallies.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Source, Tally> entry = each.next();
            Tally tally = entry.getValue();
            if (tally.begun() - due > 0) {
                break;
            }
            Optional<AuditEvent> sum = tally.sum();
            if (sum.isPresent()) {
                if (!budget.take(true, now) || !isTaken(sum.get())) {
                    break;
                }
                goingOn.put(entry.getKey(), new Tally(now, 1));
            }
            each.remove();
        }
        tallies.putAll(goingOn);
    }

    private boolean isTaken(AuditEvent event) {
        try {
            return sink.offer(event);
        } catch (RuntimeException notAudited) {
            return false;
        }
    }

    /// Writes the sums that are not written yet. Twice is harmless.
    @Override
    public synchronized void close() {
        flushing.cancel();
        tallies.values().forEach(tally -> tally.sum().ifPresent(this::isTaken));
        tallies.clear();
    }

    private record Source(AuditAction action, Optional<Identity> actor, Optional<Identity> subject,
            Optional<AuditReason> reason) {

        Source unnamed() {
            return new Source(action, Optional.empty(), Optional.empty(), reason);
        }

        boolean isNamed() {
            return actor.isPresent() || subject.isPresent();
        }
    }
}
