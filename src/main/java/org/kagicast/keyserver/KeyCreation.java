package org.kagicast.keyserver;

import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kagicast.audit.AuditReason;
import org.kagicast.keyserver.replication.Followers;
import org.kagicast.keytable.CreateOutcome;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.keytable.DepositOutcome.Deposited;
import org.kagicast.keytable.DepositOutcome.IdTaken;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.keytable.TableRefusal;
import org.kagicast.keytable.Witness;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyCounts;

/// What a key server does for content servers, each of which touches keys of its own streams only. Safe for use by
/// several threads; the key table keeps what is shared.
final class KeyCreation {

    private final KeyTable table;
    private final FetchCounts fetches;
    private final StepEvents steps;
    private final KeyAudit audit;
    private final Predicate<KeyLine> isLost;
    private final Runnable changed;
    private final Followers followers;
    /// Streams whose new owner has used no key yet.
    private final Set<StreamName> takenOver = ConcurrentHashMap.newKeySet();
    private final LongAdder creations = new LongAdder();

    /// @param isLost whether the key in use of a line is compromised, so that a new one is urgent
    /// @param changed runs after each change of the table
    KeyCreation(KeyTable table, FetchCounts fetches, StepEvents steps, KeyAudit audit,
            Predicate<KeyLine> isLost, Runnable changed, Followers followers) {
        this.table = table;
        this.fetches = fetches;
        this.steps = steps;
        this.audit = audit;
        this.isLost = isLost;
        this.changed = changed;
        this.followers = followers;
    }

    /// Makes a key (R3, R18); the caller closes the record.
    KeyRecord create(KeyCreationRequest request, FetchReason reason) {
        Witness<CreateOutcome> witness = audit.creation(() -> isLost.test(request.line()));
        KeyRecord key = switch (storing(() -> table.create(request, witness))) {
            case Created created -> {
                creations.increment();
                changed.run();
                yield created.key();
            }
            case Repeated repeated -> repeated.key();
            case TableRefusal refusal -> throw refused(request.owner(), request.line(), refusal);
        };
        steps.sends(reason == FetchReason.ANNOUNCED ? Step.C6 : Step.A6, request.owner(), key.description().keyId(),
                Optional.of(key.description().name()));
        return key;
    }

    /// What cannot be stored or audited now is refused in a way that tells a passing trouble from a request that is not
    /// possible: the very same one is repeated then.
    private static <T> T storing(Supplier<T> change) {
        try {
            return change.get();
        } catch (OperatorException notStored) {
            throw new CallRefusedException(Status.Code.RESOURCE_EXHAUSTED, notStored.coded());
        }
    }

    /// Stores a key that its owner made (R28).
    ///
    /// @return what is stored now; empty if its ID is taken
    Optional<KeyDescription> deposit(KeyDeposit deposit) {
        return switch (storing(() -> table.deposit(deposit, audit.deposit()))) {
            case Deposited stored -> {
                changed.run();
                yield Optional.of(stored.key());
            }
            case IdTaken taken -> {
                audit.refused(deposit.owner(), Optional.of(deposit.line()), Optional.of(deposit.keyId()),
                        AuditReason.ID_TAKEN);
                yield Optional.empty();
            }
            case TableRefusal refusal -> throw refused(deposit.owner(), deposit.line(), refusal);
        };
    }

    /// Changes the state of a key of the caller's.
    void setState(NodeName caller, KeyId keyId, KeyState next) {
        KeyDescription key = table.describe(keyId).orElseThrow(() -> noSuchKey(caller, keyId));
        checkOwner(caller, key, KeyServerMessage.STATE_OF_OTHERS_KEY);
        switch (storing(() -> table.setState(keyId, next, audit.stateChange(caller, key)))) {
            case StateOutcome.Done done -> changed(key, done.key());
            case StateOutcome.NoSuchKey gone -> throw noSuchKey(caller, keyId);
            case StateOutcome.NotPossible impossible -> checkIsNoNews(caller, key, impossible.from(), next);
        }
    }

