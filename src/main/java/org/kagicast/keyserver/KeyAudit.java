package org.kagicast.keyserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kagicast.audit.AuditAction;
import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditReason;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.GivenKeys;
import org.kagicast.audit.RefusalLimiter;
import org.kagicast.audit.TableMoment;
import org.kagicast.keytable.CreateOutcome;
import org.kagicast.keytable.DepositOutcome;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.keytable.TableRefusal;
import org.kagicast.keytable.Witness;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;

/// Tells the audit what this key server refused and gave, before the answer leaves, and what it is about to change, before
/// the key table stores it. Callers are of its own trust domain, as the authoriser has seen to.
/// What is refused goes through a [RefusalLimiter], and is refused also when it cannot be audited; what is given, through
/// [GivenKeys].
final class KeyAudit implements AutoCloseable {

    private final Identity self;
    private final AuditSink sink;
    private final RefusalLimiter refusals;
    private final GivenKeys givings;

    KeyAudit(Identity self, AuditSink sink, Time time) {
        this.self = self;
        this.sink = sink;
        this.refusals = new RefusalLimiter(sink, RefusalLimiter.Limits.DEFAULT, time);
        this.givings = new GivenKeys(sink, GivenKeys.Limits.DEFAULT, time);
    }

    /// Whether an answer to a client can be audited without waiting.
    boolean takesAnswersAtOnce() {
        return sink.takesAtOnce(AuditAction.KEY_GIVEN);
    }

    /// What keeps this key server from auditing, or soon will.
    Optional<CodedMessage> problem() {
        return sink.problem();
    }

    /// Of a key that is made, or given to its owner once more.
    ///
    /// @param isUrgent asked when the disk runs short, whether the key keeps somebody out
    Witness<CreateOutcome> creation(BooleanSupplier isUrgent) {
        return of(isUrgent, outcome -> switch (outcome) {
            case CreateOutcome.Created(KeyRecord key) -> {
                KeyDescription about = key.description();
                yield List.of(AuditEvent.keyCreated(contentServer(about.owner()), about.line(), about.keyId())
                        .numbered(about.number()).at(about.revision()));
            }
            case CreateOutcome.Repeated(KeyRecord key) -> {
                KeyDescription about = key.description();
                yield List.of(AuditEvent.keyRepeated(contentServer(about.owner()), about.line(), about.keyId())
                        .numbered(about.number()));
            }
            case TableRefusal refusal -> List.of();
        });
    }

    Witness<DepositOutcome> deposit() {
        return of(outcome -> outcome instanceof DepositOutcome.Deposited(KeyDescription key)
                ? List.of(AuditEvent.keyDeposited(contentServer(key.owner()), key.line(), key.keyId())
                        .numbered(key.number()).at(key.revision()))
                : List.of());
    }

    /// @param before what the key was
    Witness<StateOutcome> stateChange(Identity by, KeyDescription before) {
        return of(() -> true, outcome -> outcome instanceof StateOutcome.Done(KeyDescription after)
                && after.revision() != before.revision() ? List.of(stateChanged(by, after)) : List.of());
    }

    /// Of a change that a content server asked for.
    Witness<StateOutcome> stateChange(NodeName by, KeyDescription before) {
        return stateChange(contentServer(by), before);
    }

    /// Of one that the key server makes by itself.
    Witness<StateOutcome> stateChange(KeyDescription before) {
        return stateChange(self, before);
    }

    Witness<List<KeyDescription>> sweep() {
        return of(destroyed -> destroyed.stream().map(key -> stateChanged(self, key)).toList());
    }

    private static AuditEvent stateChanged(Identity by, KeyDescription key) {
        return AuditEvent.keyStateChanged(by, key.line(), key.keyId(), key.state()).numbered(key.number())
                .at(key.revision());
    }

    Witness<Long> grant(Identity by, NodeName client, KeyLine line) {
        return of(revision -> List.of(AuditEvent.granted(by, client(client), line).at(revision)));
    }

    Witness<Long> ungrant(Identity by, NodeName client, KeyLine line) {
        return of(() -> true, revision -> List.of(AuditEvent.ungranted(by, client(client), line).at(revision)));
    }

    /// Of a revocation and of the keys that it compromises. The last of them is the last that the member may hold.
    Witness<RevocationOutcome> revocation(Identity by, Member member) {
        return of(() -> true, outcome -> {
            Optional<KeyId> last = outcome.compromised().isEmpty()
                    ? Optional.empty()
                    : Optional.of(outcome.compromised().getLast().keyId());
            return Stream.concat(
                    Stream.of(AuditEvent.revoked(by, member.in(self.trustDomain()), last).at(outcome.revision())),
                    outcome.compromised().stream().map(key -> stateChanged(by, key))).toList();
        });
    }

    Witness<Optional<Long>> reinstatement(Identity by, Member member) {
        return of(revision -> revision
                .map(reached -> List.of(AuditEvent.reinstated(by, member.in(self.trustDomain())).at(reached)))
                .orElse(List.of()));
    }

