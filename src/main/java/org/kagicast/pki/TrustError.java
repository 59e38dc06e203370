package org.kagicast.pki;

/// Why somebody was refused, for programs; the sentence beside it is for people.
public enum TrustError {
    /// It proved no identity.
    NO_IDENTITY,
    /// It is of another trust domain.
    FOREIGN_DOMAIN,
    /// Its role may not do that.
    WRONG_ROLE,
    /// Its certificate or token is past its end.
    EXPIRED,
    /// It has been revoked.
    REVOKED,
    /// Its one-time token has been used before.
    TOKEN_USED,
    /// Its token was not issued here, or was changed.
    TOKEN_FORGED,
    /// For something else that the sentence tells.
    OTHER
}
