package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.kagicast.console.timeline.Audience;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Reception;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LastChange;

/// What each client of a stream lost, and got late, since the latest change of its key: what that change cost. The wait for
/// a client's very first key counts as nothing. One thread.
public final class LossesSinceChange {

    private final Map<Listening, Watched> watched = new HashMap<>();

    /// @param lost packets that never came
    /// @param late packets that waited for a key
    public record Losses(long lost, long late) {

        static final Losses NONE = new Losses(0, 0);

        static Losses of(ClientCounters counters) {
            return new Losses(counters.lost(), counters.late());
        }

        private Losses since(Losses before) {
            return new Losses(Math.max(0, lost - before.lost), Math.max(0, late - before.late));
        }

        private boolean isBelow(Losses other) {
            return lost < other.lost || late < other.late;
        }
    }

    public Losses of(StreamName stream, NodeName client) {
        Watched known = watched.get(new Listening(stream, client));
        return known == null ? Losses.NONE : known.sinceChange();
    }

    /// What a client counts of a stream: of its group where it receives several by themselves.
    public static ClientCounters counters(ClientSnapshot client, StreamSnapshot stream) {
        return reception(client, stream).map(Reception::counters).orElse(client.counters());
    }

    /// What becomes of a stream at a client that receives several by themselves.
    public static Optional<Reception> reception(ClientSnapshot client, StreamSnapshot stream) {
        return client.receptions().stream().filter(each -> each.groups().contains(stream.group())).findFirst();
    }

    void observe(NodeSnapshot snapshot, Freshness hearing) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        Set<Listening> present = new HashSet<>();
        for (ClientSnapshot client : snapshot.clients()) {
            List<StreamName> receives = Audience.streamsOf(client, streams);
            for (StreamSnapshot stream : streams) {
                if (receives.contains(stream.name())) {
                    Listening each = new Listening(stream.name(), client.name());
                    present.add(each);
                    watched.computeIfAbsent(each, absent -> new Watched(stream.lastChange()))
                            .observe(client, stream, hearing.client(client.name()).at());
                }
            }
        }
        watched.keySet().retainAll(present);
    }

    private record Listening(StreamName stream, NodeName client) {}

    private record Sample(Instant at, Losses losses) {}

    private static final class Watched {

        /// The switch is told by another snapshot than what it cost, and which of them comes first is open.
        private static final Duration KEPT = Duration.ofSeconds(10);

        private final List<Sample> samples = new ArrayList<>();
        private Optional<LastChange> change;
        /// Empty until the first key is there and what waited for it has been opened.
        private Optional<Losses> base = Optional.empty();

        Watched(Optional<LastChange> change) {
            this.change = change;
        }

        Losses sinceChange() {
            return base.filter(before -> !samples.isEmpty()).map(before -> samples.getLast().losses().since(before))
                    .orElse(Losses.NONE);
        }

        void observe(ClientSnapshot client, StreamSnapshot stream, Instant at) {
            ClientCounters counters = counters(client, stream);
            Losses now = Losses.of(counters);
            if (!samples.isEmpty() && now.isBelow(samples.getLast().losses())) {
                // It has started anew.
                samples.clear();
                base = Optional.empty();
            }
            if (base.isEmpty() && isUnderWay(client, stream, counters)) {
                base = Optional.of(now);
            }
            if (!stream.lastChange().equals(change)) {
                change = stream.lastChange();
                base = base.map(before -> change.map(switched -> before(switched.at())).orElse(before));
            }
            keep(new Sample(at, now));
        }

        private static boolean isUnderWay(ClientSnapshot client, StreamSnapshot stream, ClientCounters counters) {
            ClientSnapshot.Status status = reception(client, stream).map(Reception::status).orElse(client.status());
            return status == ClientSnapshot.Status.DECRYPTING && counters.held() == 0;
        }

        /// What had been counted by a moment, as far as is remembered.
        private Losses before(Instant moment) {
            Losses found = samples.isEmpty() ? base.orElse(Losses.NONE) : samples.getFirst().losses();
            for (Sample sample : samples) {
                found = sample.at().isAfter(moment) ? found : sample.losses();
            }
            return found;
        }

        /// Of several alike in a row the first and the last say all.
        private void keep(Sample sample) {
            int count = samples.size();
            if (count > 1 && samples.get(count - 1).losses().equals(sample.losses())
                    && samples.get(count - 2).losses().equals(sample.losses())) {
                samples.removeLast();
            }
            samples.add(sample);
            while (samples.size() > 2 && !sample.at().equals(Instant.MIN)
                    && samples.get(1).at().isBefore(sample.at().minus(KEPT))) {
                samples.removeFirst();
            }
        }
    }
}
