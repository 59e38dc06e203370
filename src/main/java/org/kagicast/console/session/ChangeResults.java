package org.kagicast.console.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.console.session.LossesSinceChange.Losses;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// How the latest change of each stream went, watched from the switch on. A change from before the first snapshot is none
/// of these. What it cost is what its clients show of it, together. One thread.
public final class ChangeResults {

    private final Map<KeyLine, Watched> watched = new HashMap<>();
    private final LossesSinceChange losses;

    /// @param losses are told of each snapshot first
    ChangeResults(LossesSinceChange losses) {
        this.losses = losses;
    }

    /// How the latest change of a line went so far.
    public Optional<ChangeResult> latest(KeyLine line) {
        return Optional.ofNullable(watched.get(line)).flatMap(each -> each.result);
    }

    void observe(NodeSnapshot snapshot) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        for (StreamSnapshot stream : streams) {
            for (LabelState keys : stream.lines()) {
                KeyLine line = new KeyLine(stream.name(), keys.label());
                watched.computeIfAbsent(line, absent -> new Watched(keys)).observe(keys, losses.cost(line));
            }
        }
        watched.keySet().removeIf(line -> streams.stream().noneMatch(stream -> stream.name().equals(line.stream())));
    }

    private static final class Watched {

        private Optional<LastChange> last;
        private Optional<PendingChange> pending = Optional.empty();
        private Optional<ChangeResult> result = Optional.empty();

        Watched(LabelState keys) {
            this.last = keys.lastChange();
        }

        void observe(LabelState keys, Losses cost) {
            keys.lastChange().filter(change -> !last.equals(Optional.of(change))).ifPresent(change -> {
                last = Optional.of(change);
                Optional<PendingChange> announced = pending.filter(known -> known.keyId().equals(change.to()));
                result = Optional.of(new ChangeResult(change.to(), change.announced(), change.at(),
                        announced.flatMap(PendingChange::fetchers).orElse(0),
                        announced.flatMap(PendingChange::expected).orElse(0), 0, 0));
            });
            pending = keys.pending();
            result = result.map(known -> new ChangeResult(known.keyId(), known.announced(), known.at(), known.had(),
                    known.of(), cost.late(), cost.lost()));
        }
    }
}