    /// How many different clients have fetched keys of the caller's own, and how many slaves have stored them. Keys that are
    /// not there or destroyed are left out.
    ///
    /// @param knownSlaves those that the caller was told of earlier; it need not wait for those that are revoked
    KeyCounts fetchers(NodeName caller, List<KeyId> keyIds, Set<NodeName> knownSlaves) {
        Map<KeyId, KeyCounts.Count> counts = new HashMap<>();
        for (KeyId keyId : keyIds) {
            table.describe(keyId).filter(key -> key.state() != KeyState.DESTROYED).ifPresent(key -> {
                checkOwner(caller, key, KeyServerMessage.FETCHERS_OF_OTHERS_KEY);
                counts.put(keyId, new KeyCounts.Count(fetches.of(keyId), followers.stored(key.revision())));
            });
        }
        Set<NodeName> following = followers.names();
        return new KeyCounts(counts, following.size(), some(following), followers.lately(),
                knownSlaves.stream().filter(slave -> table.policy().isRevoked(new Member(Role.KEY_SLAVE, slave)))
                        .collect(Collectors.toUnmodifiableSet()),
                some(followers.notStoring()));
    }

    private static Set<NodeName> some(Set<NodeName> slaves) {
        return slaves.stream().sorted().limit(KeyCounts.MOST_SLAVES).collect(Collectors.toUnmodifiableSet());
    }

    /// A key slave tells what it has counted; of keys that are no longer there nothing is kept.
    void fetched(KeyId keyId, KmvSketch.Sketch sketch) {
        if (table.describe(keyId).filter(key -> key.state() != KeyState.DESTROYED).isPresent()) {
            fetches.merge(keyId, sketch);
        }
    }

    private void checkOwner(NodeName caller, KeyDescription key, KeyServerMessage refusal) {
        if (!key.owner().equals(caller)) {
            audit.refused(caller, key, AuditReason.NOT_ITS_OWN);
            throw new CallRefusedException(Status.Code.PERMISSION_DENIED,
                    refusal.with(key.name().withId(), key.owner()));
        }
    }

    /// A content server that uses a compromised key, or ceases to, tells the truth; that the key is compromised remains
    /// what matters of it.
    private void checkIsNoNews(NodeName caller, KeyDescription key, KeyState from, KeyState next) {
        boolean isUse = next == KeyState.ACTIVE || next == KeyState.DEACTIVATED;
        if (from != KeyState.COMPROMISED || !isUse) {
            audit.refused(caller, key, AuditReason.WRONG_STATE);
            throw new CallRefusedException(Status.Code.FAILED_PRECONDITION, KeyServerMessage.STATE_NOT_POSSIBLE.with(
                    key.name().withId(), from.word(), next.word()));
        }
    }

    /// Keys made, retries not counted twice.
    long creations() {
        return creations.sum();
    }

    private void changed(KeyDescription before, KeyDescription after) {
        if (after.state() == KeyState.DESTROYED) {
            fetches.forget(after.keyId());
        }
        if (after.state() != before.state()) {
            if (after.state() == KeyState.ACTIVE && takenOver.remove(after.stream())) {
                retireFormerOwners(after);
            }
            changed.run();
        }
    }

    /// A stream has another owner from now on. Until that one's first key is in use, clients go on with the former owner's.
    void takenOver(StreamName stream) {
        takenOver.add(stream);
    }

    /// Deactivates what former owners of a stream may go on sending under, lest clients take it for a key in use.
    private void retireFormerOwners(KeyDescription first) {
        table.describeAll().stream()
                .filter(key -> key.state() == KeyState.ACTIVE && key.stream().equals(first.stream())
                        && !key.owner().equals(first.owner()))
                .forEach(key -> table.setState(key.keyId(), KeyState.DEACTIVATED, audit.stateChange(key)));
    }

    private CallRefusedException noSuchKey(NodeName caller, KeyId keyId) {
        audit.refused(caller, Optional.empty(), Optional.of(keyId), AuditReason.UNKNOWN);
        return new CallRefusedException(Status.Code.NOT_FOUND,
                KeyServerMessage.NO_SUCH_KEY.with(keyId));
    }

    private CallRefusedException refused(NodeName caller, KeyLine line, TableRefusal refusal) {
        audit.refused(caller, line, refusal);
        Status.Code code = switch (refusal) {
            case TableRefusal.StreamTaken taken -> Status.Code.PERMISSION_DENIED;
            case TableRefusal.StreamUnowned unowned -> Status.Code.FAILED_PRECONDITION;
            case TableRefusal.TableFull full -> Status.Code.RESOURCE_EXHAUSTED;
            case TableRefusal.TooManyStreams many -> Status.Code.RESOURCE_EXHAUSTED;
            case TableRefusal.RequestSpent spent -> Status.Code.FAILED_PRECONDITION;
            case TableRefusal.NumberTooFar far -> Status.Code.PERMISSION_DENIED;
        };
        return new CallRefusedException(code, refusal.sentence());
    }
}
