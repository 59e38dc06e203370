package org.kagicast.console.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.timeline.TimelineHistory;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What follows from all snapshots of one lab together: rates, losses, key numbers, the timeline. One thread.
public final class Observations {

    private final KeyNumbers numbers = new KeyNumbers();
    private final TimelineHistory timeline = new TimelineHistory();
    private final LossCount losses = new LossCount();
    private final Map<StreamName, RateHistory> packets = new HashMap<>();
    private final Map<StreamName, RateHistory> bytes = new HashMap<>();
    private final Map<NodeName, RateHistory> requests = new HashMap<>();
    private Optional<Instant> since = Optional.empty();

    void observe(NodeSnapshot snapshot) {
        if (since.isEmpty()) {
            since = Optional.of(snapshot.at());
        }
        numbers.observe(snapshot);
        timeline.observe(snapshot);
        losses.observe(snapshot);
        for (KeyServerSnapshot server : snapshot.keyServers()) {
            rate(requests, server.name()).observe(snapshot.at(), server.requests());
        }
        snapshot.contentServers().forEach(server -> server.streams().forEach(stream -> observe(snapshot, stream)));
    }

    private void observe(NodeSnapshot snapshot, StreamSnapshot stream) {
        rate(packets, stream.name()).observe(snapshot.at(), stream.packetsSent());
        rate(bytes, stream.name()).observe(snapshot.at(), stream.bytesSent());
    }

    public KeyNumbers numbers() {
        return numbers;
    }

    public TimelineHistory timeline() {
        return timeline;
    }

    /// Data packets a second.
    public RateHistory packets(StreamName stream) {
        return rate(packets, stream);
    }

    /// Payload bytes a second.
    public RateHistory bytes(StreamName stream) {
        return rate(bytes, stream);
    }

    /// Key information requests a second.
    public RateHistory requests(NodeName keyServer) {
        return rate(requests, keyServer);
    }

    /// Packets lost by all clients since [#since()].
    public long lost() {
        return losses.total();
    }

    /// When the first snapshot came.
    public Optional<Instant> since() {
        return since;
    }

    private static <K> RateHistory rate(Map<K, RateHistory> rates, K of) {
        return rates.computeIfAbsent(of, absent -> new RateHistory());
    }
}
