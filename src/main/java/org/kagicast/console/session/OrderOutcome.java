package org.kagicast.console.session;

import java.util.List;
import org.kagicast.model.KeyId;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;

/// How something ended that this console ordered.
///
/// @param keys that it was about, as far as the answer tells
/// @param sentence of the node, where it says more; empty where it does not
public record OrderOutcome(Kind kind, List<KeyId> keys, CodedMessage sentence) {

    private static final CodedMessage NOTHING = CodedMessage.plain("");

    public OrderOutcome {
        keys = List.copyOf(keys);
    }

    static OrderOutcome done(List<KeyId> keys) {
        return new OrderOutcome(Kind.DONE, keys, NOTHING);
    }

    static OrderOutcome of(Kind kind) {
        return new OrderOutcome(kind, List.of(), NOTHING);
    }

    /// Of an answer that is none.
    static OrderOutcome failed(Throwable fault) {
        CodedMessage sentence = Notices.message(fault);
        boolean isUnanswered = sentence.code().equals(NodeMessage.COMMAND_UNANSWERED.code());
        return new OrderOutcome(isUnanswered ? Kind.UNANSWERED : Kind.REFUSED, List.of(), sentence);
    }

    /// What the answer says.
    public enum Kind {
        DONE,
        /// Granted to a client that is revoked.
        STILL_REVOKED,
        /// Reinstated without a grant.
        HAS_NOTHING,
        /// In force, but not stored.
        UNSTORED,
        REFUSED,
        /// Nobody knows whether it was done.
        UNANSWERED,
        /// Not sent, since the node is not heard of.
        SILENT,
        /// Not sent, since the window showed an earlier moment.
        PAST,
        /// Not sent, since no key server in view takes such orders.
        NO_AUTHORITY
    }
}
