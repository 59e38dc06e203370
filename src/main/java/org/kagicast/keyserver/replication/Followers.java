package org.kagicast.keyserver.replication;

/// The key slaves that follow a key master now, and what they have said that they have stored.
public interface Followers {

    /// Those of a key server that has none.
    Followers NONE = new Followers() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public int stored(long revision) {
            return 0;
        }
    };

    int count();

    /// How many have stored everything up to a revision of the table.
    int stored(long revision);
}
