package org.kagicast.audit;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;

/// One thing to be audited. It is made of names, numbers and words from fixed lists only, so that no key and no text from
/// outside can get into the log.
///
/// @param actor who did it, or tried to; empty for somebody who proved no identity
/// @param subject to whom it was done, where that is somebody else
/// @param table the key table that it was about
/// @param former the table that this one is in the place of, or what this one had come to before
/// @param line the keys that it was about; of a grant, without a label: of every label of the stream
/// @param number counts the keys of the line, from 1 on, which people call the key by; 0 if it is not known, or without a
///         line
/// @param revision of the key table once it holds what this is about. An entry whose revision the table never reached,
///        because the machine went down between the two, is of something that was not done
/// @param repeats of several like this one, of which this is the latest: how many, and when
/// @param entries of this log, that it was about
/// @param undone of [AuditAction#NOT_DONE], what was not done; all else is as in the entry that says so
public record AuditEvent(AuditAction action, Optional<Identity> actor, Optional<Identity> subject,
        Optional<KeyLine> line, Optional<KeyId> keyId, long number, Optional<KeyState> state,
        Optional<AuditReason> reason, Optional<Long> revision, Optional<AuditAction> undone, Optional<Repeats> repeats,
        Optional<TableMoment> table,
        Optional<TableMoment> former, Optional<Entries> entries) {

    /// Entries of the log itself.
    ///
    /// @param first the number of the first of them, and
    /// @param last of the last
    public record Entries(long first, long last) {}

    /// How often something has happened that was not written each time.
    ///
    /// @param first when the first of those was, and
    /// @param last the last of them, by the wall clock
    public record Repeats(long count, Instant first, Instant last) {}

    private AuditEvent(AuditAction action, Optional<Identity> actor, Optional<Identity> subject,
            Optional<KeyLine> line, Optional<KeyId> keyId, Optional<KeyState> state, Optional<AuditReason> reason) {
        this(action, actor, subject, line, keyId, 0, state, reason, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static AuditEvent keyCreated(Identity contentServer, KeyLine line, KeyId keyId) {
        return of(AuditAction.KEY_CREATED, contentServer).on(line, keyId);
    }

    public static AuditEvent keyRepeated(Identity contentServer, KeyLine line, KeyId keyId) {
        return of(AuditAction.KEY_REPEATED, contentServer).on(line, keyId);
    }

    public static AuditEvent keyDeposited(Identity contentServer, KeyLine line, KeyId keyId) {
        return of(AuditAction.KEY_DEPOSITED, contentServer).on(line, keyId);
    }

    public static AuditEvent keyStateChanged(Identity by, KeyLine line, KeyId keyId, KeyState state) {
        AuditEvent event = of(AuditAction.KEY_STATE_CHANGED, by).on(line, keyId);
        return new AuditEvent(event.action, event.actor, event.subject, event.line, event.keyId, Optional.of(state),
                event.reason);
    }

    public static AuditEvent keyGiven(Identity client, KeyLine line, KeyId keyId) {
        return of(AuditAction.KEY_GIVEN, client).on(line, keyId);
    }

    /// @param slave whom the client had asked, and which has asked for it
    public static AuditEvent keyGivenOnBehalf(Identity client, Identity slave, KeyLine line, KeyId keyId) {
        return about(AuditAction.KEY_GIVEN_ON_BEHALF, client, slave, Optional.of(line)).on(line, keyId);
    }

    /// @param line empty when no key has this ID
    public static AuditEvent keyRefused(Identity client, Optional<KeyLine> line, KeyId keyId,
            RefusalReason reason) {
        return new AuditEvent(AuditAction.KEY_REFUSED, Optional.of(client), Optional.empty(), line,
                Optional.of(keyId), Optional.empty(), Optional.of(AuditReason.of(reason)));
    }

    public static AuditEvent changeRefused(Identity contentServer, Optional<KeyLine> line, Optional<KeyId> keyId,
            AuditReason reason) {
        return new AuditEvent(AuditAction.CHANGE_REFUSED, Optional.of(contentServer), Optional.empty(), line, keyId,
                Optional.empty(), Optional.of(reason));
    }

    /// @param caller empty when it proved no identity
    public static AuditEvent callRefused(Optional<Identity> caller, AuditReason reason) {
        return new AuditEvent(AuditAction.CALL_REFUSED, caller, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(reason));
    }

    public static AuditEvent granted(Identity by, Identity client, KeyLine line) {
        return about(AuditAction.GRANTED, by, client, Optional.of(line));
    }

    public static AuditEvent ungranted(Identity by, Identity client, KeyLine line) {
        return about(AuditAction.UNGRANTED, by, client, Optional.of(line));
    }

    public static AuditEvent streamOwned(Identity by, Identity owner, KeyLine stream) {
        return about(AuditAction.STREAM_OWNED, by, owner, Optional.of(stream));
    }

    public static AuditEvent streamReleased(Identity by, Identity owner, KeyLine stream) {
        return about(AuditAction.STREAM_RELEASED, by, owner, Optional.of(stream));
    }

    /// @param lastKey the last key that the revoked one got; empty if it never got one
    public static AuditEvent revoked(Identity by, Identity whom, Optional<KeyId> lastKey) {
        AuditEvent event = about(AuditAction.REVOKED, by, whom, Optional.empty());
        return new AuditEvent(event.action, event.actor, event.subject, event.line, lastKey, event.state,
                event.reason);
    }

    public static AuditEvent reinstated(Identity by, Identity whom) {
        return about(AuditAction.REINSTATED, by, whom, Optional.empty());
    }

    /// @param line the key that is to be changed; without a label, the keys of every label. The key is the one that the
    ///        command names, if it does
    public static AuditEvent rekey(Identity by, KeyLine line, RekeyCommand command) {
        AuditAction action = switch (command) {
            case RekeyCommand.Now now -> AuditAction.REKEY_ORDERED;
            case RekeyCommand.Announce announce -> AuditAction.REKEY_ANNOUNCED;
            case RekeyCommand.Hold hold -> AuditAction.REKEY_HELD;
            case RekeyCommand.SwitchNow switchNow -> AuditAction.REKEY_SWITCHED;
            case RekeyCommand.Cancel cancel -> AuditAction.REKEY_CANCELLED;
        };
        return new AuditEvent(action, Optional.of(by), Optional.empty(), Optional.of(line), command.key(),
                Optional.empty(), Optional.empty());
    }

    public static AuditEvent tokenIssued(Identity by, Identity forWhom) {
        return about(AuditAction.TOKEN_ISSUED, by, forWhom, Optional.empty());
    }

    public static AuditEvent tokenMade(Identity forWhom) {
        return new AuditEvent(AuditAction.TOKEN_MADE, Optional.empty(), Optional.of(forWhom), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static AuditEvent enrolled(Identity newcomer) {
        return of(AuditAction.ENROLLED, newcomer);
    }

    public static AuditEvent renewed(Identity holder) {
        return of(AuditAction.RENEWED, holder);
    }

    public static AuditEvent identityShared(Identity holder) {
        return of(AuditAction.IDENTITY_SHARED, holder);
    }

    /// @param claimed whom the newcomer says to be; empty when it does not say
    public static AuditEvent enrolmentRefused(Optional<Identity> claimed, AuditReason reason) {
        return new AuditEvent(AuditAction.ENROLMENT_REFUSED, Optional.empty(), claimed, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /// The same, with the number by which people call its key; 0 if it is not known.
    public AuditEvent numbered(long keyNumber) {
        return new AuditEvent(action, actor, subject, line, keyId, keyNumber, state, reason, revision, undone, repeats,
                table, former, entries);
    }

    /// The same, with the revision that the key table has then.
    public AuditEvent at(long tableRevision) {
        return new AuditEvent(action, actor, subject, line, keyId, number, state, reason, Optional.of(tableRevision),
                undone, repeats, table, former, entries);
    }

    /// The same, asked for by a slave.
    public AuditEvent through(Identity slave) {
        return new AuditEvent(action, actor, Optional.of(slave), line, keyId, number, state, reason, revision, undone,
                repeats, table, former, entries);
    }

    /// Says that this was not done after all.
    public AuditEvent notDone() {
        return new AuditEvent(AuditAction.NOT_DONE, actor, subject, line, keyId, number, state, reason, revision,
                Optional.of(action), repeats, table, former, entries);
    }

    /// Stands for several like this one.
    AuditEvent summed(Repeats how) {
        return new AuditEvent(action, actor, subject, line, keyId, number, state, reason, revision, undone,
                Optional.of(how), table, former, entries);
    }

    /// The same of somebody or other.
    AuditEvent withoutNames() {
        return new AuditEvent(action, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), state,
                reason);
    }

    /// A key server has opened its table.
    public static AuditEvent tableOpened(Identity by, TableMoment now) {
        return ofTable(AuditAction.TABLE_OPENED, by, now, Optional.empty());
    }

    /// A key server's table has come to a revision, which is noted now and then.
    public static AuditEvent tableReached(Identity by, TableMoment now) {
        return ofTable(AuditAction.TABLE_REACHED, by, now, Optional.empty());
    }

    /// There is another table in the place of the former one, or a slave's copy has begun anew.
    public static AuditEvent tableReplaced(Identity by, TableMoment now, TableMoment former) {
        return ofTable(AuditAction.TABLE_REPLACED, by, now, Optional.of(former));
    }

    /// A table was opened that has been put back by `key-table restore`.
    public static AuditEvent tableRestored(Identity by, TableMoment now, Optional<TableMoment> former) {
        return ofTable(AuditAction.TABLE_RESTORED, by, now, former);
    }

    /// A table is at an earlier revision than it was before: somebody has put an older state of it back.
    ///
    /// @param witness whose copy of the table shows it; empty if this log does
    public static AuditEvent tableRolledBack(Identity by, Optional<Identity> witness, TableMoment now,
            Optional<TableMoment> former) {
        return new AuditEvent(AuditAction.TABLE_ROLLED_BACK, Optional.of(by), witness, Optional.empty(),
                Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(now), former, Optional.empty());
    }

    /// Closed parts of this log are not here any more: whoever has its folder moved them elsewhere.
    static AuditEvent archived(Entries moved) {
        return new AuditEvent(AuditAction.ARCHIVED, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(moved));
    }

    private static AuditEvent ofTable(AuditAction action, Identity by, TableMoment now, Optional<TableMoment> former) {
        return new AuditEvent(action, Optional.of(by), Optional.empty(), Optional.empty(), Optional.empty(), 0,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(now), former, Optional.empty());
    }

    private static AuditEvent of(AuditAction action, Identity actor) {
        return new AuditEvent(action, Optional.of(actor), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    private static AuditEvent about(AuditAction action, Identity by, Identity whom, Optional<KeyLine> line) {
        return new AuditEvent(action, Optional.of(by), Optional.of(whom), line, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private AuditEvent on(KeyLine itsLine, KeyId itsKey) {
        return new AuditEvent(action, actor, subject, Optional.of(itsLine), Optional.of(itsKey), state, reason);
    }
}
