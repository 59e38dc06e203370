package org.kagicast.client.fetch;

import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;

/// Why a key that was asked for has not come.
///
/// @param refusal why a key server refused it, if that is what happened last
/// @param line whose key it is, as told with a refusal
/// @param formerly why a key server refused it before, where that was no matter of packets and no usable answer has come
///         since
/// @param why tells people in one sentence, with the way out
public record FetchFailure(Optional<RefusalReason> refusal, Optional<KeyLine> line,
        Optional<RefusalReason> formerly, Optional<CodedMessage> why) {

    /// Nothing has gone wrong yet.
    static final FetchFailure NONE = new FetchFailure(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    static FetchFailure refused(KeyId keyId, FetchOutcome.Refused refused) {
        return new FetchFailure(Optional.of(refused.reason()), refused.line(), Optional.empty(),
                Optional.of(sentence(keyId, refused)));
    }

    /// No usable answer has come.
    FetchFailure failed(CodedMessage sentence) {
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

    private static CodedMessage sentence(KeyId keyId, FetchOutcome.Refused refused) {
        NodeName from = refused.from();
        Optional<KeyLine> line = refused.line();
        return switch (refused.reason()) {
            case UNKNOWN -> ClientMessage.KEY_UNKNOWN.with(from, KeyName.of(keyId));
            case NOT_GRANTED -> line.filter(known -> !known.label().isNone())
                    .map(label -> ClientMessage.LABEL_NOT_GRANTED.with(from, KeyName.of(keyId), label))
                    .orElseGet(() -> ClientMessage.KEY_NOT_GRANTED.with(from, KeyName.of(keyId), line));
            case REVOKED -> ClientMessage.KEY_REFUSED_REVOKED.with(from, KeyName.of(keyId), line);
            case SENDER_REVOKED -> ClientMessage.KEY_REFUSED_SENDER_REVOKED.with(from, KeyName.of(keyId), line);
            case NOT_SIGNED -> ClientMessage.KEY_NOT_SIGNED.with(KeyName.of(keyId), line);
        };
    }
}
