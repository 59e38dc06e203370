package org.kagicast.keytable;

import java.util.Optional;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;

/// Why a table takes no further key.
public sealed interface TableRefusal extends CreateOutcome, DepositOutcome {

    /// One sentence for people that names the thing and the cure.
    String sentence();

    /// Why a content server may have no key of a stream; empty when it owns the stream.
    static Optional<TableRefusal> ofOwner(Optional<NodeName> owner, NodeName wanting, StreamName stream) {
        return owner.<Optional<TableRefusal>>map(present -> present.equals(wanting)
                ? Optional.empty()
                : Optional.of(new StreamTaken(stream, present)))
                .orElseGet(() -> Optional.of(new StreamUnowned(stream, wanting)));
    }

    /// @throws OperatorException if a content server that owns so many streams may own no more
    static void requireRoom(NodeName owner, long owned, int limit) {
        if (owned >= limit) {
            throw new OperatorException(new TooManyStreams(owner, limit).sentence());
        }
    }

    /// Another content server owns this stream.
    record StreamTaken(StreamName stream, NodeName owner) implements TableRefusal {
        @Override
        public String sentence() {
            return "The stream " + stream + " belongs to the content server " + owner
                    + ": take a stream of this one's own, or hand that one over with 'kagicast stream take-over'.";
        }
    }

    /// No content server owns this stream.
    record StreamUnowned(StreamName stream, NodeName wanting) implements TableRefusal {
        @Override
        public String sentence() {
            return "No content server owns the stream " + stream + ": give it to this one with 'kagicast grant "
                    + "--content-server " + wanting + " --stream " + stream + "', or in its token.";
        }
    }

    /// The table holds as many records as it may.
    record TableFull(int limit) implements TableRefusal {
        @Override
        public String sentence() {
            return "The key table is full with " + limit
                    + " keys, those destroyed lately included: start the key server with a higher --most-keys.";
        }
    }

    /// The content server owns as many streams as it may.
    record TooManyStreams(NodeName owner, int limit) implements TableRefusal {
        @Override
        public String sentence() {
            return "The content server " + owner + " has " + limit
                    + " streams and may have no more: use one of them, or raise the limit.";
        }
    }

    /// The content server says that it knows a key whose number the table can hardly have given.
    record NumberTooFar(KeyLine line, long after, long highest) implements TableRefusal {
        @Override
        public String sentence() {
            return "The content server names key number " + Long.toUnsignedString(after) + " of " + line
                    + ", far above the " + highest + " that this table has given: restart that content server.";
        }
    }

    /// The idempotency ID belongs to a request that asked for something else, or whose key is destroyed by now.
    record RequestSpent() implements TableRefusal {
        @Override
        public String sentence() {
            return "This key creation request has been answered before with another key: ask with a new idempotency ID.";
        }
    }
}
