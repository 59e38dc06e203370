package org.kagicast.keyserver;

import java.util.Arrays;

/// Counts how many different hashes it was shown while it remembers at most 256 of them (R13).
///
/// It keeps the smallest hashes ("k minimum values", Bar-Yossef et al. 2002). Up to 256 the count is exact; beyond, it
/// is estimated from how densely the smallest ones lie, about 6 % off in most cases. Not safe for use by several
/// threads.
final class DistinctCounter {

    private static final int MOST = 256;

    /// Ascending, as unsigned numbers with their order flipped into that of signed ones.
    private long[] smallest = new long[4];
    private int size;
    private boolean dropped;

    void add(long hash) {
        long flipped = hash ^ Long.MIN_VALUE;
        int found = Arrays.binarySearch(smallest, 0, size, flipped);
        if (found >= 0) {
            return;
        }
        int place = -found - 1;
        dropped |= size == MOST;
        if (place == MOST) {
            return;
        }
        if (size == smallest.length && size < MOST) {
            smallest = Arrays.copyOf(smallest, 2 * size);
        }
        int kept = Math.min(size, MOST - 1);
        System.arraycopy(smallest, place, smallest, place + 1, kept - place);
        smallest[place] = flipped;
        size = kept + 1;
    }

    int count() {
        if (!dropped) {
            return size;
        }
        double share = ((smallest[MOST - 1] ^ Long.MIN_VALUE) >>> 1) / (double) Long.MAX_VALUE;
        return (int) Math.min(Integer.MAX_VALUE, Math.round((MOST - 1) / share));
    }
}
