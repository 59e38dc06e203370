package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.timeline.Freshness;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;

/// Which clients are sent packets that somebody else than their content server has sealed, and how many since when (R29).
/// One thread.
public final class Impostors {

    /// Who has sent nothing for so long sends no more.
    static final Duration QUIET = Duration.ofSeconds(15);

    private final Map<NodeName, Watched> watched = new HashMap<>();

    /// What one client gets of an impostor.
    ///
    /// @param since when it began
    /// @param packets since then
    public record Attack(Instant since, long packets) {}

    /// Empty while nobody passes for the client's content server.
    public Optional<Attack> of(NodeName client) {
        Watched known = watched.get(client);
        return known == null ? Optional.empty() : known.attack();
    }

    void observe(NodeSnapshot snapshot, Freshness hearing) {
        Set<NodeName> present = new HashSet<>();
        for (ClientSnapshot client : snapshot.clients()) {
            present.add(client.name());
            long packets = client.counters().authenticity().impostor();
            watched.computeIfAbsent(client.name(), absent -> new Watched(packets)).observe(packets,
                    hearing.client(client.name()).at());
        }
        watched.keySet().retainAll(present);
    }

    private static final class Watched {

        private long counted;
        /// What had been counted before it began.
        private long before;
        private @Nullable Instant since;
        private Instant latest = Instant.MIN;

        Watched(long counted) {
            this.counted = counted;
        }

        Optional<Attack> attack() {
            return Optional.ofNullable(since).map(began -> new Attack(began, counted - before));
        }

        void observe(long packets, Instant at) {
            if (packets < counted) {
                // It has started anew.
                since = null;
            } else if (packets > counted) {
                if (since == null) {
                    since = at;
                    before = counted;
                }
                latest = at;
            } else if (since != null && Duration.between(latest, at).compareTo(QUIET) >= 0) {
                since = null;
            }
            counted = packets;
        }
    }
}
