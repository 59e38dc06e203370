package org.kagicast.keyserver.replication;

import java.util.Set;
import org.kagicast.model.NodeName;

/// The key slaves that follow a key master now, and what they have said that they have stored.
public interface Followers {

    /// Those of a key server that has none.
    Followers NONE = new Followers() {
        @Override
        public Set<NodeName> names() {
            return Set.of();
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

    /// How many of these have stored everything up to a revision of the table.
    int stored(long revision);

    /// Which of these say that they cannot store what they are sent.
    Set<NodeName> notStoring();
}
