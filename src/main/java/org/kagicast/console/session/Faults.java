package org.kagicast.console.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a fault of one part of the window from the others: it is logged in full and told once, however often it comes
/// back, such as with every picture. On the console's thread only.
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int MOST = 100;
    private static final int TEN = 10;

    private final Notices notices;
    private final Map<Integer, Integer> times = new HashMap<>();

    Faults(Notices notices) {
        this.notices = notices;
    }

    /// Has a part take something; its fault ends here.
    <T> void guard(Consumer<T> part, T given) {
        try {
            part.accept(given);
        } catch (RuntimeException fault) {
            tell(fault);
        }
    }

    /// Tells a fault the first time; counts it in the log the 10th, 100th … time.
    public void tell(Throwable fault) {
        int count = times.size() < MOST ? times.merge(place(fault), 1, Integer::sum) : times.merge(0, 1, Integer::sum);
        if (count == 1) {
            LOG.error("A part of the window failed; the others go on.", fault);
            notices.fault(fault);
        } else if (isPowerOfTen(count)) {
            LOG.error("A part of the window failed {} times so: {}", count, fault.toString());
        }
    }

    /// What and where, whatever it says.
    private static int place(Throwable fault) {
        return Objects.hash(fault.getClass(), Arrays.stream(fault.getStackTrace()).limit(2).toList());
    }

    private static boolean isPowerOfTen(int count) {
        int left = count;
        while (left % TEN == 0) {
            left /= TEN;
        }
        return left == 1;
    }
}
