package org.kagicast.keytable;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.keytable.DepositOutcome.Deposited;
import org.kagicast.keytable.DepositOutcome.IdTaken;
import org.kagicast.keytable.StateOutcome.Done;
import org.kagicast.keytable.StateOutcome.NoSuchKey;
import org.kagicast.keytable.StateOutcome.NotPossible;
import org.kagicast.keytable.TableChange.KeyChange;
import org.kagicast.keytable.TableRefusal.RequestSpent;
import org.kagicast.keytable.TableRefusal.TableFull;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.SigningKey;
import org.kagicast.model.StreamName;
import org.kagicast.time.Time;

/// A key table that lives as long as the process.
///
/// The log's monitor guards everything here and in the policy; it is held for short work in memory only. Keys leave as
/// copies, so that wiping one never pulls it from under somebody who reads it.
public final class MemoryKeyTable implements KeyTable {

    private final String tableId;
    private final KeyIdAllocator allocator;
    private final TableLimits limits;
    private final SecureRandom randomness;
    private final Time time;
    private final RunningTime running;
    private final RevisionLog log = new RevisionLog();
    private final MemoryPolicy policy;
    private final Map<KeyId, KeyRecord> records = new LinkedHashMap<>();
    private final Map<RequestName, MadeFor> requests = new HashMap<>();
    private final Set<KeyId> forgotten = new HashSet<>();
    /// Of each line the highest number given, whatever has become of the key.
    private final Map<KeyLine, Long> highest = new HashMap<>();
    private @Nullable List<KeyDescription> descriptions;
    private boolean closed;

    /// @param randomness makes the keys
    public MemoryKeyTable(KeyIdAllocator allocator, TableLimits limits, SecureRandom randomness, Time time) {
        this.tableId = new UUID(randomness.nextLong(), randomness.nextLong()).toString();
        this.allocator = allocator;
        this.limits = limits;
        this.randomness = randomness;
        this.time = time;
        this.running = new RunningTime(0, time);
        this.policy = new MemoryPolicy(log, limits);
    }

    @Override
    public String tableId() {
        return tableId;
    }

    @Override
    public TableLimits limits() {
        return limits;
    }

    @Override
    public long revision() {
        return log.last();
    }

    @Override
    public CreateOutcome create(KeyCreationRequest request, Witness<CreateOutcome> witness) {
        RequestName name = new RequestName(request.owner(), request.idempotencyId());
        synchronized (log) {
            checkOpen();
            MadeFor made = requests.get(name);
            if (made != null) {
                return attested(witness, again(request, made));
            }
            Optional<TableRefusal> refusal = refusal(request.owner(), request.line(), request.afterNumber());
            if (refusal.isPresent()) {
                return attested(witness, refusal.get());
            }
            KeyId keyId = allocator.next(id -> records.containsKey(id) || forgotten.contains(id));
            BaseKey key = BaseKey.random(request.suite(), randomness);
            KeyRecord stored = KeyRecord.made(
                    describe(keyId, request.owner(), request.line(), request.suite(), key, request.afterNumber()), key,
                    randomness);
            CreateOutcome created = attested(witness, new Created(stored.copy()), stored);
            add(stored);
            requests.put(name, new MadeFor(request.line(), request.suite(), keyId));
            return created;
        }
    }

    /// Wipes an answer that may not be given, and what was to be stored with it.
    private static CreateOutcome attested(Witness<CreateOutcome> witness, CreateOutcome outcome,
            KeyRecord... others) {
        try {
            Attesting.require(witness, outcome);
            return outcome;
        } catch (RuntimeException notNoted) {
            List.of(others).forEach(KeyRecord::close);
            if (outcome instanceof Created(KeyRecord key)) {
                key.close();
            } else if (outcome instanceof Repeated(KeyRecord key)) {
                key.close();
            }
            throw notNoted;
        }
    }

    private CreateOutcome again(KeyCreationRequest request, MadeFor made) {
        KeyRecord stored = record(made.keyId());
        boolean same = made.line().equals(request.line()) && made.suite() == request.suite()
                && stored.hasAllForOwner();
        return same ? new Repeated(stored.copy()) : new RequestSpent();
    }

