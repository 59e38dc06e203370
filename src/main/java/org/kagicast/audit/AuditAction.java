package org.kagicast.audit;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What is audited.
public enum AuditAction {
    /// A key was made for a content server.
    KEY_CREATED,
    /// A content server got a key once more that had been made for it before, because it asked again.
    KEY_REPEATED,
    /// A content server deposited a key that it made itself.
    KEY_DEPOSITED,
    /// A key passed into another state.
    KEY_STATE_CHANGED,
    /// A client got a decryption key.
    KEY_GIVEN,
    /// A key slave got a decryption key that had not reached it yet, for a client that had asked it.
    KEY_GIVEN_ON_BEHALF,
    /// A client was refused a decryption key.
    KEY_REFUSED,
    /// A content server was refused a creation, a deposit or a change of state.
    CHANGE_REFUSED,
    /// A call was refused before anybody looked into it.
    CALL_REFUSED,
    /// A client may have the keys of a stream from now on.
    GRANTED,
    /// A grant was taken back.
    UNGRANTED,
    /// A content server owns a stream from now on.
    STREAM_OWNED,
    /// A content server owns a stream no more.
    STREAM_RELEASED,
    /// An identity was revoked.
    REVOKED,
    /// A revocation was taken back.
    REINSTATED,
    /// A one-time enrolment token was issued.
    TOKEN_ISSUED,
    /// A one-time enrolment token was made by whoever has the trust domain's folder.
    TOKEN_MADE,
    /// Somebody enrolled with a token.
    ENROLLED,
    /// An enrolment was refused.
    ENROLMENT_REFUSED,
    /// A certificate was renewed.
    RENEWED,
    /// Two parties were seen to hold one identity.
    IDENTITY_SHARED,
    /// A key server opened its table.
    TABLE_OPENED,
    /// The table has come to a revision; noted now and then, and as the key server stops.
    TABLE_REACHED,
    /// Another table is in the place of the former one; or a slave's copy began anew.
    TABLE_REPLACED,
    /// The table was put back from a backup.
    TABLE_RESTORED,
    /// The table is at an earlier state than it was before, without having been restored as a backup.
    TABLE_ROLLED_BACK,
    /// An operator ordered an immediate rekey.
    REKEY_ORDERED,
    /// An operator ordered an announced rekey.
    REKEY_ANNOUNCED,
    /// An operator held a pending rekey.
    REKEY_HELD,
    /// An operator brought a pending rekey forward.
    REKEY_SWITCHED,
    /// An operator withdrew a pending rekey.
    REKEY_CANCELLED,
    /// Closed parts of this log were moved elsewhere.
    ARCHIVED,
    /// What an earlier entry says was not done after all, because it could not be stored.
    NOT_DONE;

    /// Those that change who may have keys.
    static final Set<AuditAction> ABOUT_TRUST = Set
            .copyOf(EnumSet.of(GRANTED, UNGRANTED, STREAM_OWNED, STREAM_RELEASED, REVOKED, REINSTATED, TOKEN_ISSUED,
                    TOKEN_MADE, ENROLLED, RENEWED, IDENTITY_SHARED, TABLE_REPLACED, TABLE_RESTORED,
                    TABLE_ROLLED_BACK));

    /// The action as the log writes it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
