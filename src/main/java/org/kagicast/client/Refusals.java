package org.kagicast.client;

import org.kagicast.model.KeyId;
import org.kagicast.rpc.FetchOutcome;

/// Tells people why a key was refused, and the way out.
final class Refusals {

    private Refusals() {
    }

    static String sentence(KeyId keyId, FetchOutcome.Refused refused) {
        String line = refused.line().map(name -> " of " + name).orElse("");
        return switch (refused.reason()) {
            case UNKNOWN -> refused.from() + " does not know key " + keyId
                    + ": see that the content server uses the same key servers as this client.";
            case NOT_GRANTED -> refused.from() + " refused key " + keyId + line
                    + ": not granted; grant " + granted(refused) + " to this client to let it in.";
            case REVOKED -> refused.from() + " refused key " + keyId + line
                    + ": this client has been revoked; enrol it under another name to let it in.";
        };
    }

    private static String granted(FetchOutcome.Refused refused) {
        boolean isLabel = refused.line().filter(line -> !line.label().isNone()).isPresent();
        return isLabel ? "that label of the stream" : "the stream";
    }
}
