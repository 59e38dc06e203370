package org.kagicast.keytable;

import java.util.Optional;

import org.kagicast.keytable.TableRefusal.NumberTooFar;
import org.kagicast.model.KeyLine;

/// How keys of a line are numbered: by a Lamport clock that the table and the line's content server keep together. Each new
/// key gets a number above all that either of them knows, so numbers rise for ever: when records are forgotten, because the
/// table remembers the highest; when the table is put back to an older state, because the content server tells the highest
/// that it has seen.
public final class LineNumbers {

    /// Numbers stay below this.
    public static final long LIMIT = 1L << 53;
    /// A content server may know so many keys more than the table. A line that changes its key each second does not make as
    /// many in a century, and whoever means harm cannot use the numbers up.
    public static final long FARTHEST = 1L << 32;

    private LineNumbers() {
    }

    /// Why a request that names `after` is refused; empty if it is not.
    ///
    /// @param highest number of the line that the table has ever given; 0 if none
    public static Optional<TableRefusal> refusal(KeyLine line, long after, long highest) {
        return after >= 0 && after < LIMIT - 1 && after - highest <= FARTHEST
                ? Optional.empty()
                : Optional.of(new NumberTooFar(line, after, highest));
    }

    /// The number of the next key.
    public static long next(long after, long highest) {
        return Math.max(after, highest) + 1;
    }
}
