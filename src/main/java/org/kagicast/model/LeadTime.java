package org.kagicast.model;

import java.time.Duration;
import org.kagicast.model.message.NodeMessage;

/// How long the time from the announcement of a key change to the switch may be, wherever it is chosen.
public final class LeadTime {

    public static final Duration SHORTEST = Duration.ofMillis(1);
    public static final Duration LONGEST = Duration.ofHours(24);

    private LeadTime() {
    }

    /// @throws OperatorException if it is not possible
    public static Duration checked(Duration leadTime) {
        if (leadTime.compareTo(SHORTEST) < 0 || leadTime.compareTo(LONGEST) > 0) {
            throw new OperatorException(NodeMessage.LEAD_TIME.with(shown(leadTime)));
        }
        return leadTime;
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
