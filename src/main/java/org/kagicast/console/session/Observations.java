package org.kagicast.console.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.console.timeline.TimelineHistory;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;

/// What follows from all snapshots of one domain together: rates, losses, key numbers, the timeline. One thread.
public final class Observations {

    private final KeyNumbers numbers = new KeyNumbers();
    private final TimelineHistory timeline = new TimelineHistory();
    private final LossCount losses = new LossCount();
    private final LossesSinceChange sinceChange = new LossesSinceChange();
    private final ChangeResults changes = new ChangeResults(sinceChange);
    private final Impostors impostors = new Impostors();
    private final Map<StreamName, RateHistory> packets = new HashMap<>();
    private final Map<StreamName, RateHistory> bytes = new HashMap<>();
    private final Map<NodeName, RateHistory> requests = new HashMap<>();
    private final Map<NodeName, RateHistory> opened = new HashMap<>();
    private final Map<NodeName, RateHistory> received = new HashMap<>();
    private Optional<Instant> since = Optional.empty();
    private Optional<Long> lost = Optional.empty();

    /// Takes the picture that all nodes make together.
    void observe(NodeSnapshot snapshot, Freshness hearing) {
        if (since.isEmpty()) {
            since = Optional.of(snapshot.at());
        }
        numbers.observe(snapshot);
        timeline.observe(snapshot, hearing);
        losses.observe(snapshot);
        sinceChange.observe(snapshot, hearing);
        changes.observe(snapshot);
        impostors.observe(snapshot, hearing);
    }

    /// Takes the next snapshot of one node, for what is counted per second.
    void follow(NodeSnapshot node) {
        node.keyServers().forEach(server -> rate(requests, server.name()).observe(node.at(), server.requests()));
        node.contentServers().stream().flatMap(server -> server.streams().stream()).forEach(stream -> {
            rate(packets, stream.name()).observe(node.at(), stream.packetsSent());
            rate(bytes, stream.name()).observe(node.at(), stream.bytesSent());
        });
        node.clients().forEach(client -> {
            rate(opened, client.name()).observe(node.at(), client.counters().opened());
            rate(received, client.name()).observe(node.at(), client.counters().bytes());
        });
    }

    public KeyNumbers numbers() {
        return numbers;
    }

    public TimelineHistory timeline() {
        return timeline;
    }

    /// How the latest change of each stream went.
    public ChangeResults changes() {
        return changes;
    }

    /// Who is sent packets of somebody else than its content server.
    public Impostors impostors() {
        return impostors;
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

    /// Packets that a client opened a second.
    public RateHistory opened(NodeName client) {
        return rate(opened, client);
    }

    /// Payload bytes that a client opened a second.
    public RateHistory received(NodeName client) {
        return rate(received, client);
    }

    /// Takes over from another one, which saw all from the beginning, what had been lost by then.
    void asOf(Optional<Instant> first, long lostSince) {
        since = first;
        lost = Optional.of(lostSince);
    }

    /// Has lost, late and received packets of some be counted anew.
    void reset(BiPredicate<StreamName, NodeName> which, Instant at) {
        sinceChange.reset(which, at);
    }

    /// As [#reset], of all of them, and of all together.
    void resetAll(Instant at) {
        reset((stream, client) -> true, at);
        losses.reset();
        since = Optional.of(at);
    }

    /// Packets lost by all clients since [#since()].
    public long lost() {
        return lost.orElseGet(losses::total);
    }

    /// What each client lost and got late since the latest change of a stream's key.
    public LossesSinceChange sinceChange() {
        return sinceChange;
    }

    /// When the first snapshot came, or all began to be counted anew.
    public Optional<Instant> since() {
        return since;
    }

    private static <K> RateHistory rate(Map<K, RateHistory> rates, K of) {
        return rates.computeIfAbsent(of, absent -> new RateHistory());
    }
}
