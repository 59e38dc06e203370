package org.kagicast.console.session;

import java.util.List;
import org.kagicast.model.KeyId;

/// How something ended that this console ordered.
///
/// @param keys that it was about, as far as the answer tells
/// @param sentence of the node, where it says more; empty where it does not
public record OrderOutcome(Kind kind, List<KeyId> keys, String sentence) {

    public OrderOutcome {
        keys = List.copyOf(keys);
    }

    static OrderOutcome done(List<KeyId> keys) {
        return new OrderOutcome(Kind.DONE, keys, "");
    }

    static OrderOutcome of(Kind kind) {
        return new OrderOutcome(kind, List.of(), "");
    }

    static OrderOutcome refused(String sentence) {
        return new OrderOutcome(Kind.REFUSED, List.of(), sentence);
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
        /// Not done, or nobody knows.
        REFUSED
    }
}
