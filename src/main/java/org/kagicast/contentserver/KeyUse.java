package org.kagicast.contentserver;

import java.time.Duration;
import org.kagicast.rpc.Occasion;

/// What a key is wanted for.
sealed interface KeyUse {

    /// Why the key server is asked for it.
    Occasion occasion();

    /// To be used as soon as it is there.
    record Immediate() implements KeyUse {

        @Override
        public Occasion occasion() {
            return Occasion.ON_DEMAND;
        }
    }

    /// To be announced when it is there, and used so much later.
    record Announced(Duration leadTime) implements KeyUse {

        @Override
        public Occasion occasion() {
            return Occasion.ANNOUNCED;
        }
    }
}
