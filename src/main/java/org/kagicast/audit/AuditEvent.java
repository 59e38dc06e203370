package org.kagicast.audit;

import java.util.Optional;

import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;

/// One thing to be audited. It is made of names, numbers and words from fixed lists only, so that no key and no text from
/// outside can get into the log.
///
/// @param actor who did it, or tried to; empty for somebody who proved no identity
/// @param subject to whom it was done, where that is somebody else
public record AuditEvent(AuditAction action, Optional<Identity> actor, Optional<Identity> subject,
        Optional<StreamName> stream, Optional<KeyId> keyId, Optional<KeyState> state, Optional<AuditReason> reason) {

    public static AuditEvent keyCreated(Identity contentServer, StreamName stream, KeyId keyId) {
        return of(AuditAction.KEY_CREATED, contentServer).on(stream, keyId);
    }

    public static AuditEvent keyDeposited(Identity contentServer, StreamName stream, KeyId keyId) {
        return of(AuditAction.KEY_DEPOSITED, contentServer).on(stream, keyId);
    }

    public static AuditEvent keyStateChanged(Identity by, StreamName stream, KeyId keyId, KeyState state) {
        AuditEvent event = of(AuditAction.KEY_STATE_CHANGED, by).on(stream, keyId);
        return new AuditEvent(event.action, event.actor, event.subject, event.stream, event.keyId, Optional.of(state),
                event.reason);
    }

    public static AuditEvent keyGiven(Identity client, StreamName stream, KeyId keyId) {
        return of(AuditAction.KEY_GIVEN, client).on(stream, keyId);
    }

    /// @param stream empty when no key has this ID
    public static AuditEvent keyRefused(Identity client, Optional<StreamName> stream, KeyId keyId,
            RefusalReason reason) {
        return new AuditEvent(AuditAction.KEY_REFUSED, Optional.of(client), Optional.empty(), stream,
                Optional.of(keyId), Optional.empty(), Optional.of(AuditReason.of(reason)));
    }

    public static AuditEvent changeRefused(Identity contentServer, Optional<StreamName> stream, Optional<KeyId> keyId,
            AuditReason reason) {
        return new AuditEvent(AuditAction.CHANGE_REFUSED, Optional.of(contentServer), Optional.empty(), stream, keyId,
                Optional.empty(), Optional.of(reason));
    }

    /// @param caller empty when it proved no identity
    public static AuditEvent callRefused(Optional<Identity> caller, AuditReason reason) {
        return new AuditEvent(AuditAction.CALL_REFUSED, caller, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(reason));
    }

    public static AuditEvent granted(Identity by, Identity client, StreamName stream) {
        return about(AuditAction.GRANTED, by, client, Optional.of(stream));
    }

    public static AuditEvent ungranted(Identity by, Identity client, StreamName stream) {
        return about(AuditAction.UNGRANTED, by, client, Optional.of(stream));
    }

    /// @param lastKey the last key that the revoked one got; empty if it never got one
    public static AuditEvent revoked(Identity by, Identity whom, Optional<KeyId> lastKey) {
        AuditEvent event = about(AuditAction.REVOKED, by, whom, Optional.empty());
        return new AuditEvent(event.action, event.actor, event.subject, event.stream, lastKey, event.state,
                event.reason);
    }

    public static AuditEvent tokenIssued(Identity by, Identity forWhom) {
        return about(AuditAction.TOKEN_ISSUED, by, forWhom, Optional.empty());
    }

    public static AuditEvent enrolled(Identity newcomer) {
        return of(AuditAction.ENROLLED, newcomer);
    }

    public static AuditEvent renewed(Identity holder) {
        return of(AuditAction.RENEWED, holder);
    }

    /// @param claimed whom the newcomer says to be; empty when it does not say
    public static AuditEvent enrolmentRefused(Optional<Identity> claimed, AuditReason reason) {
        return new AuditEvent(AuditAction.ENROLMENT_REFUSED, Optional.empty(), claimed, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    private static AuditEvent of(AuditAction action, Identity actor) {
        return new AuditEvent(action, Optional.of(actor), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    private static AuditEvent about(AuditAction action, Identity by, Identity whom, Optional<StreamName> stream) {
        return new AuditEvent(action, Optional.of(by), Optional.of(whom), stream, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private AuditEvent on(StreamName itsStream, KeyId itsKey) {
        return new AuditEvent(action, actor, subject, Optional.of(itsStream), Optional.of(itsKey), state, reason);
    }
}
