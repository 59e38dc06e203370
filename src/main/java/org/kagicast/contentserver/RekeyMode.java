package org.kagicast.contentserver;

import java.time.Duration;
import org.kagicast.rpc.Occasion;

/// How a key comes into use.
sealed interface RekeyMode {

    /// Why the key server is asked for it.
    Occasion occasion();

    /// As soon as it is there.
    record Immediate() implements RekeyMode {

        @Override
        public Occasion occasion() {
            return Occasion.ON_DEMAND;
        }
    }

    /// Announced when it is there, and used so much later.
    record Announced(Duration leadTime) implements RekeyMode {

        @Override
        public Occasion occasion() {
            return Occasion.ANNOUNCED;
        }
    }
}
