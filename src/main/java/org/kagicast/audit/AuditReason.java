package org.kagicast.audit;

import java.util.Locale;

import org.kagicast.model.RefusalReason;

/// Why something was refused.
public enum AuditReason {
    /// No key has this ID.
    UNKNOWN,
    /// The policy does not grant the stream to the caller.
    NOT_GRANTED,
    /// The identity has been revoked.
    REVOKED,
    /// The content server that had the key made has been revoked.
    SENDER_REVOKED,
    /// The stream or key belongs to another content server.
    NOT_ITS_OWN,
    /// The key ID is taken by another key.
    ID_TAKEN,
    /// The key cannot pass into that state.
    WRONG_STATE,
    /// A limit of the key table has been reached.
    TABLE_FULL,
    /// The request was answered before with another key.
    REQUEST_SPENT,
    /// The caller proved no identity.
    NO_IDENTITY,
    /// The caller is of another trust domain.
    FOREIGN_DOMAIN,
    /// The caller's role may not do that.
    WRONG_ROLE,
    /// The certificate or token is past its end.
    EXPIRED,
    /// The one-time token has been used before.
    TOKEN_USED,
    /// The token was not issued here, or was changed.
    TOKEN_FORGED,
    /// What was shown or asked is not trusted; the program's own log says why.
    UNTRUSTED;

    /// The reason as the log writes it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AuditReason of(RefusalReason reason) {
        return switch (reason) {
            case UNKNOWN -> UNKNOWN;
            case NOT_GRANTED -> NOT_GRANTED;
            case REVOKED -> REVOKED;
            case SENDER_REVOKED -> SENDER_REVOKED;
            case NOT_SIGNED -> throw new IllegalArgumentException("no key server refuses a key for that");
        };
    }
}