    @Override
    public DepositOutcome deposit(KeyDeposit deposit, Witness<DepositOutcome> witness) {
        synchronized (log) {
            checkOpen();
            Optional<DepositOutcome> known = known(deposit);
            if (known.isPresent()) {
                Attesting.require(witness, known.get());
                return known.get();
            }
            KeyDescription about = describe(deposit.keyId(), deposit.owner(), deposit.line(), deposit.suite(),
                    deposit.decryptionKey(), deposit.afterNumber());
            DepositOutcome deposited = new Deposited(about);
            Attesting.require(witness, deposited);
            add(KeyRecord.deposited(about, deposit));
            return deposited;
        }
    }

    /// What is answered without storing anything.
    private Optional<DepositOutcome> known(KeyDeposit deposit) {
        KeyRecord present = records.get(deposit.keyId());
        if (present != null) {
            return Optional.of(present.isSame(deposit) ? new Deposited(present.description()) : new IdTaken());
        }
        return forgotten.contains(deposit.keyId())
                ? Optional.of(new IdTaken())
                : refusal(deposit.owner(), deposit.line(), deposit.afterNumber()).map(refusal -> refusal);
    }

    @Override
    public Optional<KeyRecord> find(KeyId keyId) {
        synchronized (log) {
            return closed ? Optional.empty() : Optional.ofNullable(records.get(keyId)).map(KeyRecord::copy);
        }
    }

    @Override
    public Optional<KeyDescription> describe(KeyId keyId) {
        synchronized (log) {
            return Optional.ofNullable(records.get(keyId)).map(KeyRecord::description);
        }
    }

    @Override
    public List<KeyDescription> describeAll() {
        synchronized (log) {
            List<KeyDescription> all = descriptions;
            if (all == null) {
                all = records.values().stream().map(KeyRecord::description).toList();
                descriptions = all;
            }
            return all;
        }
    }

    @Override
    public Optional<NodeName> ownerOf(StreamName stream) {
        return policy.ownerOf(stream);
    }

    @Override
    public StateOutcome setState(KeyId keyId, KeyState next, Witness<StateOutcome> witness) {
        synchronized (log) {
            checkOpen();
            KeyRecord present = records.get(keyId);
            StateOutcome outcome = outcome(present, next);
            Attesting.require(witness, outcome);
            if (present != null && outcome instanceof Done(KeyDescription after)
                    && after.state() != present.description().state()) {
                store(present.description().revision(), withKeysThatMayStay(present, after));
            }
            return outcome;
        }
    }

    private StateOutcome outcome(@Nullable KeyRecord present, KeyState next) {
        if (present == null) {
            return new NoSuchKey();
        }
        KeyDescription before = present.description();
        if (before.state() == next) {
            return new Done(before);
        }
        return before.state().mayBecome(next)
                ? new Done(before.become(next, time.now(), running.nanos(), log.next()))
                : new NotPossible(before.state());
    }

    private static KeyRecord withKeysThatMayStay(KeyRecord present, KeyDescription after) {
        if (after.state() != KeyState.DESTROYED) {
            Optional<SigningKey> signingKey = present.signingKey()
                    .filter(key -> after.state() == KeyState.PRE_ACTIVE);
            if (signingKey.isEmpty()) {
                present.signingKey().ifPresent(SigningKey::close);
            }
            return new KeyRecord(after, present.encryptionKey(), present.decryptionKey(), signingKey,
                    present.verificationKey());
        }
        present.close();
        return new KeyRecord(after, Optional.empty(), Optional.empty());
    }

