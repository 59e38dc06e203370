package org.kagicast.model;

/// Why a client gets no key.
public enum RefusalReason {
    /// No key has this ID.
    UNKNOWN("unknown"),
    /// The key is of a stream that the policy does not grant to the caller.
    NOT_GRANTED("not_granted"),
    /// The caller has been revoked.
    REVOKED("revoked"),
    /// The content server that had the key made has been revoked: what comes under it is not to be believed.
    SENDER_REVOKED("sender_revoked"),
    /// The key is of a stream that does not sign its packets, and the client takes no other. No key server says so.
    NOT_SIGNED("not_signed");

    private final String text;

    RefusalReason(String text) {
        this.text = text;
    }

    /// The reason as summaries write it.
    public String text() {
        return text;
    }
}