    /// @param owner who has a stream from now on
    Witness<Optional<NodeName>> ownership(Identity by, NodeName owner, StreamName stream) {
        return of(former -> List.of(AuditEvent.streamOwned(by, contentServer(owner), new KeyLine(stream))));
    }

    /// A stream is taken from whoever has it.
    Witness<Optional<NodeName>> takeOver(Identity by, NodeName owner, StreamName stream) {
        return of(() -> true,
                former -> List.of(AuditEvent.streamOwned(by, contentServer(owner), new KeyLine(stream))));
    }

    Witness<Optional<NodeName>> release(Identity by, StreamName stream) {
        return of(() -> true, former -> former
                .map(owner -> List.of(AuditEvent.streamReleased(by, contentServer(owner), new KeyLine(stream))))
                .orElse(List.of()));
    }

    /// @param events what a change comes to
    private <T> Witness<T> of(Function<T, List<AuditEvent>> events) {
        return of(() -> false, events);
    }

    private <T> Witness<T> of(BooleanSupplier isUrgent, Function<T, List<AuditEvent>> events) {
        return new Witness<>() {
            @Override
            public boolean isUrgent() {
                return isUrgent.getAsBoolean();
            }

            // In the order in which they were given to the audit.
            private final Map<AuditEvent, CompletableFuture<?>> submitted = new LinkedHashMap<>();

            @Override
            public CompletableFuture<?> sees(T outcome) {
                submitted.clear();
                events.apply(outcome).forEach(event -> submitted.put(event, sink.submit(event)));
                return CompletableFuture.allOf(submitted.values().toArray(CompletableFuture[]::new));
            }

            // Of those that could not be audited no entry stays.
            @Override
            public void undone(T outcome) {
                submitted.forEach((event, entry) -> {
                    if (!entry.isCompletedExceptionally()) {
                        sink.record(event.notDone());
                    }
                });
            }
        };
    }

    /// A content server is refused something about a key.
    void refused(NodeName by, KeyDescription key, AuditReason reason) {
        refusals.refused(AuditEvent
                .changeRefused(contentServer(by), Optional.of(key.line()), Optional.of(key.keyId()), reason)
                .numbered(key.number()));
    }

    void refused(NodeName by, Optional<KeyLine> line, Optional<KeyId> keyId, AuditReason reason) {
        refusals.refused(AuditEvent.changeRefused(contentServer(by), line, keyId, reason));
    }

    void refused(NodeName by, KeyLine line, TableRefusal refusal) {
        refused(by, Optional.of(line), Optional.empty(), switch (refusal) {
            case TableRefusal.StreamTaken taken -> AuditReason.NOT_ITS_OWN;
            case TableRefusal.StreamUnowned unowned -> AuditReason.NOT_ITS_OWN;
            case TableRefusal.TableFull full -> AuditReason.TABLE_FULL;
            case TableRefusal.TooManyStreams many -> AuditReason.TABLE_FULL;
            case TableRefusal.RequestSpent spent -> AuditReason.REQUEST_SPENT;
            case TableRefusal.NumberTooFar far -> AuditReason.UNTRUSTED;
        });
    }

    void given(NodeName to, KeyName key) {
        givings.given(AuditEvent.keyGiven(client(to), key.line(), key.id()).numbered(key.number()));
    }

    void refused(NodeName to, KeyId keyId, KeyAnswer.Refused answer) {
        refusals.refused(AuditEvent.keyRefused(client(to), answer.line(), keyId, answer.reason())
                .numbered(answer.number()));
    }

    /// @param slave whom the client had asked
    void givenOnBehalf(NodeName to, Identity slave, KeyName key) {
        givings.given(
                AuditEvent.keyGivenOnBehalf(client(to), slave, key.line(), key.id()).numbered(key.number()));
    }

    void refusedOnBehalf(NodeName to, Identity slave, KeyId keyId, KeyAnswer.Refused answer) {
        refusals.refused(AuditEvent.keyRefused(client(to), answer.line(), keyId, answer.reason())
                .numbered(answer.number()).through(slave));
    }

    @Override
    public void close() {
        refusals.close();
        givings.close();
    }

    /// There is another table, or a copy begins anew.
    void replaced(TableMoment former, TableMoment now) {
        sink.record(AuditEvent.tableReplaced(self, now, former));
    }

    void restored(TableMoment now, Optional<TableMoment> former) {
        sink.record(AuditEvent.tableRestored(self, now, former));
    }

    void rolledBack(Optional<Identity> witness, TableMoment now, Optional<TableMoment> former) {
        sink.record(AuditEvent.tableRolledBack(self, witness, now, former));
    }

    void opened(TableMoment now) {
        sink.record(AuditEvent.tableOpened(self, now));
    }

    void reached(TableMoment now) {
        sink.record(AuditEvent.tableReached(self, now));
    }

    private Identity contentServer(NodeName name) {
        return new Identity(self.trustDomain(), Role.CONTENT_SERVER, name);
    }

    private Identity client(NodeName name) {
        return new Identity(self.trustDomain(), Role.CLIENT, name);
    }
}
