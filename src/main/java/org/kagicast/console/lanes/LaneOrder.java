package org.kagicast.console.lanes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kagicast.model.StreamName;

/// In which order lanes stand: as the nodes name them, and those in trouble above the others. Only trouble that lasts
/// lifts a lane, and only a while without it lets the lane down again; while somebody is about to click, nothing moves.
/// One thread.
final class LaneOrder {

    /// So long a trouble lasts before its lane moves up.
    static final Duration LASTING = Duration.ofSeconds(3);
    /// So long a lane has none before it moves down.
    static final Duration OVER = Duration.ofSeconds(10);

    /// When each troubled lane began to be so, and when each lane above began to be well.
    private final Map<StreamName, Long> since = new HashMap<>();
    private final Set<StreamName> lifted = new HashSet<>();
    private List<StreamName> latest = List.of();

    /// @param natural all lanes, in the order of the nodes
    /// @param troubled those that have a trouble now
    /// @param isHeld whether the lanes must stay where they are
    /// @param nanos a clock that only goes on
    List<StreamName> of(List<StreamName> natural, Set<StreamName> troubled, boolean isHeld, long nanos) {
        since.keySet().retainAll(natural);
        lifted.retainAll(natural);
        natural.forEach(lane -> {
            if (troubled.contains(lane) == lifted.contains(lane)) {
                since.remove(lane);
            } else if (nanos - since.computeIfAbsent(lane, absent -> nanos) >= wait(lane).toNanos() && !isHeld) {
                toggle(lane);
            }
        });
        latest = isHeld ? asBefore(natural) : ordered(natural);
        return latest;
    }

    private Duration wait(StreamName lane) {
        return lifted.contains(lane) ? OVER : LASTING;
    }

    private void toggle(StreamName lane) {
        since.remove(lane);
        if (!lifted.remove(lane)) {
            lifted.add(lane);
        }
    }

    private List<StreamName> ordered(List<StreamName> natural) {
        List<StreamName> order = new ArrayList<>(natural.stream().filter(lifted::contains).toList());
        natural.stream().filter(lane -> !lifted.contains(lane)).forEach(order::add);
        return order;
    }

    private List<StreamName> asBefore(List<StreamName> natural) {
        List<StreamName> order = new ArrayList<>(latest);
        order.retainAll(natural);
        natural.stream().filter(lane -> !latest.contains(lane)).forEach(order::add);
        return order;
    }
}
