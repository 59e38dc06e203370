package org.kagicast.client.fetch;

import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.RefusalReason;
import org.kagicast.rpc.keys.FetchOutcome;

/// Why a key that was asked for has not come.
///
/// @param refusal why a key server refused it, if that is what happened last
/// @param line whose key it is, as told with a refusal
/// @param formerly why a key server refused it before, where that was no matter of packets and no usable answer has come since
/// @param why tells people in one sentence, with the way out
public record FetchFailure(Optional<RefusalReason> refusal, Optional<KeyLine> line,
        Optional<RefusalReason> formerly, Optional<String> why) {

    /// Nothing has gone wrong yet.
    static final FetchFailure NONE = new FetchFailure(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    static FetchFailure refused(KeyId keyId, FetchOutcome.Refused refused) {
        return new FetchFailure(Optional.of(refused.reason()), refused.line(), Optional.empty(),
                Optional.of(sentence(keyId, refused)));
    }

    /// No usable answer has come.
    FetchFailure failed(String sentence) {
        return new FetchFailure(Optional.empty(), line, latestDenial(), Optional.of(sentence));
    }

    /// It counts no more; whose key it is, and that it was refused, stays known.
    FetchFailure forgiven() {
        return new FetchFailure(Optional.empty(), line, latestDenial(), Optional.empty());
    }

    private Optional<RefusalReason> latestDenial() {
        return isDenial() ? refusal : formerly;
    }

    /// Whether it is a refusal that packets do not change.
    boolean isDenial() {
        return refusal.filter(reason -> reason != RefusalReason.UNKNOWN).isPresent();
    }

    private static String sentence(KeyId keyId, FetchOutcome.Refused refused) {
        String line = refused.line().map(name -> " of " + name).orElse("");
        return switch (refused.reason()) {
            case UNKNOWN -> refused.from() + " does not know key " + KeyName.of(keyId)
                    + ": if its key table was put back from a backup, the stream changes its key in a moment; otherwise "
                    + "see that the content server uses the same key servers as this client.";
            case NOT_GRANTED -> refused.from() + " refused key " + KeyName.of(keyId) + line
                    + ": not granted; grant " + granted(refused) + " to this client to let it in.";
            case REVOKED -> refused.from() + " refused key " + KeyName.of(keyId) + line
                    + ": this client has been revoked; reinstate it to let it in.";
            case SENDER_REVOKED -> refused.from() + " refused key " + KeyName.of(keyId) + line
                    + ": its content server has been revoked; let another one take the stream over.";
        };
    }

    private static String granted(FetchOutcome.Refused refused) {
        boolean isLabel = refused.line().filter(line -> !line.label().isNone()).isPresent();
        return isLabel ? "that label of the stream" : "the stream";
    }
}
