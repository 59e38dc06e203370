package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;

/// Why a coming key may be out of everybody's reach when its lead time is over.
sealed interface Obstacle {

    /// One sentence or two with the way out.
    CodedMessage sentence(NodeName keyServer, KeyName coming);

    /// How long a switch is put off for it.
    default Duration longest(RekeyPolicy policy) {
        return policy.longestWait();
    }

    /// The key server does not say, or refuses to, as when this content server is revoked.
    ///
    /// @param why in one sentence with the way out
    record NoAnswer(CodedMessage why) implements Obstacle {

        @Override
        public CodedMessage sentence(NodeName keyServer, KeyName coming) {
            return StreamMessage.READINESS_UNKNOWN.with(why, coming);
        }
    }

    /// Key slaves that are not revoked follow the key master, or did until lately, and none of them has it.
    ///
    /// @param notStoring those among them that follow it, and say that they cannot store
    record NoSlaveHasIt(Set<NodeName> notStoring) implements Obstacle {

        public NoSlaveHasIt {
            notStoring = Set.copyOf(notStoring);
        }

        @Override
        public CodedMessage sentence(NodeName keyServer, KeyName coming) {
            if (notStoring.isEmpty()) {
                return StreamMessage.NO_SLAVE_HAS_KEY.with(keyServer, coming);
            }
            NodeName first = Collections.min(notStoring);
            return notStoring.size() == 1
                    ? StreamMessage.SLAVE_NOT_STORING.with(keyServer, coming, first)
                    : StreamMessage.SLAVES_NOT_STORING.with(keyServer, coming, first, notStoring.size() - 1);
        }
    }

    /// Clients have fetched the key in use, and none has fetched this one.
    record NobodyFetchedIt() implements Obstacle {

        @Override
        public CodedMessage sentence(NodeName keyServer, KeyName coming) {
            return StreamMessage.NOBODY_FETCHED.with(coming);
        }

        @Override
        public Duration longest(RekeyPolicy policy) {
            // It can be had; clients may just have been switched off.
            return Duration.ofSeconds(30);
        }
    }
}
