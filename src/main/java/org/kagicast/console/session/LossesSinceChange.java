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
import java.util.function.BiPredicate;

import org.kagicast.console.timeline.Audience;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Reception;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;

/// What each client of a stream lost, and got late, since the latest change of its key: what that change cost; or since
/// somebody had the counting begin anew, if that was later. The wait for a client's very first key counts as nothing. What a
/// change has cost all clients together is the sum of the same. One thread.
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

        private Losses plus(Losses other) {
            return new Losses(lost + other.lost, late + other.late);
        }

        private Losses orLater(Losses other) {
            return new Losses(Math.max(lost, other.lost), Math.max(late, other.late));
        }

        private boolean isBelow(Losses other) {
            return lost < other.lost || late < other.late;
        }
    }

    /// What a client has counted since somebody had it begin anew, whatever changes there were.
    ///
    /// @param at when that was
    /// @param received datagrams
    public record SinceReset(Instant at, long received, Losses losses) {}

    /// What the latest change of a line has cost all clients together.
    Losses cost(KeyLine line) {
        return watched.entrySet().stream().filter(each -> each.getKey().stream().equals(line.stream()))
                .map(each -> each.getValue().since(line.label())).reduce(Losses.NONE, Losses::plus);
    }

    /// Empty for a client that nobody had begin anew.
    public Optional<SinceReset> sinceReset(StreamName stream, NodeName client) {
        return Optional.ofNullable(watched.get(new Listening(stream, client))).flatMap(Watched::sinceReset);
    }

    /// Has some begin anew.
    void reset(BiPredicate<StreamName, NodeName> which, Instant at) {
        watched.forEach((each, counting) -> {
            if (which.test(each.stream(), each.client())) {
                counting.reset(at);
            }
        });
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
                    watched.computeIfAbsent(each, absent -> new Watched(stream))
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
        private final Map<KeyLabel, Optional<LastChange>> changes = new HashMap<>();
        /// What had been counted at the latest change of each line; nothing until the first key is there and what waited for
        /// it has been opened.
        private final Map<KeyLabel, Losses> atChange = new HashMap<>();
        private Optional<LastChange> change;
        /// What had been counted at the latest change of any, or as the counting began anew; empty as long as those are.
        private Optional<Losses> base = Optional.empty();
        private Optional<SinceReset> reset = Optional.empty();
        /// What had been counted when the first key was there and what waited for it had been opened.
        private Losses first = Losses.NONE;
        private long received;

        Watched(StreamSnapshot stream) {
            this.change = stream.lastChange();
            stream.lines().forEach(line -> changes.put(line.label(), line.lastChange()));
        }

        Losses sinceChange() {
            return base.map(this::since).orElse(Losses.NONE);
        }

        /// Since the latest change of one line.
        Losses since(KeyLabel label) {
            return Optional.ofNullable(atChange.get(label)).map(this::since).orElse(Losses.NONE);
        }

        Optional<SinceReset> sinceReset() {
            return reset.map(begun -> new SinceReset(begun.at(), Math.max(0, received - begun.received()),
                    since(begun.losses())));
        }

        void reset(Instant at) {
            Losses now = samples.isEmpty() ? Losses.NONE : samples.getLast().losses();
            reset = Optional.of(new SinceReset(at, received, now));
            base = base.map(before -> now);
        }

        private Losses since(Losses before) {
            return samples.isEmpty() ? Losses.NONE : samples.getLast().losses().since(before);
        }

        void observe(ClientSnapshot client, StreamSnapshot stream, Instant at) {
            ClientCounters counters = counters(client, stream);
            Losses now = Losses.of(counters);
            if (!samples.isEmpty() && now.isBelow(samples.getLast().losses())) {
                // It has started anew.
                samples.clear();
                base = Optional.empty();
                first = Losses.NONE;
                atChange.clear();
                reset = reset.map(begun -> new SinceReset(begun.at(), 0, Losses.NONE));
            }
            received = counters.received();
            boolean isFirst = base.isEmpty() && isUnderWay(client, stream, counters);
            if (isFirst) {
                base = Optional.of(now);
                first = now;
            }
            stream.lines().forEach(line -> observe(line, isFirst, now));
            if (!stream.lastChange().equals(change)) {
                change = stream.lastChange();
                Losses atReset = reset.map(SinceReset::losses).orElse(Losses.NONE);
                base = base
                        .map(before -> change.map(switched -> before(switched.at())).orElse(before).orLater(atReset));
            }
            keep(new Sample(at, now));
        }

        private void observe(LabelState line, boolean isFirst, Losses now) {
            Optional<LastChange> known = changes.put(line.label(), line.lastChange());
            if (isFirst || (base.isPresent() && !atChange.containsKey(line.label()))) {
                atChange.put(line.label(), now);
            }
            if (base.isPresent() && !line.lastChange().equals(known)) {
                line.lastChange().ifPresent(switched -> atChange.put(line.label(), before(switched.at())));
            }
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
            return found.orLater(first);
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