    @Override
    public RevocationOutcome revoke(Member member, Witness<RevocationOutcome> witness) {
        synchronized (log) {
            checkOpen();
            long revision = log.last() + (policy.isStored(member) ? 0 : 1);
            Exposure exposure = new Exposure(member, policy.everGranted().stream()
                    .filter(grant -> grant.client().equals(member.name())).collect(Collectors.toUnmodifiableSet()));
            List<KeyDescription> compromised = new ArrayList<>();
            describeAll().stream().filter(Exposure::isUsable).filter(exposure::covers)
                    .forEach(key -> compromised.add(key.become(KeyState.COMPROMISED, time.now(), running.nanos(),
                            revision + compromised.size() + 1)));
            RevocationOutcome outcome = new RevocationOutcome(compromised, revision, exposure);
            try {
                Attesting.require(witness, outcome);
            } catch (OperatorException notNoted) {
                policy.revokeUnstored(member);
                throw notNoted;
            }
            policy.revoke(member);
            compromised.forEach(this::restate);
            return outcome;
        }
    }

    private void restate(KeyDescription after) {
        KeyRecord present = record(after.keyId());
        store(present.description().revision(), withKeysThatMayStay(present, after));
    }

    @Override
    public List<KeyDescription> sweep(Retention retention, Witness<List<KeyDescription>> witness) {
        synchronized (log) {
            checkOpen();
            long now = running.nanos();
            Instant at = time.now();
            List<KeyDescription> over = describeAll().stream().filter(key -> retention.isOver(key, now)).toList();
            List<KeyDescription> destroyed = new ArrayList<>();
            for (KeyDescription key : over) {
                destroyed.add(key.become(KeyState.DESTROYED, at, now, log.last() + destroyed.size() + 1));
            }
            Attesting.require(witness, List.copyOf(destroyed));
            destroyed.forEach(this::restate);
            describeAll().stream().filter(key -> retention.isForgotten(key, now)).forEach(this::forget);
            requests.values().removeIf(made -> forgotten.contains(made.keyId()));
            return destroyed;
        }
    }

    private void forget(KeyDescription key) {
        records.remove(key.keyId());
        forgotten.add(key.keyId());
        log.forget(key.revision());
        descriptions = null;
    }

    @Override
    public long forgottenUpTo() {
        return log.forgottenUpTo();
    }

    /// It cannot be put back, so all its revisions are of one epoch.
    @Override
    public String epochAt(long revision) {
        return tableId;
    }

    @Override
    public boolean wasPutBack() {
        return false;
    }

    @Override
    public void putBack() {
        // Nobody can put memory back.
    }

    @Override
    public List<TableChange> changesAfter(long revision, int atMost) {
        synchronized (log) {
            return closed ? List.of() : log.after(revision, atMost);
        }
    }

    @Override
    public Set<Member> unstored() {
        return policy.unstored();
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public void close() {
        synchronized (log) {
            closed = true;
            records.values().forEach(KeyRecord::close);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the key table is closed");
        }
    }

    private Optional<TableRefusal> refusal(NodeName owner, KeyLine line, long after) {
        return TableRefusal.ofOwner(policy.ownerOf(line.stream()), owner, line.stream())
                .or(() -> LineNumbers.refusal(line, after, highest(line))).or(
                        () -> records.size() < limits.records()
                                ? Optional.empty()
                                : Optional.of(new TableFull(limits.records())));
    }

    private long highest(KeyLine line) {
        return highest.getOrDefault(line, 0L);
    }

    private KeyDescription describe(KeyId keyId, NodeName owner, KeyLine line, CipherSuite suite, BaseKey key,
            long after) {
        return new KeyDescription(keyId, line, LineNumbers.next(after, highest(line)), owner, suite,
                KeyState.PRE_ACTIVE, time.now(), Optional.empty(),
                Optional.empty(), key.fingerprint(), log.next(), running.nanos());
    }

    private void add(KeyRecord stored) {
        highest.put(stored.description().line(), stored.description().number());
        store(0, stored);
    }

    private void store(long formerRevision, KeyRecord stored) {
        KeyId keyId = stored.description().keyId();
        records.put(keyId, stored);
        descriptions = null;
        log.record(formerRevision, () -> new KeyChange(record(keyId).copy()));
    }

    private KeyRecord record(KeyId keyId) {
        return Objects.requireNonNull(records.get(keyId), "a record once stored stays");
    }

    /// Two content servers may draw the same idempotency ID without harm.
    private record RequestName(NodeName owner, UUID idempotencyId) {}

    private record MadeFor(KeyLine line, CipherSuite suite, KeyId keyId) {}
}
