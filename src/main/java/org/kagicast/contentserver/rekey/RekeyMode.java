package org.kagicast.contentserver.rekey;

import java.time.Duration;
import org.kagicast.rpc.keys.FetchReason;

/// How a key comes into use.
sealed interface RekeyMode {

    /// Why the key server is asked for it.
    FetchReason reason();

    /// As soon as it is there.
    record Immediate() implements RekeyMode {

        @Override
        public FetchReason reason() {
            return FetchReason.ON_DEMAND;
        }
    }

    /// Announced when it is there, and used so much later.
    record Announced(Duration leadTime) implements RekeyMode {

        @Override
        public FetchReason reason() {
            return FetchReason.ANNOUNCED;
        }
    }
}
