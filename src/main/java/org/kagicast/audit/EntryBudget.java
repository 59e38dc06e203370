package org.kagicast.audit;

/// Entries that may be written: so many a second, twice that at once (a token bucket). Belongs to whoever guards it.
final class EntryBudget {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private double left;
    private long since;

    EntryBudget(int perSecond, long now) {
        this.perSecond = perSecond;
        this.left = 2.0 * perSecond;
        this.since = now;
    }

    /// @param matters one that does not may take from the upper half only
    /// @param now monotonic, in nanoseconds
    /// @return whether one more entry may be written, which then counts as written
    boolean take(boolean matters, long now) {
        left = Math.min(2.0 * perSecond, left + perSecond * (now - since) / NANOS);
        since = now;
        if (left < (matters ? 1 : perSecond + 1)) {
            return false;
        }
        left--;
        return true;
    }
}
