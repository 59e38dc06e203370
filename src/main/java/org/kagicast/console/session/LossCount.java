package org.kagicast.console.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

/// Packets lost by all clients together since the first snapshot, those of removed clients included. One thread.
final class LossCount {

    private final Map<NodeName, Long> latest = new HashMap<>();
    private long total;

    void observe(NodeSnapshot snapshot) {
        Set<NodeName> present = new HashSet<>();
        for (ClientSnapshot client : snapshot.clients()) {
            present.add(client.name());
            long lost = client.counters().lost();
            Long before = latest.put(client.name(), lost);
            total += Math.max(0, lost - (before == null ? 0 : before));
        }
        latest.keySet().retainAll(present);
    }

    /// Begins anew.
    void reset() {
        total = 0;
    }

    long total() {
        return total;
    }
}
