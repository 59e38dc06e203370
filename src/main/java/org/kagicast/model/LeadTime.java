package org.kagicast.model;

import java.time.Duration;
import org.kagicast.model.message.NodeMessage;

/// How long the time from the announcement of a key change to the switch may be, wherever it is chosen: on the command line,
/// in a stream's settings, over the node service, in a window. An announcement that says more is not believed.
public final class LeadTime {

    public static final Duration SHORTEST = Duration.ofMillis(1);
    public static final Duration LONGEST = Duration.ofHours(24);
    /// Where nobody has chosen one.
    public static final Duration USUAL = Duration.ofSeconds(5);

    private LeadTime() {
    }

    /// Whether it is within the bounds.
    public static boolean isPossible(Duration leadTime) {
        return leadTime.compareTo(SHORTEST) >= 0 && leadTime.compareTo(LONGEST) <= 0;
    }

    /// @throws OperatorException if it is not possible
    public static Duration checked(Duration leadTime) {
        if (!isPossible(leadTime)) {
            throw new OperatorException(NodeMessage.LEAD_TIME.with(shown(leadTime)));
        }
        return leadTime;
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
