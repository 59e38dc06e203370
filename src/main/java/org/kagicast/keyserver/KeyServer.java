package org.kagicast.keyserver;

import io.grpc.BindableService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.TableMoment;
import org.kagicast.keyserver.replication.Followers;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.model.Caution;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.PolicyMessage;
import org.kagicast.time.Time;

/// A standalone key server (first embodiment), and what a key master does as one. It is passive: it acts when its
/// service is called, on the caller's thread. Whoever serves [#service()] stops serving before closing this.
///
/// Safe for use by several threads: what is shared is kept by the key table, by counters, and by the monitors of
/// [FetchCounts] and [RekeyOrders].
public final class KeyServer implements KeyAuthority {

    private final Identity identity;
    private final KeyTable table;
    private final FetchCounts fetches;
    private final KeyTableRows rows;
    private final KeyCreation creation;
    private final KeyLookup lookup;
    private final RekeyOrders orders;
    private final KeyAudit audit;
    private final Revoking revoking;
    private final KnownMembers known;
    private final Runnable changed;
    private final TablePast past;

    /// A key server that nobody calls to account, as in the lab.
    public KeyServer(Identity identity, KeyTable table, Time time, EventSink events) {
        this(identity, table, time, events, AuditSink.NONE);
    }

    /// @param table belongs to the key server from now on, and is closed with it
    /// @param sink stays with the caller
    public KeyServer(Identity identity, KeyTable table, Time time, EventSink events,
            AuditSink sink) {
        this(identity, table, time, events, sink, () -> {
        }, Followers.NONE);
    }

    /// @param changed runs after each change of the table
    KeyServer(Identity identity, KeyTable table, Time time, EventSink events,
            AuditSink sink, Runnable changed, Followers followers) {
        this.identity = identity;
        this.table = table;
        this.changed = changed;
        StepEvents steps = new StepEvents(identity.name(), time, events);
        this.fetches = new FetchCounts();
        this.rows = new KeyTableRows(fetches);
        this.audit = new KeyAudit(identity, sink, time);
        this.orders = new RekeyOrders(table, time, sentence -> events
                .emit(new NodeEvent.Notice(time.now(), identity.name(), NodeEvent.Severity.WARNING, sentence)));
        this.creation = new KeyCreation(table, fetches, steps, audit,
                line -> orders.compromised().containsKey(line), changed, followers);
        this.lookup = new KeyLookup(table, fetches, steps, audit);
        this.revoking = new Revoking(table, orders, audit, changed);
        this.known = new KnownMembers(table);
        this.past = new TablePast(identity, table, audit, time);
    }

    @Override
    public void begin(Optional<TableMoment> before) {
        past.begin(before);
    }

    /// A slave's copy is of a history that the table does not have.
    void foreign(NodeName slave) {
        past.foreign(slave);
    }

    /// The key service, to be served under [#identity()].
    public BindableService service() {
        return new KeyServiceEndpoint(creation, lookup, orders, table.limits().streamsPerOwner());
    }

    @Override
    public List<BindableService> services() {
        return List.of(service());
    }

    KeyLookup lookup() {
        return lookup;
    }

