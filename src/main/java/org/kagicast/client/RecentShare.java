package org.kagicast.client;

/// What part of a growing count another one is, of late. One thread.
final class RecentShare {

    /// Looked back so far.
    private static final int TICKS = 10;

    private final long[] wholes = new long[TICKS];
    private final long[] parts = new long[TICKS];
    private int next;
    private long whole;
    private long part;

    /// Twice a second or so.
    void tick(long wholeNow, long partNow) {
        whole = wholeNow - wholes[next];
        part = partNow - parts[next];
        wholes[next] = wholeNow;
        parts[next] = partNow;
        next = (next + 1) % TICKS;
    }

    /// The part's growth within the last ticks.
    long part() {
        return part;
    }

    /// In percent.
    int percent() {
        return whole <= 0 ? 0 : (int) (100 * part / whole);
    }
}
