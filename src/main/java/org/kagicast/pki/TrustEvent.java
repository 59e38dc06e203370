package org.kagicast.pki;

import java.time.Instant;
import java.util.Optional;
import org.kagicast.model.Identity;

/// Something that the audit log wants to know of who is trusted. Never a token, never key material.
public sealed interface TrustEvent {

    Instant at();

    /// @param by      the operator who had it made
    /// @param expires when the token ends
    record TokenIssued(Instant at, Identity by, Identity who, Instant expires) implements TrustEvent {}

    /// A token was made by whoever has the trust domain's folder.
    ///
    /// @param expires when the token ends
    record TokenMade(Instant at, Identity who, Instant expires) implements TrustEvent {}

    /// @param serial of the certificate, in hexadecimal
    record Enrolled(Instant at, Identity who, String serial, Instant expires) implements TrustEvent {}

    record Renewed(Instant at, Identity who, String serial, Instant expires) implements TrustEvent {}

    /// Two parties were seen to hold one identity: both go on from one certificate. Told once an hour.
    ///
    /// @param serial of the certificate that did not fit those that were used before, in hexadecimal
    record IdentityShared(Instant at, Identity who, String serial) implements TrustEvent {}

    /// A token or certificate request was refused.
    ///
    /// @param who as the token or certificate said, where that was proven
    /// @param why one sentence
    record EnrolmentRefused(Instant at, Optional<Identity> who, TrustError reason, String why) implements TrustEvent {}

    /// A connection was refused before any call.
    ///
    /// @param who as the other end said of itself, which nothing proves
    record ConnectionRefused(Instant at, Optional<Identity> who, TrustError reason, String why) implements TrustEvent {}

    /// A call was refused: the caller proved no identity, or one that may not call this.
    ///
    /// @param method its full name, as in `kagicast.v1.KeyService/GetKey`
    record CallRefused(Instant at, Optional<Identity> who, String method, TrustError reason, String why)
            implements
                TrustEvent {}
}