    KeyCreation creation() {
        return creation;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public NodeName name() {
        return identity.name();
    }

    @Override
    public Role role() {
        return identity.role();
    }

    @Override
    public void grant(Identity by, NodeName client, KeyLine line) {
        table.policy().grant(new Grant(client, line), audit.grant(by, client, line));
        changed.run();
    }

    @Override
    public void ungrant(Identity by, NodeName client, KeyLine line) {
        new Ungranting(table.policy()).ungrant(client, line, audit.ungrant(by, client, line));
        changed.run();
    }

    @Override
    public int sweep(Retention retention) {
        past.noteNowAndThen();
        boolean isAnyGivenUp = giveUpSucceeded();
        List<KeyDescription> destroyed = table.sweep(retention, audit.sweep());
        destroyed.forEach(key -> fetches.forget(key.keyId()));
        if (isAnyGivenUp || !destroyed.isEmpty()) {
            changed.run();
        }
        return destroyed.size();
    }

    /// Deactivates keys whose owner never said that it ceased to use them, as when it broke down: a later key of their line
    /// is in use.
    private boolean giveUpSucceeded() {
        List<KeyDescription> active = table.describeAll().stream().filter(key -> key.state() == KeyState.ACTIVE)
                .toList();
        Map<KeyLine, KeyDescription> latest = new HashMap<>();
        active.forEach(key -> latest.merge(key.line(), key,
                (one, other) -> other.number() >= one.number() ? other : one));
        boolean isAny = false;
        for (KeyDescription key : active) {
            if (!key.equals(latest.get(key.line())) && !orders.isNamed(key.keyId())
                    && table.setState(key.keyId(), KeyState.DEACTIVATED,
                            audit.stateChange(key)) instanceof StateOutcome.Done) {
                isAny = true;
            }
        }
        return isAny;
    }

    @Override
    public void own(Identity by, StreamName stream, NodeName contentServer) {
        requireMayOwn(contentServer);
        table.policy().own(stream, contentServer, audit.ownership(by, contentServer, stream));
        orders.gained(contentServer, stream);
    }

    @Override
    public Optional<NodeName> takeOver(Identity by, StreamName stream, NodeName contentServer) {
        requireMayOwn(contentServer);
        Optional<NodeName> former = table.policy().takeOver(stream, contentServer,
                audit.takeOver(by, contentServer, stream));
        creation.takenOver(stream);
        former.filter(name -> !name.equals(contentServer)).ifPresent(name -> orders.lost(name, stream));
        orders.gained(contentServer, stream);
        return former;
    }

    @Override
    public NodeName release(Identity by, StreamName stream) {
        NodeName former = table.policy().release(stream, audit.release(by, stream))
                .orElseThrow(() -> new OperatorException(PolicyMessage.STREAM_UNOWNED.with(stream)));
        orders.lost(former, stream);
        return former;
    }

    @Override
    public void disown(Identity by, StreamName stream, NodeName contentServer) {
        if (!table.ownerOf(stream).equals(Optional.of(contentServer))) {
            throw new OperatorException(PolicyMessage.NOT_THE_OWNER.with(contentServer, stream));
        }
        release(by, stream);
    }

    private void requireMayOwn(NodeName contentServer) {
        Member member = new Member(Role.CONTENT_SERVER, contentServer);
        if (isRevoked(member)) {
            throw new OperatorException(PolicyMessage.OWNER_REVOKED.with(member));
        }
    }

    @Override
    public Revocation revoke(Identity by, Member member, Caution caution) {
        if (member.equals(Member.of(identity))) {
            throw new OperatorException(PolicyMessage.CANNOT_REVOKE_ITSELF.with(member, role().text()));
        }
        if (caution == Caution.REFUSE_MISTAKES) {
            requireNoMistake(by, member);
        }
        return revoking.revoke(by, member);
    }

    private void requireNoMistake(Identity by, Member member) {
        if (member.equals(Member.of(by))) {
            throw new OperatorException(PolicyMessage.SHUTS_ITSELF_OUT.with(member));
        }
        known.require(member);
    }

    @Override
    public void reinstate(Identity by, Member member) {
        if (revoking.reinstate(by, member).isEmpty()) {
            throw new OperatorException(PolicyMessage.NOT_REVOKED.with(member));
        }
        changed.run();
    }

    @Override
    public void storeUnstored() {
        revoking.storeUnstored();
    }

    @Override
    public PolicyListing policy() {
        long revision = table.revision();
        IdentityDirectory directory = known.directory();
        return new PolicyListing(revision, List.copyOf(table.policy().grants()),
                List.copyOf(table.policy().owners().entrySet()), List.copyOf(table.policy().revoked()),
                directory.enrols(), directory.enrolled(), directory.tokens());
    }

    @Override
    public void consult(IdentityDirectory directory) {
        known.consult(directory);
    }

    @Override
    public boolean isRevoked(Member member) {
        return table.policy().isRevoked(member);
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> snapshot() {
        return CompletableFuture.completedFuture(showing(rows::of));
    }

    @Override
    public CompletableFuture<KeyServerSnapshot> summary() {
        return CompletableFuture.completedFuture(showing(all -> List.of()));
    }

    private KeyServerSnapshot showing(Function<List<KeyDescription>, List<KeyRow>> shown) {
        long revision = table.revision();
        List<KeyDescription> all = table.describeAll();
        return new KeyServerSnapshot(name(), role(),
                revoking.problem().or(table::problem).or(past::problem).or(orders::problem)
                        .or(() -> problem(all.size())),
                table.tableId(), revision, creation.creations(), lookup.requests(), lookup.refusals(),
                shown.apply(all), Optional.empty(), rows.counts(all), rows.fetchers(all));
    }

    private Optional<CodedMessage> problem(int records) {
        return audit.problem().or(() -> fullness(records));
    }

    private Optional<CodedMessage> fullness(int records) {
        int limit = table.limits().records();
        if (records >= limit) {
            return Optional.of(KeyServerMessage.TABLE_FULL.with(limit));
        }
        return records < limit / 10 * 9
                ? Optional.empty()
                : Optional.of(KeyServerMessage.TABLE_NEARLY_FULL.with(limit - records));
    }

    @Override
    public void close() {
        orders.close();
        try {
            past.note();
        } finally {
            audit.close();
            table.close();
        }
    }
}
