package org.kagicast.console.session;

import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// What this console ordered of a node.
public sealed interface OwnOrder {

    /// Whose keys or who.
    Object about();

    /// About the keys of a stream or of one of its labels.
    record OfKeys(KeyLine line, RekeyCommand command) implements OwnOrder {

        @Override
        public KeyLine about() {
            return line;
        }
    }

    /// That a client may have the keys of a stream.
    record Grant(NodeName client, StreamName stream) implements OwnOrder {

        @Override
        public NodeName about() {
            return client;
        }
    }

    /// That it may have no more of them.
    record Ungrant(NodeName client, StreamName stream) implements OwnOrder {

        @Override
        public NodeName about() {
            return client;
        }
    }

    /// That a client is shut out.
    record Revoke(NodeName client) implements OwnOrder {

        @Override
        public NodeName about() {
            return client;
        }
    }

    /// That it is let in again.
    record Reinstate(NodeName client) implements OwnOrder {

        @Override
        public NodeName about() {
            return client;
        }
    }
}
