package org.kagicast.console.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// How the latest change of each stream went, watched from the switch on. A change from before the first snapshot is none
/// of these. One thread.
public final class ChangeResults {

    private final Map<KeyLine, Watched> watched = new HashMap<>();
    private Map<NodeName, Sum> before = Map.of();

    /// How the latest change of a line went so far.
    public Optional<ChangeResult> latest(KeyLine line) {
        return Optional.ofNullable(watched.get(line)).flatMap(each -> each.result);
    }

    void observe(NodeSnapshot snapshot) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        Map<NodeName, Sum> now = new HashMap<>();
        Map<NodeName, List<StreamName>> receives = new HashMap<>();
        for (ClientSnapshot client : snapshot.clients()) {
            now.put(client.name(), new Sum(client.counters().late(), client.counters().lost()));
            receives.put(client.name(), Audience.streamsOf(client, streams));
        }
        for (StreamSnapshot stream : streams) {
            for (LabelState keys : stream.lines()) {
                watched.computeIfAbsent(new KeyLine(stream.name(), keys.label()), line -> new Watched(keys))
                        .observe(keys, stream.name(), now, receives);
            }
        }
        watched.keySet().removeIf(line -> streams.stream().noneMatch(stream -> stream.name().equals(line.stream())));
        before = now;
    }

    private record Sum(long late, long lost) {}

    private final class Watched {

        private Optional<LastChange> last;
        private Optional<PendingChange> pending = Optional.empty();
        private Map<NodeName, Sum> atSwitch = Map.of();
        private Optional<ChangeResult> result = Optional.empty();

        Watched(LabelState keys) {
            this.last = keys.lastChange();
        }

        void observe(LabelState keys, StreamName stream, Map<NodeName, Sum> now,
                Map<NodeName, List<StreamName>> receives) {
            keys.lastChange().filter(change -> !last.equals(Optional.of(change))).ifPresent(change -> {
                last = Optional.of(change);
                atSwitch = before;
                Optional<PendingChange> announced = pending.filter(known -> known.keyId().equals(change.to()));
                result = Optional.of(new ChangeResult(change.to(), change.announced(), change.at(),
                        announced.flatMap(PendingChange::fetchers).orElse(0),
                        announced.flatMap(PendingChange::expected).orElse(0), 0, 0));
            });
            pending = keys.pending();
            result = result.map(known -> count(known, stream, now, receives));
        }

        private ChangeResult count(ChangeResult known, StreamName stream, Map<NodeName, Sum> now,
                Map<NodeName, List<StreamName>> receives) {
            long late = 0;
            long lost = 0;
            for (Map.Entry<NodeName, Sum> client : now.entrySet()) {
                Sum first = atSwitch.get(client.getKey());
                if (first != null && receives.getOrDefault(client.getKey(), List.of()).contains(stream)) {
                    late += Math.max(0, client.getValue().late() - first.late());
                    lost += Math.max(0, client.getValue().lost() - first.lost());
                }
            }
            return new ChangeResult(known.keyId(), known.announced(), known.at(), known.had(), known.of(), late, lost);
        }
    }
}
