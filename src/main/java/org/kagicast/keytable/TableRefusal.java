package org.kagicast.keytable;

import java.util.Optional;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.PolicyMessage;

/// Why a table takes no further key.
public sealed interface TableRefusal extends CreateOutcome, DepositOutcome {

    /// One sentence for people that names the thing and the cure.
    CodedMessage sentence();

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
        public CodedMessage sentence() {
            return PolicyMessage.OWNED_BY_OTHER.with(stream, owner);
        }
    }

    /// No content server owns this stream.
    record StreamUnowned(StreamName stream, NodeName wanting) implements TableRefusal {
        @Override
        public CodedMessage sentence() {
            return PolicyMessage.TO_BE_GIVEN.with(stream, wanting);
        }
    }

    /// The table holds as many records as it may.
    record TableFull(int limit) implements TableRefusal {
        @Override
        public CodedMessage sentence() {
            return KeyServerMessage.TABLE_TAKES_NO_MORE.with(limit);
        }
    }

    /// The content server owns as many streams as it may.
    record TooManyStreams(NodeName owner, int limit) implements TableRefusal {
        @Override
        public CodedMessage sentence() {
            return PolicyMessage.TOO_MANY_STREAMS.with(owner, limit);
        }
    }

    /// The content server says that it knows a key whose number the table can hardly have given.
    record NumberTooFar(KeyLine line, long after, long highest) implements TableRefusal {
        @Override
        public CodedMessage sentence() {
            return KeyServerMessage.NUMBER_TOO_FAR.with(Long.toUnsignedString(after), line, highest);
        }
    }

    /// The idempotency ID belongs to a request that asked for something else, or whose key is destroyed by now.
    record RequestSpent() implements TableRefusal {
        @Override
        public CodedMessage sentence() {
            return KeyServerMessage.REQUEST_SPENT.with();
        }
    }
}
