package org.kagicast.keyserver.replication;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.kagicast.model.NodeName;

/// The key slaves that follow a key master now or did until lately, and what they have said that they have stored.
public interface Followers {

    /// Those of a key server that has none.
    Followers NONE = new Followers() {
        @Override
        public Set<NodeName> names() {
            return Set.of();
        }

        @Override
        public Map<NodeName, Duration> lately() {
            return Map.of();
        }

        @Override
        public int stored(long revision) {
            return 0;
        }

        @Override
        public Set<NodeName> notStoring() {
            return Set.of();
        }
    };

    /// Those that are not revoked.
    Set<NodeName> names();

    /// Those that followed until lately, and for how long they have not; none that is revoked.
    Map<NodeName, Duration> lately();

    /// How many of [#names] have stored everything up to a revision of the table.
    int stored(long revision);

    /// Which of these say that they cannot store what they are sent.
    Set<NodeName> notStoring();
}
