package org.kagicast.contentserver.rekey;

import java.time.Duration;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

/// Why a coming key may be out of everybody's reach when its lead time is over.
sealed interface Obstacle {

    /// One sentence or two with the way out.
    String sentence(NodeName keyServer, KeyId coming);

    /// How long a switch is put off for it.
    default Duration longest(RekeyPolicy policy) {
        return policy.longestWait();
    }

    /// The key server does not say, or refuses to, as when this content server is revoked.
    ///
    /// @param why in one sentence with the way out
    record NoAnswer(String why) implements Obstacle {

        @Override
        public String sentence(NodeName keyServer, KeyId coming) {
            return why + " Whether key " + coming + " can be fetched is not known.";
        }
    }

    /// Key slaves that are not revoked follow the key master, or did until lately, and none of them has it.
    record NoSlaveHasIt() implements Obstacle {

        @Override
        public String sentence(NodeName keyServer, KeyId coming) {
            return "No key slave of " + keyServer + " has key " + coming
                    + " yet: see that the slaves run and reach their key master.";
        }
    }

    /// Clients have fetched the key in use, and none has fetched this one.
    record NobodyFetchedIt() implements Obstacle {

        @Override
        public String sentence(NodeName keyServer, KeyId coming) {
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
