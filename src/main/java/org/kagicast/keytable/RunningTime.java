package org.kagicast.keytable;

import org.kagicast.time.Time;

/// How long a table has been open in its life, in all. Ages of keys are told by it, since a wall clock may be wrong by days
/// for a moment, and what is destroyed by mistake is gone; while nobody has the table open, no key grows older.
///
/// Safe for use by several threads.
public final class RunningTime {

    private final Time time;
    private final long before;
    private final long opened;

    /// @param before how long the table had been open before this, in nanoseconds
    public RunningTime(long before, Time time) {
        this.time = time;
        this.before = Math.max(0, before);
        this.opened = time.nanos();
    }

    /// In nanoseconds. It never goes back; after a crash it goes on from where it was stored last.
    public long nanos() {
        return before + (time.nanos() - opened);
    }
}
