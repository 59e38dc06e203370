package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;

/// Why a coming key may be out of everybody's reach when its lead time is over.
sealed interface Obstacle {

    /// One sentence or two with the way out.
    String sentence(NodeName keyServer, KeyName coming);

    /// How long a switch is put off for it.
    default Duration longest(RekeyPolicy policy) {
        return policy.longestWait();
    }

    /// The key server does not say, or refuses to, as when this content server is revoked.
    ///
    /// @param why in one sentence with the way out
    record NoAnswer(String why) implements Obstacle {

        @Override
        public String sentence(NodeName keyServer, KeyName coming) {
            return why + " Whether key " + coming + " can be fetched is not known.";
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
        public String sentence(NodeName keyServer, KeyName coming) {
            return "No key slave of " + keyServer + " has key " + coming + " yet: " + cure();
        }

        private String cure() {
            if (notStoring.isEmpty()) {
                return "see that the slaves run and reach their key master.";
            }
            NodeName first = Collections.min(notStoring);
            return notStoring.size() == 1
                    ? "the slave " + first
                            + " follows its key master but does not store what it sends; see its status and its disk."
                    : "the slave " + first + " and " + (notStoring.size() - 1)
                            + " more follow their key master but do not store what it sends; see their status and disks.";
        }
    }

    /// Clients have fetched the key in use, and none has fetched this one.
    record NobodyFetchedIt() implements Obstacle {

        @Override
        public String sentence(NodeName keyServer, KeyName coming) {
            return "No client has fetched key " + coming
                    + " yet: see that clients run, and that their key servers can be reached.";
        }

        @Override
        public Duration longest(RekeyPolicy policy) {
            // It can be had; clients may just have been switched off.
            return Duration.ofSeconds(30);
        }
    }
}
