package org.kagicast.audit;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.audit.AuditEvent.Repeats;

/// What has come of one source since a moment: how many have an entry of their own, and how many have not. Belongs to
/// whoever guards it.
final class Tally {

    private final long begun;
    private int written;
    private long counted;
    private @Nullable AuditEvent latest;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /// @param begun on the monotonic clock, in nanoseconds
    /// @param written that have an entry already
    Tally(long begun, int written) {
        this.begun = begun;
        this.written = written;
    }

    long begun() {
        return begun;
    }

    int written() {
        return written;
    }

    /// One more has an entry of its own.
    void wrote() {
        written++;
    }

    /// One more has none.
    void count(AuditEvent event, Instant at) {
        counted++;
        latest = event;
        first = first == null ? at : first;
        last = at;
    }

    /// The latest one, with how many there were that have no entry of their own; empty if there were none.
    Optional<AuditEvent> sum() {
        return latest == null || first == null || last == null
                ? Optional.empty()
                : Optional.of(latest.summed(new Repeats(counted, first, last)));
    }
}
