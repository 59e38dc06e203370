package org.kagicast.keytable.sqlite;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kagicast.keytable.CreateOutcome;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.keytable.DepositOutcome;
import org.kagicast.keytable.DepositOutcome.Deposited;
import org.kagicast.keytable.DepositOutcome.IdTaken;
import org.kagicast.keytable.Exposure;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyIdAllocator;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.LineNumbers;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.keytable.RunningTime;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.keytable.StateOutcome.Done;
import org.kagicast.keytable.StateOutcome.NoSuchKey;
import org.kagicast.keytable.StateOutcome.NotPossible;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.TableRefusal;
import org.kagicast.keytable.TableRefusal.RequestSpent;
import org.kagicast.keytable.TableRefusal.TableFull;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.time.Time;

/// What changes of keys mean, within a transaction: each decides by what the file and the transaction hold, then writes.
/// Belongs to the writing thread.
final class TableWrites {

    private final RecordSealer sealer;
    private final KeyIdAllocator allocator;
    private final TableLimits limits;
    private final SecureRandom randomness;
    private final Time time;
    private final RunningTime running;

    TableWrites(RecordSealer sealer, KeyIdAllocator allocator, TableLimits limits, SecureRandom randomness, Time time,
            RunningTime running) {
        this.sealer = sealer;
        this.allocator = allocator;
        this.limits = limits;
        this.randomness = randomness;
        this.time = time;
        this.running = running;
    }

    CreateOutcome create(Transaction in, KeyCreationRequest request) {
        Optional<StoredKey> made = KeyRecordStatements.madeFor(in.sql(), request.owner(), request.idempotencyId());
        if (made.isPresent()) {
            return again(in, request, made.get());
        }
        Optional<TableRefusal> refusal = refusal(in, request.owner(), request.line(), request.afterNumber());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        KeyId keyId = allocator
                .next(id -> KeyRecordStatements.exists(in.sql(), id) || UsedKeyIds.contains(in.sql(), id));
        BaseKey key = BaseKey.random(request.suite(), randomness);
        KeyRecord record = in.handOut(KeyRecord.made(
                describe(in, keyId, request.owner(), request.line(), request.suite(), key, request.afterNumber()), key,
                randomness));
        in.insert(sealer.seal(record), request.idempotencyId());
        return new Created(record);
    }

    private CreateOutcome again(Transaction in, KeyCreationRequest request, StoredKey made) {
        KeyDescription about = made.description();
        boolean same = about.line().equals(request.line()) && about.suite() == request.suite()
                && about.state() != KeyState.DESTROYED;
        if (!same) {
            return new RequestSpent();
        }
        KeyRecord record = sealer.open(made);
        if (record.hasAllForOwner()) {
            return new Repeated(in.handOut(record));
        }
        record.close();
        return new RequestSpent();
    }

    DepositOutcome deposit(Transaction in, KeyDeposit deposit) {
        Optional<StoredKey> present = KeyRecordStatements.find(in.sql(), deposit.keyId());
        if (present.isPresent()) {
            return isSame(present.get(), deposit) ? new Deposited(present.get().description()) : new IdTaken();
        }
        if (UsedKeyIds.contains(in.sql(), deposit.keyId())) {
            return new IdTaken();
        }
        Optional<TableRefusal> refusal = refusal(in, deposit.owner(), deposit.line(), deposit.afterNumber());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        KeyDescription about = describe(in, deposit.keyId(), deposit.owner(), deposit.line(), deposit.suite(),
                deposit.decryptionKey(), deposit.afterNumber());
        try (KeyRecord record = KeyRecord.deposited(about, deposit)) {
            in.insert(sealer.seal(record), null);
        }
        return new Deposited(about);
    }

    /// A key that the table made is never the same as a deposit, even if somebody guessed it.
    private boolean isSame(StoredKey present, KeyDeposit deposit) {
        try (KeyRecord record = sealer.open(present)) {
            return record.isSame(deposit);
        }
    }

    StateOutcome setState(Transaction in, KeyId keyId, KeyState next) {
        Optional<StoredKey> present = KeyRecordStatements.find(in.sql(), keyId);
        if (present.isEmpty()) {
            return new NoSuchKey();
        }
        KeyDescription before = present.get().description();
        if (before.state() == next) {
            return new Done(before);
        }
        return before.state().mayBecome(next)
                ? new Done(change(in, present.get(), next))
                : new NotPossible(before.state());
    }

    /// As [org.kagicast.keytable.KeyTable#revoke] says.
    RevocationOutcome revoke(Transaction in, Member member) {
        if (!RevocationRows.isRevoked(in.sql(), member)) {
            in.put(new RevocationChange(member, Trust.REVOKED, in.nextRevision()));
        }
        Exposure exposure = new Exposure(member, GrantRows.of(in.sql(), member.name()).stream()
                .map(GrantChange::grant).collect(Collectors.toUnmodifiableSet()));
        long revision = in.revision();
        return new RevocationOutcome(KeyRecordStatements.usable(in.sql()).stream()
                .filter(key -> exposure.covers(key.description()))
                .map(key -> change(in, key, KeyState.COMPROMISED)).toList(), revision, exposure);
    }

    /// Destroys those of these keys whose time is over.
    List<KeyDescription> sweep(Transaction in, List<KeyId> keyIds, Retention retention) {
        long now = running.nanos();
        return keyIds.stream().flatMap(keyId -> KeyRecordStatements.find(in.sql(), keyId).stream())
                .filter(key -> retention.isOver(key.description(), now))
                .map(key -> change(in, key, KeyState.DESTROYED)).toList();
    }

    /// Forgets those of these keys that need not be remembered.
    ///
    /// @return how many those were
    int forget(Transaction in, List<KeyId> keyIds, Retention retention) {
        long now = running.nanos();
        List<KeyDescription> over = keyIds.stream().flatMap(keyId -> KeyRecordStatements.find(in.sql(), keyId).stream())
                .map(StoredKey::description).filter(key -> retention.isForgotten(key, now)).toList();
        over.forEach(in::forget);
        return over.size();
    }

    private KeyDescription change(Transaction in, StoredKey present, KeyState next) {
        KeyDescription after = present.description().become(next, time.now(), running.nanos(),
                in.nextRevision());
        in.update(present.as(after));
        return after;
    }

    private Optional<TableRefusal> refusal(Transaction in, NodeName owner, KeyLine line, long after) {
        return TableRefusal.ofOwner(OwnerRows.of(in.sql(), line.stream()), owner, line.stream())
                .or(() -> LineNumbers.refusal(line, after, LineRows.highest(in.sql(), line)))
                .or(() -> in.records() < limits.records()
                        ? Optional.empty()
                        : Optional.of(new TableFull(limits.records())));
    }

    private KeyDescription describe(Transaction in, KeyId keyId, NodeName owner, KeyLine line, CipherSuite suite,
            BaseKey key, long after) {
        long number = LineNumbers.next(after, LineRows.highest(in.sql(), line));
        return new KeyDescription(keyId, line, number, owner, suite, KeyState.PRE_ACTIVE, time.now(), Optional.empty(),
                Optional.empty(), key.fingerprint(), in.nextRevision(), running.nanos());
    }
}
