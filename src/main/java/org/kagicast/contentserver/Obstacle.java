package org.kagicast.contentserver;

import java.time.Duration;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;

/// Why a coming key may be out of everybody's reach when its lead time is over.
enum Obstacle {

    /// The key server does not say.
    KEY_SERVER_SILENT {
        @Override
        String sentence(NodeName keyServer, KeyId coming) {
            return "The key server " + keyServer + " does not answer: check that it runs and can be reached. "
                    + "Whether key " + coming + " can be fetched is not known.";
        }
    },
    /// Key slaves follow the key master, or did until lately, and none of them has it.
    NO_SLAVE_HAS_IT {
        @Override
        String sentence(NodeName keyServer, KeyId coming) {
            return "No key slave of " + keyServer + " has key " + coming
                    + " yet: see that the slaves run and reach their key master.";
        }
    },
    /// Clients have fetched the key in use, and none has fetched this one.
    NOBODY_FETCHED_IT {
        @Override
        String sentence(NodeName keyServer, KeyId coming) {
            return "No client has fetched key " + coming
                    + " yet: see that clients run, and that their key servers can be reached.";
        }

        @Override
        Duration longest(RekeyPolicy policy) {
            // It can be had; clients may just have been switched off.
            return Duration.ofSeconds(30);
        }
    };

    /// One sentence with the way out.
    abstract String sentence(NodeName keyServer, KeyId coming);

    /// How long a switch is put off for it.
    Duration longest(RekeyPolicy policy) {
        return policy.longestWait();
    }
}
